#pragma once

#include "sim/base/diagnostics.hpp"
#include "sim/scenario/catalog.hpp"
#include "sim/scenario/scenario.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace gigapod {

/// One dimension of a study: values that change the scenario.
struct StudyAxis {
  std::string name;
  std::vector<std::string> values;
};

/// One combination of values, as a scenario of its own.
struct StudyCase {
  std::vector<std::size_t> values;  ///< index of the value on each axis
  Scenario scenario;
};

/// A scenario run in every combination of the values of its axes, each with many seeds.
struct Study {
  std::string name;
  std::string description;
  std::vector<StudyAxis> axes;
  int seeds = 30;
  std::uint64_t first_seed = 1;       ///< the scenario's own; the others follow it
  std::vector<std::string> measures;  ///< what is taken from each run (docs/study.md)
  std::optional<double> target;       ///< of the first measure: reached where the interval lies above it
  std::vector<StudyCase> cases;       ///< the last axis changes fastest
};

/// Reads a scenario file with a `study:` section and every scenario of the study. Throws InvalidInput with every
/// finding of every case, each once; warnings alone are appended to `warnings`.
[[nodiscard]] Study read_study(const std::filesystem::path& file, const Catalog& catalog, Diagnostics& warnings);

/// Whether the file, or one it extends, has a `study:` section; false too when it can't be read.
[[nodiscard]] bool has_study(const std::filesystem::path& file);

}  // namespace gigapod
