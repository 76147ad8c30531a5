#include "analysis/compare/comparison.hpp"
#include "analysis/compare/side_scenario.hpp"
#include "analysis/compare/study_side.hpp"
#include "sim/base/diagnostics.hpp"
#include "sim/record/run_folder.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace gigapod {
namespace {

namespace fs = std::filesystem;

/// Folders in `folder` that hold a run, by name.
std::vector<fs::path> run_directories_in(const fs::path& folder) {
  std::vector<fs::path> runs;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    const bool is_hidden = entry->path().filename().string().starts_with('.');
    if (!is_hidden && fs::exists(entry->path() / "manifest.json")) runs.push_back(entry->path());
  }
  std::sort(runs.begin(), runs.end());
  return runs;
}

/// The first key that differs.
std::string first_difference(const std::vector<std::pair<std::string, std::string>>& a,
                             const std::vector<std::pair<std::string, std::string>>& b) {
  const auto [mine, other] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  return mine != a.end() ? mine->first : other->first;
}

/// Adds runs to a side one by one, each of which has a seed of its own and the scenario of the first.
class SideBuilder {
 public:
  explicit SideBuilder(const std::string& path) { side_.path = path; }

  void add(const fs::path& directory) {
    RunData run = read_run(directory);
    RunFigures figures = run_figures(run);
    auto scenario = side_scenario(run.resolved_scenario, fmt::format("run directory '{}'", directory.string()));
    const std::uint64_t seed = run.manifest.seed;
    const auto [other, is_new] = directories_.emplace(seed, directory.string());
    if (!is_new) {
      throw InvalidInput(fmt::format("runs '{}' and '{}' have the same seed {}; a folder of runs has each seed once",
                                     other->second, directory.string(), seed));
    }
    if (directories_.size() == 1) {
      side_.scenario = scenario;
    } else if (scenario != side_.scenario) {
      throw InvalidInput(
          fmt::format("runs '{}' and '{}' are of different scenarios: '{}' differs; put the runs of "
                      "each scenario into a folder of their own",
                      directories_.begin()->second, directory.string(), first_difference(side_.scenario, scenario)));
    }
    side_.runs.push_back({seed, std::move(figures.values)});
    if (directories_.begin()->first == seed) keep_as_first(std::move(run), std::move(figures));
  }

  ComparedSide take() {
    std::sort(side_.runs.begin(), side_.runs.end(), [](const auto& a, const auto& b) { return a.seed < b.seed; });
    return std::move(side_);
  }

 private:
  void keep_as_first(RunData run, RunFigures figures) {
    side_.scenario_name = run.manifest.scenario_name;
    run.workloads.clear();
    run.occupancy.clear();
    run.block_stays.clear();
    run.events.clear();
    side_.first = std::move(run);
    side_.groups = std::move(figures.groups);
    side_.lesser_workloads = figures.lesser_workloads;
  }

  ComparedSide side_;
  std::map<std::uint64_t, std::string> directories_;  ///< by seed
};

ComparedSide read_side(const std::string& path) {
  if (!fs::exists(path)) throw InvalidInput(fmt::format("'{}' does not exist", path));
  if (!fs::is_directory(path)) {
    throw InvalidInput(
        fmt::format("'{}' is no folder; compare takes run directories, folders of them and results of "
                    "`gigapod sweep`",
                    path));
  }
  if (fs::exists(fs::path(path) / "study.json")) return read_study_side(path);
  SideBuilder side(path);
  if (fs::exists(fs::path(path) / "manifest.json")) {
    side.add(path);
    return side.take();
  }
  const std::vector<fs::path> runs = run_directories_in(path);
  const bool is_unfinished = fs::exists(fs::path(path) / "journal.txt");
  if (runs.empty()) {
    throw InvalidInput(fmt::format("'{}' holds {}", path,
                                   is_unfinished ? "the journal of a `gigapod sweep` that has not ended; the same "
                                                   "sweep with the same --output goes on"
                                                 : "no results: no manifest.json of a run in it or in its folders, "
                                                   "and no study.json"));
  }
  for (const fs::path& run : runs) side.add(run);
  return side.take();
}

/// Why the points of two sides can't be put beside each other; empty when they can.
std::string mismatch_of(const ComparedSide& first, const ComparedSide& side) {
  if (first.axes.empty() != side.axes.empty()) {
    const bool is_first = side.axes.empty();
    return fmt::format("error: '{}' is a sweep and '{}' is not; compare sweeps with sweeps, runs with runs\n",
                       is_first ? first.path : side.path, is_first ? side.path : first.path);
  }
  if (first.axes != side.axes) {
    return fmt::format("error: sweeps with other axes have no points in common: '{}' has {}; '{}' has {}\n",
                       first.path, fmt::join(first.axes, ", "), side.path, fmt::join(side.axes, ", "));
  }
  if (first.axes.empty() || common_points(first, side) > 0) return {};
  return fmt::format(
      "error: sweeps '{}' and '{}' have no points in common: none of their {} and {} has the same values of {}; "
      "samples have the same points with the same method, size, seed and ranges\n",
      first.path, side.path, first.points.size(), side.points.size(), fmt::join(first.axes, ", "));
}

/// The paths without the folders that all of them begin with; where two are the same, with their place.
void name_sides(std::vector<ComparedSide>& sides) {
  std::vector<std::vector<fs::path>> parts;
  std::size_t common = std::string::npos;
  for (const ComparedSide& side : sides) {
    const fs::path path = fs::path(side.path).lexically_normal();
    parts.emplace_back(path.begin(), path.end());
    if (parts.back().back().empty()) parts.back().pop_back();  // a slash at the end
    const auto [end, other] =
        std::mismatch(parts[0].begin(), parts[0].end(), parts.back().begin(), parts.back().end());
    const auto alike = static_cast<std::size_t>(end - parts[0].begin());
    common = std::min({common, alike, parts.back().size() - 1});
  }
  std::map<std::string, int> counts;
  for (std::size_t i = 0; i < sides.size(); ++i) {
    fs::path name;
    for (std::size_t part = common; part < parts[i].size(); ++part) name /= parts[i][part];
    const int count = ++counts[name.string()];
    sides[i].name = count == 1 ? name.string() : fmt::format("{} ({})", name.string(), count);
  }
}

}  // namespace

std::vector<ComparedSide> read_sides(const std::vector<std::string>& paths) {
  std::vector<ComparedSide> sides;
  std::string faults;
  for (const std::string& path : paths) {
    try {
      sides.push_back(read_side(path));
    } catch (const InvalidInput& error) {
      faults += fmt::format("error: {}\n", error.what());
    }
  }
  if (!faults.empty()) throw InvalidInput(faults);
  for (const ComparedSide& side : sides) faults += mismatch_of(sides.front(), side);
  if (!faults.empty()) throw InvalidInput(faults);
  name_sides(sides);
  return sides;
}

}  // namespace gigapod
