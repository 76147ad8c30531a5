#pragma once

#include "sim/app/inputs.hpp"
#include "sim/app/serve_requests.hpp"
#include "sim/app/serve_scaling.hpp"
#include "sim/scenario/catalog.hpp"
#include "sim/serving/serving_setup.hpp"

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace gigapod::app {

/// A model on replicas, as given on a command line.
struct ServeOptions {
  std::string model;
  std::vector<std::string> chips;
  std::string pod;
  std::string slice;
  std::string weights = "bf16";
  std::string cache = "bf16";
  std::string products;  ///< empty: as the weights
  std::string layout = "tensor";
  double expert_skew = -1.0;  ///< below 0: experts are equally popular
  std::string draft_model;    ///< empty: no speculation
  std::string draft_weights = "bf16";
  int draft_tokens = 4;
  double acceptance = 0.7;
  int replicas = 1;
  std::string scheduler = "fcfs";
  std::string router = "round_robin";
  int step_tokens = 2048;
  int max_sequences = 256;
  int cache_block = 16;
  bool has_prefix_cache = false;
  int queue_limit = 0;
  std::vector<std::string> failures;  ///< REPLICA:BEGIN:END
  std::vector<std::string> drains;
  std::vector<std::string> tenant_limits;  ///< TENANT=REQUESTS a second
  int prefill_replicas = 0;
  std::string prefill_slice;  ///< empty: as --slice
  std::string transfer_rate;  ///< empty: the data-centre network of the prefill slice
  std::string ttft = "1s";
  std::string tpot = "50ms";
  std::string end_to_end;
  double percentile = 99.0;
  std::string warm_up;  ///< empty: none
  ScalingOptions scaling;
  RequestOptions requests;
  CatalogOption catalog;
};

/// Adds --chip, --pod, --slice, the options of replicas and all of add_work_options.
void add_serve_options(CLI::App& command, ServeOptions& options);

/// Adds what is the same on all chips: --model, formats, batching, targets, requests, --catalog.
void add_work_options(CLI::App& command, ServeOptions& options);

/// What the options name, checked.
[[nodiscard]] LatencyTargets chosen_targets(const ServeOptions& options);

/// The plan without mean lengths.
[[nodiscard]] ServingPlan chosen_serving_plan(const ServeOptions& options, const TransformerSpec& model);

/// Replicas, batching, policies and targets, without chips.
[[nodiscard]] ServingSetup base_setup(const ServeOptions& options, const ServingPlan& plan, const Catalog& catalog);

/// Refuses pages of the cache that do not divide the blocks of prefix hashes.
void check_prefix_blocks(const ServeOptions& options, const RequestTrace& trace);

/// Where prompts are computed apart: the slice of such replicas.
[[nodiscard]] Shape prefill_shape(const ServeOptions& options, const PodSpec& pod, const Shape& shape);

/// The setup on a slice, and where it can't serve a refusal that names the smallest slice that can.
[[nodiscard]] ServingSetup chosen_setup(const ServeOptions& options, const ServingPlan& plan, const Catalog& catalog,
                                        const PodSpec& pod, const Shape& shape);

}  // namespace gigapod::app
