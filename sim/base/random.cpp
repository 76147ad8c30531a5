#include "sim/base/random.hpp"

#include "sim/base/check.hpp"
#include "sim/base/hash.hpp"

#include <boost/random/exponential_distribution.hpp>
#include <boost/random/gamma_distribution.hpp>
#include <boost/random/lognormal_distribution.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_01.hpp>
#include <boost/random/uniform_int_distribution.hpp>

#include <cmath>
#include <numeric>

namespace gigapod {
namespace {

/// SplitMix64's finalizer: turns nearby numbers into unrelated seeds.
std::uint64_t mix(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

}  // namespace

RandomStream::RandomStream(std::uint64_t seed) : engine_(seed) {}

double RandomStream::uniform() { return boost::random::uniform_01<double>{}(engine_); }

std::uint64_t RandomStream::below(std::uint64_t count) {
  GIGAPOD_CHECK(count >= 1, "a draw needs something to draw from");
  return boost::random::uniform_int_distribution<std::uint64_t>(0, count - 1)(engine_);
}

Seconds RandomStream::exponential(Hertz rate) {
  GIGAPOD_CHECK(rate.value() > 0.0, "a Poisson process needs a positive rate");
  return Seconds(boost::random::exponential_distribution<double>(rate.value())(engine_));
}

double RandomStream::lognormal(double median, double sigma) {
  return boost::random::lognormal_distribution<double>(std::log(median), sigma)(engine_);
}

double RandomStream::gamma(double shape) { return boost::random::gamma_distribution<double>(shape)(engine_); }

std::size_t RandomStream::weighted(const std::vector<double>& weights) {
  double left = uniform() * std::accumulate(weights.begin(), weights.end(), 0.0);
  for (std::size_t i = 0; i + 1 < weights.size(); ++i) {
    if (left < weights[i]) return i;
    left -= weights[i];
  }
  return weights.size() - 1;
}

double RandomStream::normal(double mean, double deviation) {
  return boost::random::normal_distribution<double>(mean, deviation)(engine_);
}

RandomStream RandomStreams::stream(std::string_view name, std::uint64_t index) const {
  return RandomStream(mix(mix(seed_ ^ hash_text(name)) + index));
}

}  // namespace gigapod
