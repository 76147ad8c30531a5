#pragma once

#include "sim/app/plan_options.hpp"
#include "sim/hardware/pod.hpp"
#include "sim/hardware/shape.hpp"
#include "sim/model/step/training_step.hpp"
#include "sim/scenario/catalog.hpp"

#include <CLI/CLI.hpp>

#include <string>

namespace gigapod::app {

/// The chips under a training job, as given on a command line.
struct MachineOptions {
  std::string chip;
  std::string pod;
  std::string slice;
  int slices = 1;
  bool is_twisted = false;
};

/// Adds --chip, --pod, --slice, --twisted and --slices. Returns the option --slice.
CLI::Option* add_machine_options(CLI::App& command, MachineOptions& options);

/// The slices of the options in a pod, joined by a data-centre network with defaults; a shape that the pod can't hold
/// is refused.
[[nodiscard]] StepMachine chosen_machine(const MachineOptions& options, const Shape& shape, const PodSpec& pod,
                                         const ChipSpec& chip);

/// Refuses a plan that the machine can't run, with every fault on a line.
void check_plan(const TrainingPlan& plan, const StepMachine& machine);

}  // namespace gigapod::app
