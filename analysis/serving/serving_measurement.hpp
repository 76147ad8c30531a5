#pragma once

#include "analysis/validation/validation_table.hpp"
#include "sim/model/serving/latency_quantiles.hpp"
#include "sim/model/serving/replica.hpp"

#include <map>
#include <string>
#include <vector>

namespace gigapod {

/// What a published serving run did.
enum class ServingPhase {
  kPrefill,     ///< one pass over a batch of prompts
  kDecode,      ///< steps of one batch
  kBatch,       ///< a batch is prefilled, then decoded to its end
  kTurn,        ///< one prompt by itself, then its output in a batch
  kClosedLoop,  ///< clients that keep a number of requests running until all are done
  kOffline,     ///< all requests at once, as many running as the program holds
  kServer       ///< requests arrive at a rate
};

/// What of it is measured, before it is divided by chips or nodes.
enum class ServingFigure {
  kTime,             ///< of the pass, of all steps, or of the whole run
  kStep,             ///< one decode step
  kMfu,              ///< of the chip's bf16 peak
  kInputThroughput,  ///< tokens a second
  kOutputThroughput,
  kTotalThroughput,
  kRequestRate,
  kTtft,
  kTpot,
  kItl  ///< time between two tokens
};

/// One published serving measurement as the models see it.
struct ServingMeasurement {
  std::string id;
  std::string system;
  std::string subject;  ///< the model and what it does, as published
  std::string source;
  ChipSpec chip;
  ServingPlan plan;
  SliceTopology slice;  ///< of one replica
  int replicas = 1;
  ServingPhase phase = ServingPhase::kDecode;
  double batch = 0.0;          ///< prompts, sequences or requests at once, of all replicas
  double cached_tokens = 0.0;  ///< of the prompt, whose keys and values are kept already
  double length_ratio = 1.0;   ///< lengths are spread evenly from this share of the published ones to all of them
  int requests = 0;            ///< of the whole run; 0: as many as a steady state takes
  double rate = 0.0;           ///< requests a second, of all replicas
  int step_tokens = 0;         ///< most tokens of a step of the program; 0: a usual number
  int beams = 1;               ///< sequences searched for each request
  ServingFigure figure = ServingFigure::kTime;
  Percentile statistic = Percentile::kMean;
  double value = 0.0;  ///< in `unit`
  std::string unit;
  double per_unit = 1.0;     ///< the row's number for one second, token a second, or whole
  double mxu_share = 0.0;    ///< a roofline: share of the peak it takes for granted; 0: all
  bool is_roofline = false;  ///< published by calculation: checks the equations, not the calibration
  std::vector<std::string> assumed;
  std::string uncounted;  ///< why no target counts it, as the table says
  std::string exclusion;  ///< why it can't be compared; empty when it can
};

/// Reads a row with the columns of scenarios/validation/serving.csv, names of chips and models in any usual way.
[[nodiscard]] ServingMeasurement serving_measurement(const TableRow& row,
                                                     const std::map<std::string, ChipSpec>& chips,
                                                     const std::map<std::string, TransformerSpec>& models);

/// The catalog's name of a model as people write it: `Llama-3.3-70B-Instruct`, `Qwen3-32B (fp8)`, `llama2-70b-99`.
[[nodiscard]] std::optional<std::string> model_named(std::string_view text,
                                                     const std::map<std::string, TransformerSpec>& models);

}  // namespace gigapod
