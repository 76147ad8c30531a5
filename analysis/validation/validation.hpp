#pragma once

#include "analysis/validation/validation_table.hpp"

#include <map>
#include <string>
#include <vector>

namespace gigapod {

/// What a validated row compares.
enum class RowKind {
  kTraining,        ///< a training step: seconds, or tokens/s/chip
  kCollective,      ///< a measured collective
  kRanking,         ///< the share of pairs of runs in the right order
  kSliceLoss,       ///< throughput on several slices, of that on fewer
  kFlows,           ///< a closed form (simulated) beside SimGrid flows (measured)
  kServing,         ///< a measured serving run
  kRequests,        ///< a closed form of serving (simulated) beside the request level (measured)
  kSurrogate,       ///< the table of a replica (simulated) beside other requests (measured)
  kServingRoofline  ///< a serving time that was published by calculation
};

/// A training run beside its simulation: what other comparisons are made of.
struct RunFigures {
  int chips = 0;
  int slices = 1;
  int global_batch = 0;
  int sequence_length = 0;
  double measured_mfu = 0.0;  ///< of the peak bf16 rate, 6N + 12LHQT operations a token
  double simulated_mfu = 0.0;
  std::string slice_loss_exclusion{};  ///< why its multi-slice loss does not count, as the table says
};

/// A measurement beside what the models say; both share `unit`.
struct ValidationRow {
  std::string id;
  std::string family;  ///< `v5e dense multi-slice`, `v7 all_gather`
  std::string system;
  std::string subject;  ///< the model that is trained, or the collective and its topology
  std::string chip;
  std::string source;
  double measured = 0.0;
  double simulated = 0.0;
  std::string unit{};
  std::string dominant{};               ///< the term most of the time goes to
  std::vector<std::string> warnings{};  ///< what the row leaves open, and use outside a model's range of validity
  std::string exclusion{};              ///< why no target counts the row, which is printed all the same
  RowKind kind = RowKind::kTraining;
  RunFigures run{};             ///< of a training row
  std::string ranking_group{};  ///< serving rows of one group on one chip are ranked
  bool is_less_better = false;  ///< a time, not a rate
  [[nodiscard]] double error() const { return simulated / measured - 1.0; }
};

/// A row that is not scored.
struct LeftOutRow {
  std::string id;
  std::string system;
  std::string subject;
  std::string reason;
  std::string family{};
  std::string chip{};
  std::string source{};
};

/// Absolute relative errors of a set of rows.
struct ErrorScore {
  std::string family;
  std::size_t rows = 0;
  double median = 0.0;
  double mean = 0.0;
  double p90 = 0.0;  ///< nearest rank
  double worst = 0.0;
};

struct Validation {
  std::vector<ValidationRow> rows;
  std::vector<LeftOutRow> left_out;
};

/// Simulates every training run; a run that can't be compared is left out with its reason. `chips` by lower-case
/// name.
[[nodiscard]] Validation validate_training(const std::vector<TableRow>& rows,
                                           const std::map<std::string, ChipSpec>& chips);

/// Simulates every measured collective that has a closed form.
[[nodiscard]] Validation validate_collectives(const std::vector<TableRow>& rows,
                                              const std::map<std::string, ChipSpec>& chips);

/// Predicts every serving row; a row that can't be compared is left out with its reason.
[[nodiscard]] Validation validate_serving(const std::vector<TableRow>& rows,
                                          const std::map<std::string, ChipSpec>& chips,
                                          const std::map<std::string, TransformerSpec>& models);

/// The closed forms of serving at a share of a replica's capacity beside its requests simulated one by one.
[[nodiscard]] std::vector<ValidationRow> request_level_rows(const std::map<std::string, ChipSpec>& chips,
                                                            const std::map<std::string, TransformerSpec>& models);

/// Latencies read from a replica's surrogate beside those of other requests simulated one by one.
[[nodiscard]] std::vector<ValidationRow> surrogate_rows(const std::map<std::string, ChipSpec>& chips,
                                                        const std::map<std::string, TransformerSpec>& models);

/// One score a family, in the order of their names; rows of a ranking are none.
[[nodiscard]] std::vector<ErrorScore> family_scores(const std::vector<ValidationRow>& rows);

/// Scores over many families: training on TPUs, training on GPUs, collectives, flows; those that have rows.
[[nodiscard]] std::vector<ErrorScore> overall_scores(const std::vector<ValidationRow>& rows);

/// The cause that most of a step goes to: compute, hbm, ici, dcn, bubble, straggler or overhead.
[[nodiscard]] const char* dominant_term(const StepTime& step);

[[nodiscard]] bool is_tpu_training(const ValidationRow& row);
[[nodiscard]] bool is_gpu_training(const ValidationRow& row);

}  // namespace gigapod
