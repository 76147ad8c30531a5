#pragma once

#include "sim/app/inputs.hpp"
#include "sim/base/diagnostics.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <pybind11/pybind11.h>

namespace gigapod::app {

[[nodiscard]] std::filesystem::path path_of(const pybind11::object& path);

[[nodiscard]] Catalog catalog_of(const pybind11::list& folders);

/// Findings that are warnings become a UserWarning.
void warn(const Diagnostics& warnings);

/// A scenario from a path, or from a text with line breaks.
[[nodiscard]] Scenario scenario_of(const pybind11::object& scenario, std::optional<std::uint64_t> seed,
                                   const Catalog& catalog);

/// Does it in a process of its own, since a process has one engine; Ctrl-C ends it. InvalidInput and RunFailed are
/// thrown here again.
void do_in_child(const std::function<void()>& work);

/// A folder that goes away with the object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace gigapod::app
