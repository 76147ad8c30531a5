#pragma once

#include "sim/app/python/inputs.hpp"

#include <filesystem>
#include <memory>
#include <pybind11/pybind11.h>
#include <string>

namespace gigapod::app {

/// The folder of a sweep in Python's hands.
class Sweep {
 public:
  /// `owned` is the folder when it is a temporary one.
  explicit Sweep(std::filesystem::path folder, std::unique_ptr<TemporaryFolder> owned = {});

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  /// study.json as a dict.
  [[nodiscard]] pybind11::object summary() const;
  /// A CSV file of the folder as a pandas DataFrame.
  [[nodiscard]] pybind11::object frame(const std::string& name) const;
  /// What the program prints.
  [[nodiscard]] std::string text() const;

 private:
  std::unique_ptr<TemporaryFolder> owned_;
  std::filesystem::path folder_;
};

/// Adds the class and `sweep` to the module.
void add_sweeps(pybind11::module_& module);

}  // namespace gigapod::app
