#include "analysis/number_text.hpp"
#include "analysis/plan/plan_answer.hpp"
#include "analysis/report/report.hpp"
#include "sim/app/commands.hpp"
#include "sim/app/number_option.hpp"
#include "sim/app/plan_request.hpp"
#include "sim/app/progress_line.hpp"
#include "sim/app/result_folder.hpp"
#include "sim/base/diagnostics.hpp"
#include "sim/base/worker_threads.hpp"

#include <fmt/format.h>

#include <atomic>
#include <csignal>
#include <memory>

namespace gigapod::app {
namespace {

struct PlanCommand {
  PlanRequest request;
  std::string output;
  std::string checkpoint;
  int jobs = 0;
  bool as_json = false;
  bool as_csv = false;
  bool force = false;
  bool is_quiet = false;
};

/// While it lives the first Ctrl-C ends the search, a second one the program.
class StopOnInterrupt {
 public:
  explicit StopOnInterrupt(SearchControl& control) {
    stopped() = &control.is_stopped;
    previous_ = std::signal(SIGINT, [](int) {
      if (std::atomic<bool>* flag = stopped()) *flag = true;
      std::signal(SIGINT, SIG_DFL);
    });
  }
  ~StopOnInterrupt() {
    std::signal(SIGINT, previous_);
    stopped() = nullptr;
  }
  StopOnInterrupt(const StopOnInterrupt&) = delete;
  StopOnInterrupt& operator=(const StopOnInterrupt&) = delete;

 private:
  /// A signal handler has nothing but statics to reach.
  static std::atomic<std::atomic<bool>*>& stopped() {
    static std::atomic<std::atomic<bool>*> flag;
    return flag;
  }

  void (*previous_)(int);
};

PlanAnswer search(const PlanCommand& command, const PlanQuery& query) {
  SearchControl control;
  const StopOnInterrupt guard(control);
  ProgressLine line(command.is_quiet);
  SearchOptions options;
  options.jobs = jobs_or_cores(command.jobs);
  options.checkpoint = command.checkpoint;
  options.on_progress = [&line](const SearchProgress& progress) { line.show(progress); };
  return search_plan(query, options, control);
}

void write_files(const PlanCommand& command, const PlanAnswer& answer) {
  if (command.output.empty()) return;
  check_output_folder(command.output, command.force);
  write_result_folder(command.output, {{"plan.txt", plan_text(answer)},
                                       {"plan.csv", plan_csv(answer)},
                                       {"plan.json", plan_json(answer)},
                                       {"report.html", plan_html(answer)}});
}

void plan(const PlanCommand& command) {
  const PlanQuery query = plan_query(command.request);
  if (!command.output.empty()) check_output_folder(command.output, command.force);
  const PlanAnswer answer = search(command, query);
  const bool is_found = answer.winner() != nullptr;
  write_files(command, answer);
  if (command.as_json) {
    fmt::print("{}", plan_json(answer));
  } else if (command.as_csv) {
    fmt::print("{}", plan_csv(answer));
  } else if (is_found || !answer.is_complete()) {
    fmt::print("{}", plan_text(answer));
  }
  if (!answer.is_complete()) {
    throw Interrupted(fmt::format("gigapod: stopped after {} of {} of slices; the answer is partial\n",
                                  answer.blocks_done, counted(static_cast<std::int64_t>(answer.blocks), "choice")));
  }
  if (!is_found) throw InvalidInput(shortfall_text(answer));
  if (!command.output.empty() && !command.as_json && !command.as_csv) {
    fmt::print("\nReport: {0}/report.html\nTables and data: {0}\n", command.output);
  }
}

}  // namespace

void add_plan_command(CLI::App& program) {
  auto options = std::make_shared<PlanCommand>();
  CLI::App* command = program.add_subcommand(
      "plan", "The best ways to train a model: chips, slices, parallelism, remat and batch against time and cost");
  add_plan_request(*command, options->request);
  command->add_option("-o,--output", options->output, "Folder for plan.txt, plan.csv, plan.json and report.html");
  command->add_option("--checkpoint", options->checkpoint,
                      "File of finished slices: a search that was killed goes on from it");
  command->add_option("-j,--jobs", options->jobs, "Threads (default: one a core); the answer does not depend on it")
      ->check(number_in(1, 1024));
  CLI::Option* json = command->add_flag("--json", options->as_json, "Print one JSON object");
  command->add_flag("--csv", options->as_csv, "Print the runs as CSV")->excludes(json);
  command->add_flag("--force", options->force, "Replace the files of an existing folder");
  command->add_flag("-q,--quiet", options->is_quiet, "No progress line");
  command->callback([options] { plan(*options); });
}

}  // namespace gigapod::app
