// Confidence interval of a mean: mean ± t(n - 1) s / sqrt(n), t the 97.5% point of Student's distribution, from the
// expansion about the normal one (Abramowitz and Stegun, 26.7.5; within 0.2% from 4 samples on), and exact for two
// and three samples.

#include "analysis/interval.hpp"

#include <cmath>
#include <numbers>

namespace gigapod {
namespace {

double student_point(double freedom) {
  if (freedom == 1.0) return std::tan(0.475 * std::numbers::pi);
  if (freedom == 2.0) return 0.95 * std::sqrt(2.0 / (1.0 - 0.95 * 0.95));
  constexpr double z = 1.959963984540054;
  const double z2 = z * z;
  const double first = z * (z2 + 1.0) / 4.0;
  const double second = z * ((5.0 * z2 + 16.0) * z2 + 3.0) / 96.0;
  const double third = z * (((3.0 * z2 + 19.0) * z2 + 17.0) * z2 - 15.0) / 384.0;
  const double fourth = z * ((((79.0 * z2 + 776.0) * z2 + 1482.0) * z2 - 1920.0) * z2 - 945.0) / 92160.0;
  return z + (first + (second + (third + fourth / freedom) / freedom) / freedom) / freedom;
}

}  // namespace

MeanInterval mean_interval(std::span<const double> samples) {
  MeanInterval interval;
  interval.samples = samples.size();
  if (samples.empty()) return interval;
  const auto count = static_cast<double>(samples.size());
  double sum = 0.0;
  for (const double sample : samples) sum += sample;
  interval.mean = sum / count;
  if (samples.size() < 2) return interval;
  double squares = 0.0;
  for (const double sample : samples) squares += (sample - interval.mean) * (sample - interval.mean);
  interval.half_width = student_point(count - 1.0) * std::sqrt(squares / (count - 1.0) / count);
  return interval;
}

}  // namespace gigapod
