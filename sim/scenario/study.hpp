#pragma once

#include "sim/base/diagnostics.hpp"
#include "sim/base/sampling.hpp"
#include "sim/scenario/catalog.hpp"
#include "sim/scenario/measure_names.hpp"
#include "sim/scenario/scenario.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace gigapod {

/// Numbers between two ends, both in `unit`, that a study takes samples of.
struct AxisRange {
  double low = 0.0;
  double high = 0.0;
  std::string unit;
  bool is_logarithmic = false;

  /// The number at a coordinate in [0, 1].
  [[nodiscard]] double at(double coordinate) const;
  [[nodiscard]] double coordinate_of(double number) const;
};

/// What changes the scenario: listed values, or samples of a range.
struct StudyAxis {
  std::string name;
  std::vector<std::string> values;  ///< of a range: one a point of the sample
  std::optional<AxisRange> range;
};

/// Axes that move together, and how many values each has.
struct StudyDimension {
  std::vector<std::size_t> axes;
  std::size_t size = 1;
};

/// The points of the ranges; they are the values of the last dimension.
struct StudySample {
  SampleMethod method = SampleMethod::kLatinHypercube;
  std::size_t size = 0;  ///< points, trajectories or blocks (sample_points)
  std::vector<std::size_t> axes;
  std::vector<SamplePoint> points;  ///< of the values as rounded
};

/// How many seeds a case gets.
struct SeedRule {
  int most = 30;
  int least = 5;           ///< before an early stop
  double precision = 0.0;  ///< stops at an interval of the first measure of at most this part of its mean; 0: never
  bool stops_at_target = false;  ///< stops when the interval lies on one side of the target
};

/// One combination of values, as a scenario of its own.
struct StudyCase {
  std::vector<std::size_t> values;  ///< index of the value on each axis
  Scenario scenario;
  std::string fault;  ///< why the combination is no valid scenario; empty for one that is
};

/// A scenario run in every combination of the values of its dimensions, each with many seeds.
struct Study {
  std::string name;
  std::string description;
  std::string base_hash;      ///< of the scenario without its study
  std::string resolved_text;  ///< the scenario without its changes, every default explicit, and the `study:` section
  std::vector<StudyAxis> axes;
  std::vector<StudyDimension> dimensions;
  std::optional<StudySample> sample;
  SeedRule seeds;
  std::uint64_t first_seed = 1;       ///< the scenario's own; the others follow it
  std::vector<std::string> measures;  ///< what is taken from each run (docs/study.md)
  std::optional<double> target;       ///< of the first measure: reached where the interval lies above it
  std::vector<StudyCase> cases;       ///< the last dimension changes fastest
};

/// Reads a scenario file with a `study:` section and every scenario of the study. Throws InvalidInput with every
/// finding of every case, each once; warnings alone are appended to `warnings`.
[[nodiscard]] Study read_study(const std::filesystem::path& file, const Catalog& catalog, const MeasureNames& names,
                               Diagnostics& warnings);

/// Whether the file, or one it extends, has a `study:` section; false too when it can't be read.
[[nodiscard]] bool has_study(const std::filesystem::path& file);

}  // namespace gigapod
