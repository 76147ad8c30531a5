// Designs of experiments. Morris: M. D. Morris, Factorial sampling plans for preliminary computational experiments,
// Technometrics 33 (1991). Blocks for Sobol's indices: A. Saltelli et al., Variance based sensitivity analysis of
// model output, Computer Physics Communications 181 (2010). Sobol's sequence is Boost's, with the direction numbers
// of Joe and Kuo (2008); the shift modulo 1 (Cranley and Patterson 1976) makes it depend on the seed.

#include "sim/base/sampling.hpp"

#include "sim/base/check.hpp"
#include "sim/base/random.hpp"

#include <boost/random/sobol.hpp>
#include <boost/random/uniform_01.hpp>

#include <cmath>
#include <utility>

namespace gigapod {
namespace {

using Points = std::vector<SamplePoint>;

Points random_points(std::size_t axes, std::size_t size, RandomStream stream) {
  Points points(size, SamplePoint(axes));
  for (SamplePoint& point : points) {
    for (double& coordinate : point) coordinate = stream.uniform();
  }
  return points;
}

Points latin_hypercube(std::size_t axes, std::size_t size, RandomStream stream) {
  Points points(size, SamplePoint(axes));
  for (std::size_t axis = 0; axis < axes; ++axis) {
    std::vector<std::size_t> strata(size);
    for (std::size_t i = 0; i < size; ++i) strata[i] = i;
    for (std::size_t i = size; i > 1; --i) std::swap(strata[i - 1], strata[stream.below(i)]);
    for (std::size_t i = 0; i < size; ++i) {
      points[i][axis] = (static_cast<double>(strata[i]) + stream.uniform()) / static_cast<double>(size);
    }
  }
  return points;
}

Points one_at_a_time(std::size_t axes) {
  Points points(1 + 2 * axes, SamplePoint(axes, kOwnValue));
  for (std::size_t axis = 0; axis < axes; ++axis) {
    points[1 + 2 * axis][axis] = 0.0;
    points[2 + 2 * axis][axis] = 1.0;
  }
  return points;
}

/// Starts on the lower or upper half of the levels, whichever the axis moves away from.
void append_trajectory(std::size_t axes, RandomStream& stream, Points& points) {
  SamplePoint point(axes);
  std::vector<std::size_t> order(axes);
  for (std::size_t axis = 0; axis < axes; ++axis) {
    order[axis] = axis;
    point[axis] = static_cast<double>(stream.below(kMorrisLevels)) / (kMorrisLevels - 1);
  }
  for (std::size_t i = axes; i > 1; --i) std::swap(order[i - 1], order[stream.below(i)]);
  points.push_back(point);
  for (const std::size_t axis : order) {
    const double up = point[axis] + kMorrisStep;
    point[axis] = std::round(3.0 * (up > 1.0 + 1e-9 ? point[axis] - kMorrisStep : up)) / (kMorrisLevels - 1);
    points.push_back(point);
  }
}

Points morris(std::size_t axes, std::size_t size, RandomStream stream) {
  Points points;
  for (std::size_t i = 0; i < size; ++i) append_trajectory(axes, stream, points);
  return points;
}

Points sobol_blocks(std::size_t axes, std::size_t size, RandomStream stream) {
  GIGAPOD_CHECK(axes <= kMostSobolAxes, "the axes fit a Sobol sample");
  SamplePoint shift(2 * axes);
  for (double& part : shift) part = stream.uniform();
  boost::random::sobol_engine<std::uint64_t, 64> sequence(2 * axes);
  Points points;
  for (std::size_t i = 0; i < size; ++i) {
    SamplePoint both(2 * axes);
    for (std::size_t j = 0; j < both.size(); ++j) {
      const double shifted = static_cast<double>(sequence() >> 11) * 0x1p-53 + shift[j];
      both[j] = shifted >= 1.0 ? shifted - 1.0 : shifted;
    }
    const auto middle = both.begin() + static_cast<std::ptrdiff_t>(axes);
    const SamplePoint a(both.begin(), middle);
    const SamplePoint b(middle, both.end());
    points.push_back(a);
    points.push_back(b);
    for (std::size_t axis = 0; axis < axes; ++axis) {
      points.push_back(a);
      points.back()[axis] = b[axis];
    }
  }
  return points;
}

}  // namespace

const std::vector<std::string>& sample_method_names() {
  static const std::vector<std::string> names = {"random", "latin_hypercube", "one_at_a_time", "morris", "sobol"};
  return names;
}

std::vector<SamplePoint> sample_points(SampleMethod method, std::size_t axes, std::size_t size, std::uint64_t seed) {
  const RandomStream stream = RandomStreams(seed).stream("study/" + sample_method_names()[std::size_t(method)]);
  switch (method) {
    case SampleMethod::kRandom: return random_points(axes, size, stream);
    case SampleMethod::kLatinHypercube: return latin_hypercube(axes, size, stream);
    case SampleMethod::kOneAtATime: return one_at_a_time(axes);
    case SampleMethod::kMorris: return morris(axes, size, stream);
    case SampleMethod::kSobol: return sobol_blocks(axes, size, stream);
  }
  return {};
}

std::size_t sample_count(SampleMethod method, std::size_t axes, std::size_t size) {
  switch (method) {
    case SampleMethod::kRandom:
    case SampleMethod::kLatinHypercube: return size;
    case SampleMethod::kOneAtATime: return 1 + 2 * axes;
    case SampleMethod::kMorris: return size * (axes + 1);
    case SampleMethod::kSobol: return size * (axes + 2);
  }
  return 0;
}

std::size_t least_sample_size(SampleMethod method) {
  switch (method) {
    case SampleMethod::kRandom:
    case SampleMethod::kLatinHypercube: return 4;
    case SampleMethod::kOneAtATime: return 1;
    case SampleMethod::kMorris:
    case SampleMethod::kSobol: return 2;
  }
  return 1;
}

}  // namespace gigapod
