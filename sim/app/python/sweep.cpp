#include "sim/app/python/sweep.hpp"

#include "analysis/study/measure_names.hpp"
#include "sim/app/python/json_value.hpp"
#include "sim/app/sweep_folder.hpp"
#include "sim/base/text_of_file.hpp"
#include "sim/scenario/study.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <optional>
#include <pybind11/stl.h>
#include <utility>

namespace gigapod::app {
namespace {

namespace fs = std::filesystem;
namespace py = pybind11;

constexpr std::array kFrames{"results", "runs", "failures", "sensitivity"};

std::string text_of(const fs::path& path) {
  const auto text = text_of_file(path);
  if (!text) throw InvalidInput(fmt::format("error: '{}' is no folder of a sweep\n", path.parent_path().string()));
  return *text;
}

void check_number(const char* name, std::optional<int> number, int most) {
  if (!number || (*number >= 1 && *number <= most)) return;
  throw InvalidInput(fmt::format("error: {}: {} is not in the range 1 to {}\n", name, *number, most));
}

std::unique_ptr<Sweep> sweep_of(const py::object& scenario, const py::object& output, std::optional<int> seeds,
                                std::optional<int> jobs, bool force, const py::list& catalog) {
  check_number("seeds", seeds, kMostSweepSeeds);
  check_number("jobs", jobs, kMostSweepJobs);
  Diagnostics warnings;
  Study study = read_study(path_of(scenario), catalog_of(catalog), measure_names(), warnings);
  warn(warnings);
  if (seeds) study.seeds.most = *seeds;
  std::unique_ptr<TemporaryFolder> owned;
  if (output.is_none()) owned = std::make_unique<TemporaryFolder>();
  const fs::path folder = owned ? owned->path() / "sweep" : path_of(output);
  const SweepEffort effort{.jobs = jobs.value_or(0), .force = force, .is_quiet = true};
  do_in_child([&] { (void)sweep_into(folder, study, effort); });
  return std::make_unique<Sweep>(folder, std::move(owned));
}

}  // namespace

Sweep::Sweep(fs::path folder, std::unique_ptr<TemporaryFolder> owned)
    : owned_(std::move(owned)), folder_(std::move(folder)) {
  (void)text_of(folder_ / "study.json");
}

py::object Sweep::summary() const { return from_json(text_of(folder_ / "study.json")); }

py::object Sweep::frame(const std::string& name) const {
  if (std::find(kFrames.begin(), kFrames.end(), name) == kFrames.end()) {
    throw InvalidInput(fmt::format("error: a sweep has no frame '{}'; it has {}\n", name, fmt::join(kFrames, ", ")));
  }
  const fs::path file = folder_ / (name + ".csv");
  if (!fs::exists(file)) {
    throw InvalidInput("error: this sweep has no frame 'sensitivity', as its axes are not sampled\n");
  }
  py::list missing;
  missing.append("");  // and no word: a case may be called NA or None
  return py::module_::import("pandas").attr("read_csv")(file.string(), py::arg("keep_default_na") = false,
                                                        py::arg("na_values") = missing);
}

std::string Sweep::text() const { return text_of(folder_ / "study.txt"); }

void add_sweeps(py::module_& module) {
  py::class_<Sweep>(module, "Sweep", R"(The results of a sweep.

str(sweep) is the table that `gigapod sweep` prints.)")
      .def_property_readonly(
          "folder", [](const Sweep& sweep) { return sweep.folder().string(); }, "Path of the folder.")
      .def("summary", &Sweep::summary, "study.json as a dict: means with their intervals by case, and what failed.")
      .def("frame", &Sweep::frame, py::arg("name"), R"(A table as a pandas.DataFrame.

'results': a row for each case, with mean, low and high (95% interval over seeds) of each measure. 'runs': a row for
each run. 'failures': runs without a result, and why. 'sensitivity', of sampled axes: what each of them moves.
Columns are those of the CSV files (docs/metrics.md). Needs pandas.)")
      .def("__str__", &Sweep::text)
      .def("__repr__",
           [](const Sweep& sweep) { return fmt::format("<gigapod.Sweep in '{}'>", sweep.folder().string()); });
  module.def("sweep", &sweep_of, py::arg("scenario"), py::arg("output") = py::none(), py::arg("seeds") = py::none(),
             py::arg("jobs") = py::none(), py::arg("force") = false, py::arg("catalog") = py::list(),
             R"(Runs every variant of a scenario with many seeds; returns a Sweep.

scenario: path of a scenario file with a `study` section.
output: folder for tables and data; one of an earlier sweep is gone on with, nothing is run twice. Without it the
    folder goes away with the Sweep.
seeds: most seeds of every case, in place of the study's own.
jobs: runs at once; one a core without it. The results do not depend on it.
force: start anew in an existing folder.
catalog: further catalog folders, over the program's own.

Runs that fail leave the others alone: frame('failures') has them. Raises ScenarioError with every finding, RunError
when the disk refuses. Nothing is printed.)");
}

}  // namespace gigapod::app
