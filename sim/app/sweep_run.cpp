#include "sim/app/sweep_run.hpp"

#include "analysis/run/run_data.hpp"
#include "analysis/study/study_measures.hpp"
#include "sim/app/progress_line.hpp"
#include "sim/base/child_processes.hpp"
#include "sim/base/diagnostics.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/program_build.hpp"
#include "sim/engine/simulate.hpp"
#include "sim/record/run_folder.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <limits>
#include <sstream>
#include <string>
#include <system_error>
#include <vector>

namespace gigapod::app {
namespace {

namespace fs = std::filesystem;

/// A folder for the runs under way that goes away with the object; what a killed sweep left in it goes first.
class Scratch {
 public:
  explicit Scratch(fs::path path) : path_(std::move(path)) {
    std::error_code ignored;  // a child of a killed sweep may die only now
    fs::remove_all(path_, ignored);
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

/// The measures of a run, or "?" and what is wrong with them, which no other run would mend.
std::string measured(const fs::path& run, const std::vector<std::string>& measures) {
  try {
    std::string text;
    for (const double value : measures_of(read_run(run), measures)) text += fmt::format("{:a}\n", value);
    return text;
  } catch (const InvalidInput& error) {
    return fmt::format("?{}", error.what());
  }
}

/// Simulates in a run folder that goes away again. Answers as `measured`, or with "!" and why the disk takes no run.
std::string run_once(Scenario scenario, std::uint64_t seed, const std::vector<std::string>& measures,
                     const FleetSurrogates& surrogates, const fs::path& folder) {
  scenario.seed = seed;
  try {
    RunWriter writer(folder, true);
    writer.set_manifest({scenario.seed, scenario.name, scenario.hash});
    (void)simulate(scenario, writer, {}, surrogates);
    writer.seal();
    return measured(writer.temporary(), measures);
  } catch (const RunNotWritten& error) {
    return fmt::format("!{}", error.what());
  }
}

std::vector<double> numbers_of(const std::string& text) {
  std::vector<double> numbers;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) numbers.push_back(std::strtod(line.c_str(), nullptr));
  return numbers;
}

/// Memory that a further process can have without swapping; very much where the system does not say.
double available_bytes() {
  std::ifstream file("/proc/meminfo");
  for (std::string word; file >> word;) {
    double kibibytes = 0.0;
    if (word == "MemAvailable:" && file >> kibibytes) return 1024.0 * kibibytes;
  }
  return std::numeric_limits<double>::max();
}

/// The state of a sweep: what has ended, and what comes next. A task is a seed of a case, cases first, so that all
/// cases grow together and few runs are started that an early stop makes needless.
class Sweep {
 public:
  Sweep(const Study& study, SweepJournal& journal, int jobs, bool is_quiet)
      : study_(&study), journal_(&journal), jobs_(static_cast<std::size_t>(jobs)), line_(is_quiet) {
    for (const StudyCase& one : study.cases) {
      keys_.push_back(key_of(one.scenario));
      runs_.emplace_back(study.seeds, study.target, study.first_seed);
      for (int i = 0; i < study.seeds.most && one.fault.empty(); ++i) {
        const std::uint64_t seed = study.first_seed + static_cast<std::uint64_t>(i);
        if (const auto* measures = journal.find(keys_.back(), seed)) runs_.back().add(seed, *measures);
      }
      if (one.fault.empty()) surrogates_.expect_runs(one.scenario, runs_.back().missing());
    }
  }

  [[nodiscard]] std::size_t case_of(std::size_t task) const { return task % runs_.size(); }
  [[nodiscard]] std::uint64_t seed_of(std::size_t task) const { return study_->first_seed + task / runs_.size(); }

  std::optional<std::size_t> next() {
    const bool is_short_of_memory = under_way_ > 0 && available_bytes() < 1.5 * static_cast<double>(peak_bytes_);
    if (is_short_of_memory) return std::nullopt;
    const std::size_t tasks = runs_.size() * static_cast<std::size_t>(study_->seeds.most);
    for (; next_ < tasks; ++next_) {
      const CaseRuns& runs = runs_[case_of(next_)];
      const bool is_valid = study_->cases[case_of(next_)].fault.empty();
      if (!is_valid || runs.is_settled() || runs.has(seed_of(next_))) continue;
      ++under_way_;
      measure_fleets(study_->cases[case_of(next_)].scenario);
      return next_++;
    }
    return std::nullopt;
  }

  void take(const ChildAnswer& answer) {
    --under_way_;
    ++ended_;
    peak_bytes_ = std::max(peak_bytes_, answer.peak_bytes);
    CaseRuns& runs = runs_[case_of(answer.task)];
    if (!answer.fault.empty()) {
      ++failed_;
      runs.add_failure(seed_of(answer.task), answer.fault);
    } else if (answer.answer.rfind('?', 0) == 0) {
      throw InvalidInput(answer.answer.substr(1));
    } else if (answer.answer.rfind('!', 0) == 0) {
      throw RunFailed(answer.answer.substr(1) + "\n  " + kRunsAreKept);
    } else {
      const std::vector<double> measures = numbers_of(answer.answer);
      journal_->add(keys_[case_of(answer.task)], seed_of(answer.task), measures);
      runs.add(seed_of(answer.task), measures);
    }
    show_progress();
  }

  [[nodiscard]] const std::vector<CaseRuns>& runs() const { return runs_; }
  [[nodiscard]] const FleetSurrogates& surrogates() const { return surrogates_; }

 private:
  /// What makes two runs with one seed the same: the resolved scenario, the program and what is taken from the run.
  [[nodiscard]] std::string key_of(const Scenario& scenario) const {
    const std::string text =
        fmt::format("{}\n{}\n{}", scenario.hash, program_build(), fmt::join(study_->measures, "\n"));
    return fmt::format("{:016x}", hash_text(text));
  }

  /// Runs start as copies of this process and so with the replicas that it has measured. Kinds of replicas that few
  /// runs have are left to them, as they measure beside each other.
  void measure_fleets(const Scenario& scenario) {
    try {
      surrogates_.measure(scenario, static_cast<int>(jobs_), jobs_ + 1);
    } catch (const std::exception&) {  // the run fails in the same way, and only that run
    }
  }

  void show_progress() {
    std::size_t left = 0;
    for (std::size_t i = 0; i < runs_.size(); ++i) left += study_->cases[i].fault.empty() ? runs_[i].missing() : 0;
    const std::string failed = failed_ > 0 ? fmt::format(", {} failed", failed_) : "";
    const auto ended = static_cast<double>(ended_);
    line_.show(ended / (ended + static_cast<double>(left)),
               fmt::format("{} runs done, at most {} to go{}", ended_, left, failed), ended, "runs/s");
  }

  const Study* study_;
  SweepJournal* journal_;
  std::size_t jobs_;
  FleetSurrogates surrogates_;
  ProgressLine line_;
  std::vector<std::string> keys_;
  std::vector<CaseRuns> runs_;
  std::size_t next_ = 0;
  std::size_t under_way_ = 0;
  std::size_t ended_ = 0;
  std::size_t failed_ = 0;
  std::size_t peak_bytes_ = 0;
};

}  // namespace

StudyResults run_sweep(const Study& study, SweepJournal& journal, const fs::path& folder, int jobs, bool is_quiet) {
  const Scratch scratch(folder);
  Sweep sweep(study, journal, jobs, is_quiet);
  const auto work = [&](std::size_t task) {
    return run_once(study.cases[sweep.case_of(task)].scenario, sweep.seed_of(task), study.measures,
                    sweep.surrogates(), scratch.path() / std::to_string(task));
  };
  run_children(
      jobs, [&] { return sweep.next(); }, work, [&](const ChildAnswer& answer) { sweep.take(answer); });
  return study_results(study, sweep.runs());
}

}  // namespace gigapod::app
