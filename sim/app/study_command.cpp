#include "analysis/report/report.hpp"
#include "analysis/run_data.hpp"
#include "analysis/study_measures.hpp"
#include "analysis/study_results.hpp"
#include "sim/app/commands.hpp"
#include "sim/app/inputs.hpp"
#include "sim/app/result_folder.hpp"
#include "sim/app/run_directory_name.hpp"
#include "sim/base/child_processes.hpp"
#include "sim/base/diagnostics.hpp"
#include "sim/engine/simulate.hpp"
#include "sim/scenario/study.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <sstream>
#include <thread>
#include <unistd.h>

namespace gigapod::app {
namespace {

namespace fs = std::filesystem;

struct StudyOptions {
  std::string file;
  std::string output;
  CatalogOption catalog;
  int jobs = 0;
  int seeds = 0;
  bool as_json = false;
  bool force = false;
  bool is_quiet = false;
};

/// Simulates one case with one seed in a run folder that goes away again, and writes down its measures.
std::string run_once(const Study& study, std::size_t number, const fs::path& folder) {
  const auto seeds = static_cast<std::size_t>(study.seeds);
  Scenario scenario = study.cases[number / seeds].scenario;
  scenario.seed = study.first_seed + number % seeds;
  RunWriter writer(folder / std::to_string(number), true);
  writer.set_manifest({scenario.seed, scenario.name, scenario.hash});
  (void)simulate(scenario, writer, {});
  writer.seal();
  std::string text;
  for (const double value : measures_of(read_run(writer.temporary()), study.measures)) {
    text += fmt::format("{:a}\n", value);
  }
  return text;
}

std::vector<double> numbers_of(const std::string& text) {
  std::vector<double> numbers;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) numbers.push_back(std::stod(line));
  return numbers;
}

/// A folder for the runs under way that goes away with the object.
class Scratch {
 public:
  Scratch() : path_(fs::temp_directory_path() / fmt::format("gigapod-study-{}", getpid())) {
    fs::create_directories(path_);
  }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

StudyResults run_study(const Study& study, int jobs, bool is_quiet) {
  const Scratch scratch;
  const std::size_t runs = study.cases.size() * static_cast<std::size_t>(study.seeds);
  const bool shows_progress = !is_quiet && isatty(STDERR_FILENO) != 0;
  const auto answers = run_in_children(
      runs, jobs, [&](std::size_t number) { return run_once(study, number, scratch.path()); },
      [&](std::size_t done) {
        if (shows_progress) fmt::print(stderr, "\r\x1b[K  {} of {} runs", done, runs);
      });
  if (shows_progress) fmt::print(stderr, "\r\x1b[K");
  std::vector<std::vector<double>> measures;
  for (const std::string& answer : answers) measures.push_back(numbers_of(answer));
  return study_results(study, measures);
}

void study(const StudyOptions& options) {
  Diagnostics warnings;
  Study study = read_study(options.file, load_catalog(options.catalog), warnings);
  if (!warnings.findings().empty()) std::fputs(warnings.text().c_str(), stderr);
  if (options.seeds > 0) study.seeds = options.seeds;
  const fs::path directory = options.output.empty() ? new_run_directory(study.name) : fs::path(options.output);
  check_output_folder(directory, options.force);
  const int jobs = options.jobs > 0 ? options.jobs : static_cast<int>(std::thread::hardware_concurrency());
  const StudyResults results = run_study(study, jobs, options.is_quiet);
  check_output_folder(directory, options.force);
  write_result_folder(directory, {{"results.csv", study_csv(results)},
                                  {"runs.csv", study_runs_csv(results)},
                                  {"study.json", study_json(results)},
                                  {"study.txt", study_text(results)},
                                  {"report.html", study_html(results)}});
  if (options.as_json) {
    fmt::print("{}", study_json(results));
  } else {
    fmt::print("{}\nReport: {}\nTables and data: {}\n", study_text(results), (directory / "report.html").string(),
               directory.string());
  }
}

}  // namespace

void add_study_command(CLI::App& program) {
  auto options = std::make_shared<StudyOptions>();
  CLI::App* command =
      program.add_subcommand("study", "Run every variant of a scenario with many seeds and compare them");
  command->add_option("FILE", options->file, "Scenario file with a `study:` section")->required();
  command->add_option("-o,--output", options->output, "Folder for tables and data (default: a new one under runs/)");
  command
      ->add_option("-j,--jobs", options->jobs, "Runs at once (default: one a core); the results do not depend on it")
      ->check(CLI::Range(1, 1024));
  command->add_option("--seeds", options->seeds, "Seeds of every case in place of the study's own")
      ->check(CLI::Range(1, 10'000));
  command->add_flag("--json", options->as_json, "Print the results as JSON");
  command->add_flag("--force", options->force, "Replace the files of an existing folder");
  command->add_option("--catalog", options->catalog.folders, "Further catalog folder, over the program's own");
  command->add_flag("-q,--quiet", options->is_quiet, "No progress line");
  command->callback([options] { study(*options); });
}

}  // namespace gigapod::app
