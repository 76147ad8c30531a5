#pragma once

#include "sim/model/step/measured_run.hpp"

#include <map>
#include <string>
#include <vector>

namespace gigapod {

/// A measurement beside what the models say. `measured` and `simulated` share `unit`: `s` (one training step),
/// `tokens/s/chip`, or that of a collective's row.
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
  [[nodiscard]] double error() const { return simulated / measured - 1.0; }
};

/// A row that is not scored.
struct LeftOutRow {
  std::string id;
  std::string system;
  std::string subject;
  std::string reason;
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
[[nodiscard]] Validation validate_training(const std::vector<MeasuredRow>& rows,
                                           const std::map<std::string, ChipSpec>& chips);

/// Simulates every measured collective that has a closed form.
[[nodiscard]] Validation validate_collectives(const std::vector<MeasuredRow>& rows,
                                              const std::map<std::string, ChipSpec>& chips);

/// One score a family, in the order of their names.
[[nodiscard]] std::vector<ErrorScore> family_scores(const std::vector<ValidationRow>& rows);

/// Scores over many families: training on TPUs, training on GPUs, collectives; those that have rows.
[[nodiscard]] std::vector<ErrorScore> overall_scores(const std::vector<ValidationRow>& rows);

}  // namespace gigapod
