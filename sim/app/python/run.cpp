#include "sim/app/python/run.hpp"

#include "analysis/run/summary.hpp"
#include "sim/app/python/inputs.hpp"
#include "sim/app/python/json_value.hpp"
#include "sim/app/run_scenario.hpp"
#include "sim/base/text_of_file.hpp"

#include <fmt/format.h>

#include <optional>
#include <pybind11/stl.h>
#include <vector>

namespace gigapod::app {
namespace {

namespace fs = std::filesystem;
namespace py = pybind11;

py::object to_python(const TableCell& cell) {
  if (const auto* whole = std::get_if<std::int64_t>(&cell)) return py::int_(*whole);
  if (const auto* number = std::get_if<double>(&cell)) return py::float_(*number);
  if (const auto* text = std::get_if<std::string>(&cell)) return py::str(*text);
  return py::none();
}

/// pandas keeps whole numbers whole beside missing ones only when it is told.
py::object column_of(const py::handle& values, const py::module_& pandas) {
  bool has_none = false;
  bool has_whole = false;
  for (const py::handle value : values) {
    has_none = has_none || value.is_none();
    has_whole = has_whole || py::isinstance<py::int_>(value);
  }
  if (!has_none) return py::reinterpret_borrow<py::object>(values);
  return pandas.attr("array")(values, py::arg("dtype") = has_whole ? "Int64" : "object");
}

}  // namespace

Run::Run(const fs::path& directory, std::unique_ptr<TemporaryFolder> owned)
    : owned_(std::move(owned)), tables_(directory) {}

py::object Run::summary() const { return from_json(text_of_file(data().directory / "summary.json").value_or("")); }

py::dict Run::table(const std::string& name) {
  std::vector<py::list> columns(RunTables::columns(name).size());
  tables_.each_row(name, [&](const std::vector<TableCell>& row) {
    for (std::size_t column = 0; column < row.size(); ++column) columns[column].append(to_python(row[column]));
  });
  py::dict table;
  for (std::size_t column = 0; column < columns.size(); ++column) {
    table[py::str(RunTables::columns(name)[column])] = columns[column];
  }
  return table;
}

py::object Run::frame(const std::string& name) {
  const py::module_ pandas = py::module_::import("pandas");
  py::dict columns;
  for (const auto& [column, values] : table(name)) columns[column] = column_of(values, pandas);
  return pandas.attr("DataFrame")(columns);
}

std::unique_ptr<Run> run_of(const py::object& scenario, const py::object& output, std::optional<std::uint64_t> seed,
                            bool force, const py::list& catalog) {
  const Catalog parts = catalog_of(catalog);
  const Scenario made = scenario_of(scenario, seed, parts);
  std::unique_ptr<TemporaryFolder> owned;
  if (output.is_none()) owned = std::make_unique<TemporaryFolder>();
  const fs::path directory = owned ? owned->path() / "run" : path_of(output);
  do_in_child([&] { run_scenario(made, parts, directory, force, {}); });
  return std::make_unique<Run>(directory, std::move(owned));
}

void add_runs(py::module_& module) {
  py::class_<Run>(module, "Run", R"(A run directory that was read and checked.

str(run) is the summary that `gigapod report` prints.)")
      .def_property_readonly(
          "directory", [](const Run& run) { return run.data().directory.string(); }, "Path of the run directory.")
      .def_property_readonly(
          "name", [](const Run& run) { return run.data().manifest.scenario_name; }, "Name of the scenario.")
      .def_property_readonly("seed", [](const Run& run) { return run.data().manifest.seed; })
      .def_property_readonly(
          "fingerprint", [](const Run& run) { return run.data().manifest.fingerprint; },
          "32 hexadecimal digits: runs with the same have the same results, bit by bit.")
      .def_property_readonly(
          "tables", [](const Run&) { return RunTables::names(); }, "Names of the tables, a list of str.")
      .def("summary", &Run::summary, R"(Figures and texts of the run as a dict.

Names carry their units (energy_joules, peak_power_watts; docs/metrics.md); 'workloads' is a list of dicts, one for
each job and fleet.)")
      .def("table", &Run::table, py::arg("name"),
           R"(A table as a dict: a list for each column, all as long as the table has rows.

Columns carry their units: *_ns are int nanoseconds of simulated time, *_seconds, *_joules and so on float in base
units (docs/run-directory.md). 'metrics' has metric, label, time_seconds and value: a value holds until the next of
its metric and label. No value, as the end of a job that still runs, is None.)")
      .def("frame", &Run::frame, py::arg("name"), R"(A table as a pandas.DataFrame, with the columns of table(name).

Whole numbers that may be missing are of type Int64. Needs pandas.)")
      .def("__str__", [](const Run& run) { return summary_text(run.data()); })
      .def("__repr__", [](const Run& run) {
        return fmt::format("<gigapod.Run '{}' seed {} in '{}'>", run.data().manifest.scenario_name,
                           run.data().manifest.seed, run.data().directory.string());
      });
  module.def("run", &run_of, py::arg("scenario"), py::arg("output") = py::none(), py::arg("seed") = py::none(),
             py::arg("force") = false, py::arg("catalog") = py::list(),
             R"(Simulates a scenario and returns its Run.

scenario: path of a scenario file, or its text: a str with line breaks, in which paths are relative to the current
    folder and findings are shown as 'scenario:line:column'.
output: run directory to write, report.html included; without it the directory goes away with the Run.
seed: int in place of the scenario's own.
force: replace an existing run directory.
catalog: further catalog folders, over the program's own.

Warnings of the scenario are a UserWarning. Raises ScenarioError with every finding, RunError when the disk refuses.
The simulation is a process of its own; nothing is printed.)");
  module.def(
      "read", [](const py::object& folder) { return std::make_unique<Run>(path_of(folder)); }, py::arg("folder"),
      R"(Reads a run directory and returns its Run.

Raises ScenarioError that says what is wrong when the folder is no run directory, or is damaged, altered or of another
schema version.)");
}

}  // namespace gigapod::app
