#pragma once

#include "sim/model/step/training_step.hpp"

#include <CLI/CLI.hpp>

#include <map>
#include <set>
#include <string>

namespace gigapod::app {

/// A training plan as given on a command line: texts by field name; what is left out has its default.
struct PlanOptions {
  std::map<std::string, std::string> given;
};

/// Adds an option for every field of a training plan and its parallelism but those left out: `--global-batch`,
/// `--fsdp` …
void add_plan_options(CLI::App& command, PlanOptions& options, const std::set<std::string>& left_out = {});

/// Writes what the options give into a plan and into degrees of parallelism; the rest stays.
void fill_plan(const PlanOptions& options, TrainingPlan& plan, Parallelism& degrees);

/// The plan of the options. Left out: fsdp takes the chips of the slice that the other degrees leave, dcn_data the
/// slices, global_batch one sequence a replica and microbatch.
[[nodiscard]] TrainingPlan chosen_plan(const PlanOptions& options, const TransformerSpec& model,
                                       const StepMachine& machine);

/// The number format of the options, bf16 when they name none.
[[nodiscard]] Precision chosen_precision(const PlanOptions& options);

}  // namespace gigapod::app
