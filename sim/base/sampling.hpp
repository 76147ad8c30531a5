#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace gigapod {

/// How the points of a study are laid over the ranges of its axes.
enum class SampleMethod {
  kRandom,
  kLatinHypercube,
  kOneAtATime,
  kMorris,
  kSobol
};

/// Their names in scenarios, in the order of the enumerators.
[[nodiscard]] const std::vector<std::string>& sample_method_names();

/// Coordinates in [0, 1], one an axis; kOwnValue: the axis is left as it is.
using SamplePoint = std::vector<double>;
inline constexpr double kOwnValue = -1.0;

/// Levels of a Morris trajectory (0, 1/3, 2/3, 1) and the step between two of its points (Morris 1991: p / (2 (p -
/// 1))).
inline constexpr int kMorrisLevels = 4;
inline constexpr double kMorrisStep = 2.0 / 3.0;

/// The points of a method over `axes` axes, the same for the same seed:
/// - random: `size` independent ones; Latin hypercube: `size`, of which each of `size` equal parts of every axis has
/// one;
/// - one at a time: all axes left as they are, then every axis at 0 and at 1 with the others left (`size` is
/// ignored);
/// - Morris: `size` trajectories of axes + 1 points; from point to point one axis moves by kMorrisStep up or down;
/// - Sobol: `size` blocks of axes + 2 points A, B and A with coordinate i of B for every axis i (Saltelli 2010), A
/// and B
///   from Sobol's sequence shifted by a random vector.
[[nodiscard]] std::vector<SamplePoint> sample_points(SampleMethod method, std::size_t axes, std::size_t size,
                                                     std::uint64_t seed);

/// Number of points that sample_points gives.
[[nodiscard]] std::size_t sample_count(SampleMethod method, std::size_t axes, std::size_t size);

/// Least number of points, trajectories or blocks whose sensitivities have an interval.
[[nodiscard]] std::size_t least_sample_size(SampleMethod method);

/// Most axes that a Sobol sample takes.
inline constexpr std::size_t kMostSobolAxes = 100;

}  // namespace gigapod
