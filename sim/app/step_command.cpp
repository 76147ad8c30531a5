#include "sim/app/catalog_choice.hpp"
#include "sim/app/commands.hpp"
#include "sim/app/inputs.hpp"
#include "sim/app/plan_options.hpp"
#include "sim/app/step_text.hpp"
#include "sim/app/trace_files.hpp"
#include "sim/app/trace_groups.hpp"
#include "sim/app/trace_text.hpp"
#include "sim/fabric/dcn_fabric.hpp"

#include <memory>
#include <utility>

namespace gigapod::app {
namespace {

struct StepOptions {
  std::string chip;
  std::string pod;
  std::string slice;
  std::string model;
  std::string trace;
  std::string groups;
  int ranks = 0;  ///< 0 when not given
  PlanOptions plan;
  CatalogOption catalog;
  int slices = 1;
  bool is_twisted = false;
  bool explains = false;
  bool as_json = false;
};

StepMachine machine_of(const StepOptions& options, const Shape& shape, const PodSpec& pod, const ChipSpec& chip) {
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

/// Every fault of the plan, one a line.
void check_plan(const StepAnswer& answer) {
  std::string text;
  for (const std::string& fault : plan_faults(answer.plan, answer.machine)) text += fmt::format("error: {}\n", fault);
  if (!text.empty()) throw InvalidInput(text);
}

void check_trace_options(const StepOptions& options, int ranks) {
  for (const auto& [name, text] : options.plan.given) {
    if (name != "precision")
      refuse(fmt::format("'{}' is part of a plan; a trace holds its own, so leave it out", name));
  }
  if (options.ranks == 0 || options.ranks == ranks) return;
  refuse(fmt::format("--ranks {}: the machine has {} chips, one rank each; name a --slice of {} chips", options.ranks,
                     ranks, options.ranks));
}

int ranks_of(const StepMachine& machine) {
  constexpr double kMost = 1e8;
  const double ranks = 1.0 * machine.slice.chips() * machine.slices;
  if (ranks > kMost)
    refuse(fmt::format("the machine has {:.0f} chips; a trace is timed on at most {:.0f}", ranks, kMost));
  return static_cast<int>(ranks);
}

void explain_trace(const StepOptions& options, const StepMachine& machine, const std::string& pod,
                   const Shape& shape) {
  const int ranks = ranks_of(machine);
  check_trace_options(options, ranks);
  TraceGroups groups;
  if (!options.groups.empty()) groups = read_trace_groups(options.groups, ranks);
  std::vector<RankTrace> traces = read_traces(options.trace, ranks);
  add_groups_of_traces(traces, ranks, groups);
  TraceAnswer answer{pod,
                     to_text(shape),
                     TraceMachine(machine, chosen_precision(options.plan), std::move(groups)),
                     std::move(traces),
                     {}};
  TraceFindings findings;
  const TraceTaskGraph graph = join_ranks(answer.traces, answer.machine, findings);
  findings.throw_if_any();
  answer.step = trace_step(answer.traces, answer.machine, graph);
  fmt::print("{}{}", options.as_json ? trace_json(answer) : trace_text(answer, options.explains),
             options.as_json ? "\n" : "");
}

void step(const StepOptions& options) {
  const Catalog catalog = load_catalog(options.catalog);
  const PodSpec& pod = chosen_pod(options.pod, options.chip, catalog);
  StepAnswer answer;
  answer.pod = pod.name;
  answer.shape = chosen_shape(options.slice);
  answer.machine = machine_of(options, answer.shape, pod, catalog.chips.at(pod.chip));
  if (!options.trace.empty()) return explain_trace(options, answer.machine, pod.name, answer.shape);
  answer.plan = chosen_plan(options.plan, catalog_entry("model", options.model, catalog.models), answer.machine);
  check_plan(answer);
  answer.step = training_step(answer.plan, answer.machine);
  answer.operators = operator_breakdown(answer.plan, answer.machine);
  fmt::print("{}{}", options.as_json ? step_json(answer) : step_text(answer, options.explains),
             options.as_json ? "\n" : "");
}

}  // namespace

void add_step_command(CLI::App& program) {
  auto options = std::make_shared<StepOptions>();
  CLI::App* command = program.add_subcommand("step", "Explain one training step: time by cause, memory, utilization");
  command->add_option("--chip", options->chip, "Chip of the catalog, such as v5p");
  command->add_option("--pod", options->pod, "Pod of the catalog, where several have the chip");
  command->add_option("--slice", options->slice, "Shape of the slice, such as 8x8x16")->required();
  command->add_flag("--twisted", options->is_twisted, "Close the rings as a twisted torus");
  command->add_option("--slices", options->slices, "Slices joined by the data-centre network")
      ->check(CLI::Range(1, 100000));
  CLI::Option* model =
      command->add_option("--model", options->model, "Model of the catalog, such as llama3.1-70b; or a trace");
  CLI::Option* trace = command
                           ->add_option("--trace", options->trace,
                                        "Chakra execution trace: FILE.et for all ranks, or NAME of NAME.0.et …")
                           ->excludes(model);
  command->add_option("--ranks", options->ranks, "With --trace: ranks it stands for, to be checked against the chips")
      ->check(CLI::Range(1, 100000000))
      ->needs(trace);
  command->add_option("--groups", options->groups, "With --trace: JSON file of the ranks of each pg_name")
      ->needs(trace);
  add_plan_options(*command, options->plan);
  command->add_flag("--explain", options->explains, "Print the numbers behind every term");
  command->add_flag("--json", options->as_json, "Print one JSON object");
  command->add_option("--catalog", options->catalog.folders, "Further catalog folder, over the program's own");
  command->callback([options] {
    if (options->model.empty() && options->trace.empty()) throw CLI::RequiredError("--model or --trace");
    step(*options);
  });
}

}  // namespace gigapod::app
