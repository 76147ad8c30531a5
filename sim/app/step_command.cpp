#include "sim/app/catalog_choice.hpp"
#include "sim/app/commands.hpp"
#include "sim/app/inputs.hpp"
#include "sim/app/machine_options.hpp"
#include "sim/app/plan_options.hpp"
#include "sim/app/result_folder.hpp"
#include "sim/app/step_text.hpp"
#include "sim/app/step_trace.hpp"
#include "sim/app/trace_files.hpp"
#include "sim/app/trace_groups.hpp"
#include "sim/app/trace_text.hpp"

#include <memory>
#include <utility>

namespace gigapod::app {
namespace {

struct StepOptions {
  MachineOptions machine;
  std::string model;
  std::string trace;
  std::string groups;
  int ranks = 0;  ///< 0 when not given
  PlanOptions plan;
  CatalogOption catalog;
  bool explains = false;
  bool as_json = false;
  std::string perfetto;
  bool force = false;
};

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
  if (!options.perfetto.empty()) check_output_file(options.perfetto, options.force);
  const Catalog catalog = load_catalog(options.catalog);
  const PodSpec& pod = chosen_pod(options.machine.pod, options.machine.chip, catalog);
  StepAnswer answer;
  answer.pod = pod.name;
  answer.shape = chosen_shape(options.machine.slice);
  answer.machine = chosen_machine(options.machine, answer.shape, pod, catalog.chips.at(pod.chip));
  if (!options.trace.empty()) return explain_trace(options, answer.machine, pod.name, answer.shape);
  answer.plan = chosen_plan(options.plan, catalog_entry("model", options.model, catalog.models), answer.machine);
  check_plan(answer.plan, answer.machine);
  answer.step = training_step(answer.plan, answer.machine);
  answer.operators = operator_breakdown(answer.plan, answer.machine);
  if (!options.perfetto.empty()) write_result_file(options.perfetto, step_trace_json(answer));
  fmt::print("{}{}", options.as_json ? step_json(answer) : step_text(answer, options.explains),
             options.as_json ? "\n" : "");
}

}  // namespace

void add_step_command(CLI::App& program) {
  auto options = std::make_shared<StepOptions>();
  CLI::App* command = program.add_subcommand("step", "Explain one training step: time by cause, memory, utilization");
  add_machine_options(*command, options->machine)->required();
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
  CLI::Option* perfetto =
      command
          ->add_option("--perfetto", options->perfetto,
                       "Also write the step as Chrome trace events, for ui.perfetto.dev and chrome://tracing")
          ->excludes(trace);
  command->add_flag("--force", options->force, "Replace the file of --perfetto")->needs(perfetto);
  command->add_option("--catalog", options->catalog.folders, "Further catalog folder, over the program's own");
  command->callback([options] {
    if (options->model.empty() && options->trace.empty()) throw CLI::RequiredError("--model or --trace");
    step(*options);
  });
}

}  // namespace gigapod::app
