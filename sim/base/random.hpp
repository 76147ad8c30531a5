#pragma once

#include "sim/base/quantity.hpp"

#include <boost/random/mersenne_twister.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace gigapod {

/// One independent source of random numbers. Draws use Boost's distributions, whose results do not depend on
/// the compiler's library.
class RandomStream {
 public:
  explicit RandomStream(std::uint64_t seed);

  /// Uniform in [0, 1).
  [[nodiscard]] double uniform();
  /// Uniform integer in [0, count); count >= 1.
  [[nodiscard]] std::uint64_t below(std::uint64_t count);
  /// Exponential waiting time of a Poisson process; rate > 0.
  [[nodiscard]] Seconds exponential(Hertz rate);
  /// Lognormal with the given median and the standard deviation of the logarithm.
  [[nodiscard]] double lognormal(double median, double sigma);
  /// Gamma with that shape and scale 1.
  [[nodiscard]] double gamma(double shape);
  /// Index of one of `weights`, none negative and not all 0, in proportion to them.
  [[nodiscard]] std::size_t weighted(const std::vector<double>& weights);
  [[nodiscard]] double normal(double mean, double deviation);

 private:
  boost::random::mt19937_64 engine_;
};

/// Hands out streams by name, so that a draw added in one never moves another.
class RandomStreams {
 public:
  explicit RandomStreams(std::uint64_t seed) : seed_(seed) {}
  /// The stream called `name` ("failure/host"), optionally one of many (`index`: a pod, a job).
  [[nodiscard]] RandomStream stream(std::string_view name, std::uint64_t index = 0) const;

 private:
  std::uint64_t seed_;
};

}  // namespace gigapod
