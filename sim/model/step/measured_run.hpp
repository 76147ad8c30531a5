#pragma once

#include "sim/hardware/chip.hpp"
#include "sim/model/step/training_step.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gigapod {

/// A published training run: one line of scenarios/validation/training.csv by column name.
using MeasuredRow = std::map<std::string, std::string, std::less<>>;

/// A published run as the step model sees it.
struct MeasuredRun {
  int row_id = 0;
  std::string system;
  std::string model;
  std::string chip;
  std::string source;
  TrainingPlan plan;
  StepMachine machine;
  Seconds step;                      ///< measured, or derived from measured throughput
  double mfu = 0.0;                  ///< published, 0 when it is not
  bool is_upper_bound = false;       ///< the published step includes evaluation
  std::string exclusion;             ///< why the row can't be compared; empty when it can
  std::vector<std::string> assumed;  ///< what the row leaves open and how it is filled
};

/// Rows of a comma-separated file with a header line and quoted fields.
[[nodiscard]] std::vector<MeasuredRow> read_measured_rows(std::string_view text);

/// Fills a plan and a machine from a row; `chips` by lower-case name. A run on an unknown chip, or one that lacks a
/// dimension, batch or step time, carries the reason in `exclusion`.
[[nodiscard]] MeasuredRun measured_run(const MeasuredRow& row, const std::map<std::string, ChipSpec>& chips);

}  // namespace gigapod
