// Differences of means and how likely chance alone would make them.
//
// Welch:  t = (m2 - m1) / sqrt(v1/n1 + v2/n2),  freedom = (v1/n1 + v2/n2)^2 / (v1^2/(n1^2 (n1-1)) + v2^2/(n2^2
// (n2-1))) Paired: t = mean(d) / sqrt(v(d)/n), freedom n - 1, d_i = second_i - first_i Holm:   p_(k) becomes max over
// j <= k of min(1, (m - j + 1) p_(j)), p sorted upwards
//
// Assumes means that are nearly normal: many samples, or few from nearly normal figures. Sources: B. L. Welch,
// Biometrika 34 (1947) 28; S. Holm, Scandinavian Journal of Statistics 6 (1979) 65.

#include "analysis/compare/significance.hpp"

#include "sim/base/check.hpp"

#include <boost/math/distributions/students_t.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace gigapod {
namespace {

struct Moments {
  double mean = 0.0;
  double variance_of_mean = 0.0;
  double freedom = 0.0;
};

Moments moments_of(std::span<const double> samples) {
  Moments moments;
  const auto count = static_cast<double>(samples.size());
  if (samples.empty()) return moments;
  moments.mean = std::accumulate(samples.begin(), samples.end(), 0.0) / count;
  // Equal samples: no rounding of their mean may look like a spread.
  const auto [low, high] = std::minmax_element(samples.begin(), samples.end());
  if (*low == *high) moments.mean = *low;
  double squares = 0.0;
  for (const double sample : samples) squares += (sample - moments.mean) * (sample - moments.mean);
  moments.freedom = count - 1.0;
  if (samples.size() > 1) moments.variance_of_mean = squares / (count - 1.0) / count;
  return moments;
}

/// Adds interval and p to a difference with the standard error and degrees of freedom of its t.
void judge(MeanDifference& difference, double error, double freedom) {
  if (error == 0.0) {
    difference.p = difference.difference == 0.0 ? 1.0 : 0.0;
    return;
  }
  const boost::math::students_t student(freedom);
  difference.half_width = error * boost::math::quantile(student, 0.975);
  const double t = std::abs(difference.difference) / error;
  difference.p = 2.0 * boost::math::cdf(boost::math::complement(student, t));
}

}  // namespace

MeanDifference welch_difference(std::span<const double> first, std::span<const double> second) {
  const Moments a = moments_of(first);
  const Moments b = moments_of(second);
  MeanDifference difference;
  difference.difference = b.mean - a.mean;
  if (first.size() < 2 || second.size() < 2) return difference;
  const double variance = a.variance_of_mean + b.variance_of_mean;
  const double parts =
      a.variance_of_mean * a.variance_of_mean / a.freedom + b.variance_of_mean * b.variance_of_mean / b.freedom;
  judge(difference, std::sqrt(variance), parts > 0.0 ? variance * variance / parts : 1.0);
  return difference;
}

MeanDifference paired_difference(std::span<const double> first, std::span<const double> second) {
  GIGAPOD_CHECK(first.size() == second.size(), "every sample of a paired test has its partner");
  std::vector<double> differences;
  for (std::size_t i = 0; i < first.size(); ++i) differences.push_back(second[i] - first[i]);
  const Moments moments = moments_of(differences);
  MeanDifference difference;
  difference.difference = moments.mean;
  difference.common_pairs = differences.size();
  if (differences.size() > 1) judge(difference, std::sqrt(moments.variance_of_mean), moments.freedom);
  return difference;
}

std::vector<double> holm_adjusted(std::span<const double> p) {
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
  std::vector<double> adjusted(p.size());
  double largest = 0.0;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    largest = std::max(largest, std::min(1.0, static_cast<double>(p.size() - rank) * p[order[rank]]));
    adjusted[order[rank]] = largest;
  }
  return adjusted;
}

}  // namespace gigapod
