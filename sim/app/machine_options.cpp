#include "sim/app/machine_options.hpp"

#include "sim/app/catalog_choice.hpp"
#include "sim/app/number_option.hpp"
#include "sim/base/diagnostics.hpp"
#include "sim/fabric/dcn_fabric.hpp"

#include <fmt/format.h>

namespace gigapod::app {

CLI::Option* add_machine_options(CLI::App& command, MachineOptions& options) {
  command.add_option("--chip", options.chip, "Chip of the catalog, such as v5p");
  command.add_option("--pod", options.pod, "Pod of the catalog, where several have the chip");
  CLI::Option* slice = command.add_option("--slice", options.slice, "Shape of the slice, such as 8x8x16");
  command.add_flag("--twisted", options.is_twisted, "Close the rings as a twisted torus");
  command.add_option("--slices", options.slices, "Slices joined by the data-centre network")
      ->check(number_in(1, 100000));
  return slice;
}

StepMachine chosen_machine(const MachineOptions& options, const Shape& shape, const PodSpec& pod,
                           const ChipSpec& chip) {
  if (const std::string fault = slice_shape_fault(shape, pod); !fault.empty()) refuse(fault);
  if (options.is_twisted) {
    if (const std::string fault = twist_fault(shape, pod); !fault.empty()) refuse(fault);
  }
  const DcnSpec dcn;
  StepMachine machine;
  machine.chip = chip;
  machine.slice = slice_topology(shape, pod, options.is_twisted);
  machine.slices = options.slices;
  machine.dcn_bandwidth_per_slice = slice_dcn_bandwidth(pod, chip, shape.chips(), dcn);
  machine.dcn_latency = dcn.latency;
  return machine;
}

void check_plan(const TrainingPlan& plan, const StepMachine& machine) {
  std::string text;
  for (const std::string& fault : plan_faults(plan, machine)) text += fmt::format("error: {}\n", fault);
  if (!text.empty()) throw WrongUsage(text);
}

}  // namespace gigapod::app
