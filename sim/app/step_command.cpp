#include "sim/app/catalog_choice.hpp"
#include "sim/app/commands.hpp"
#include "sim/app/number_option.hpp"
#include "sim/app/result_folder.hpp"
#include "sim/app/step_request.hpp"
#include "sim/app/step_trace.hpp"
#include "sim/app/trace_files.hpp"
#include "sim/app/trace_groups.hpp"
#include "sim/app/trace_text.hpp"

#include <memory>
#include <utility>

namespace gigapod::app {
namespace {

struct StepOptions {
  StepRequest request;
  std::string trace;
  std::string groups;
  int ranks = 0;  ///< 0 when not given
  bool explains = false;
  bool as_json = false;
  std::string perfetto;
  bool force = false;
};

void check_trace_options(const StepOptions& options, int ranks) {
  for (const auto& [name, text] : options.request.plan.given) {
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

void explain_trace(const StepOptions& options) {
  const MachineOptions& asked = options.request.machine;
  const Catalog catalog = load_catalog(options.request.catalog);
  const PodSpec& pod = chosen_pod(asked.pod, asked.chip, catalog);
  const Shape shape = chosen_shape(asked.slice);
  const StepMachine machine = chosen_machine(asked, shape, pod, catalog.chips.at(pod.chip));
  const int ranks = ranks_of(machine);
  check_trace_options(options, ranks);
  TraceGroups groups;
  if (!options.groups.empty()) groups = read_trace_groups(options.groups, ranks);
  std::vector<RankTrace> traces = read_traces(options.trace, ranks);
  add_groups_of_traces(traces, ranks, groups);
  TraceAnswer answer{pod.name,
                     to_text(shape),
                     TraceMachine(machine, chosen_precision(options.request.plan), std::move(groups)),
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
  if (!options.trace.empty()) return explain_trace(options);
  if (!options.perfetto.empty()) check_output_file(options.perfetto, options.force);
  const StepAnswer answer = step_answer(options.request);
  if (!options.perfetto.empty()) write_result_file(options.perfetto, step_trace_json(answer));
  fmt::print("{}{}", options.as_json ? step_json(answer) : step_text(answer, options.explains),
             options.as_json ? "\n" : "");
}

}  // namespace

void add_step_command(CLI::App& program) {
  auto options = std::make_shared<StepOptions>();
  CLI::App* command = program.add_subcommand("step", "Explain one training step: time by cause, memory, utilization");
  CLI::Option* model = add_step_request(*command, options->request);
  CLI::Option* trace = command
                           ->add_option("--trace", options->trace,
                                        "Chakra execution trace: FILE.et for all ranks, or NAME of NAME.0.et …")
                           ->excludes(model);
  command->add_option("--ranks", options->ranks, "With --trace: ranks it stands for, to be checked against the chips")
      ->check(number_in(1, 100000000))
      ->needs(trace);
  command->add_option("--groups", options->groups, "With --trace: JSON file of the ranks of each pg_name")
      ->needs(trace);
  command->add_flag("--explain", options->explains, "Print the numbers behind every term");
  command->add_flag("--json", options->as_json, "Print one JSON object");
  CLI::Option* perfetto =
      command
          ->add_option("--perfetto", options->perfetto,
                       "Also write the step as Chrome trace events, for ui.perfetto.dev and chrome://tracing")
          ->excludes(trace);
  command->add_flag("--force", options->force, "Replace the file of --perfetto")->needs(perfetto);
  command->callback([options] {
    if (options->request.model.empty() && options->trace.empty()) throw CLI::RequiredError("--model or --trace");
    step(*options);
  });
}

}  // namespace gigapod::app
