#include "sim/app/python/inputs.hpp"

#include "sim/base/child_processes.hpp"
#include "sim/scenario/read_scenario.hpp"

#include <fmt/format.h>

#include <csignal>
#include <cstdlib>

namespace gigapod::app {
namespace {

namespace fs = std::filesystem;
namespace py = pybind11;

constexpr char kDone = '=';
constexpr char kInvalid = '!';

/// Text with line breaks is a scenario, everything else the path of one.
bool is_text(const py::object& scenario) {
  return py::isinstance<py::str>(scenario) && scenario.cast<std::string>().find('\n') != std::string::npos;
}

}  // namespace

fs::path path_of(const py::object& path) {
  return py::module_::import("os").attr("fspath")(path).cast<std::string>();
}

Catalog catalog_of(const py::list& folders) {
  CatalogOption option;
  for (const py::handle folder : folders)
    option.folders.push_back(path_of(py::reinterpret_borrow<py::object>(folder)));
  return load_catalog(option);
}

void warn(const Diagnostics& warnings) {
  if (warnings.findings().empty()) return;
  if (PyErr_WarnEx(PyExc_UserWarning, warnings.text().c_str(), 1) != 0) throw py::error_already_set();
}

Scenario scenario_of(const py::object& scenario, std::optional<std::uint64_t> seed, const Catalog& catalog) {
  Diagnostics warnings;
  Scenario made = is_text(scenario)
                      ? read_scenario_text("scenario", scenario.cast<std::string>(), catalog, warnings, seed)
                      : read_scenario(path_of(scenario), catalog, warnings, seed);
  warn(warnings);
  return made;
}

void do_in_child(const std::function<void()>& work) {
  const auto answer_of_work = [&](std::size_t) {
    std::signal(SIGINT, SIG_DFL);
    try {
      work();
      return std::string(1, kDone);
    } catch (const InvalidInput& error) {
      return kInvalid + std::string(error.what());
    }
  };
  std::string answer;
  try {
    const py::gil_scoped_release others_may_run;
    answer = run_in_children(1, 1, answer_of_work).at(0);
  } catch (const RunFailed&) {
    if (PyErr_CheckSignals() != 0) throw py::error_already_set();
    throw;
  }
  if (answer[0] == kInvalid) throw InvalidInput(answer.substr(1));
}

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (fs::temp_directory_path() / "gigapod-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw RunFailed(fmt::format("cannot make a folder like {}", pattern));
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

}  // namespace gigapod::app
