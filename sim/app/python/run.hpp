#pragma once

#include "analysis/export/run_tables.hpp"
#include "sim/app/python/inputs.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <pybind11/pybind11.h>
#include <string>

namespace gigapod::app {

/// A run directory in Python's hands.
class Run {
 public:
  /// Reads and checks the directory; `owned` is its folder when it is a temporary one.
  explicit Run(const std::filesystem::path& directory, std::unique_ptr<TemporaryFolder> owned = {});

  [[nodiscard]] const RunData& data() const { return tables_.run(); }
  /// summary.json as a dict.
  [[nodiscard]] pybind11::object summary() const;
  /// A dict of lists by column.
  [[nodiscard]] pybind11::dict table(const std::string& name);
  /// The same as a pandas DataFrame.
  [[nodiscard]] pybind11::object frame(const std::string& name);

 private:
  std::unique_ptr<TemporaryFolder> owned_;
  RunTables tables_;
};

/// Simulates a scenario, a path or a text with line breaks, and reads its run directory; without an output the
/// directory lives as long as the run.
[[nodiscard]] std::unique_ptr<Run> run_of(const pybind11::object& scenario, const pybind11::object& output,
                                          std::optional<std::uint64_t> seed, bool force,
                                          const pybind11::list& catalog);

/// Adds the class, `run` and `read` to the module.
void add_runs(pybind11::module_& module);

}  // namespace gigapod::app
