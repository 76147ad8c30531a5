// Elementary effects: M. D. Morris, Technometrics 33 (1991); mu*: F. Campolongo et al., Environmental Modelling &
// Software 22 (2007). Sobol's indices, with V the variance of all f(A) and f(B):
//   first = mean(f(B) (f(A_B,i) - f(A))) / V              (A. Saltelli et al., Comput. Phys. Commun. 181 (2010),
//   table 2 b) total = mean((f(A) - f(A_B,i))^2) / (2 V)              (M. J. W. Jansen, Comput. Phys. Commun. 117
//   (1999))
// Their intervals are percentiles of a bootstrap over blocks (trajectories). Blocks of Sobol's sequence fill space
// more evenly than independent ones, so that these intervals are too wide rather than too narrow. The interval of a
// rank correlation r is Fieller's (1957): atanh r ± 1.96 × 1.03 / sqrt(n - 3).

#include "analysis/study/sensitivity_indices.hpp"

#include "analysis/interval.hpp"
#include "analysis/rounding.hpp"
#include "sim/base/check.hpp"
#include "sim/base/random.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <span>

namespace gigapod {
namespace {

constexpr std::size_t kResamples = 1000;
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr IndexEstimate kNoEstimate = {kNone, kNone, kNone};

/// What an output changes; sums in another order are no change.
double change(double from, double to) { return is_same_figure(from, to) ? 0.0 : to - from; }

using Indices = std::span<const std::size_t>;

/// The statistic of all blocks, and between which values the middle 95% of it lie in samples drawn with repetition.
IndexEstimate bootstrapped(std::size_t blocks, const std::function<double(Indices)>& statistic) {
  std::vector<std::size_t> chosen(blocks);
  std::iota(chosen.begin(), chosen.end(), std::size_t{0});
  IndexEstimate estimate;
  estimate.value = statistic(chosen);
  RandomStream stream = RandomStreams(1).stream("bootstrap");
  std::vector<double> values;
  for (std::size_t i = 0; i < kResamples; ++i) {
    for (std::size_t& index : chosen) index = stream.below(blocks);
    values.push_back(statistic(chosen));
  }
  std::sort(values.begin(), values.end());
  estimate.low = std::min(values[kResamples / 40], estimate.value);
  estimate.high = std::max(values[kResamples - 1 - kResamples / 40], estimate.value);
  return estimate;
}

IndexEstimate estimate_of(const std::vector<double>& samples) {
  const MeanInterval interval = mean_interval(samples);
  return {interval.mean, interval.low(), interval.high()};
}

double deviation_of(const std::vector<double>& samples, Indices chosen) {
  if (chosen.size() < 2) return 0.0;
  double sum = 0.0;
  for (const std::size_t i : chosen) sum += samples[i];
  const double mean = sum / static_cast<double>(chosen.size());
  double squares = 0.0;
  for (const std::size_t i : chosen) squares += (samples[i] - mean) * (samples[i] - mean);
  return std::sqrt(squares / static_cast<double>(chosen.size() - 1));
}

/// The starts of blocks of `length` outputs that are all numbers.
std::vector<std::size_t> whole_blocks(const std::vector<double>& outputs, std::size_t length) {
  std::vector<std::size_t> starts;
  for (std::size_t start = 0; start + length <= outputs.size(); start += length) {
    const auto first = outputs.begin() + static_cast<std::ptrdiff_t>(start);
    const auto last = first + static_cast<std::ptrdiff_t>(length);
    if (std::all_of(first, last, [](double x) { return std::isfinite(x); })) starts.push_back(start);
  }
  return starts;
}

/// Elementary effects of every axis: (f(x + step) - f(x)) / step.
std::vector<std::vector<double>> elementary_effects(const std::vector<SamplePoint>& points,
                                                    const std::vector<double>& outputs) {
  const std::size_t axes = points.empty() ? 0 : points.front().size();
  std::vector<std::vector<double>> effects(axes);
  for (const std::size_t start : whole_blocks(outputs, axes + 1)) {
    for (std::size_t i = start + 1; i <= start + axes; ++i) {
      for (std::size_t axis = 0; axis < axes; ++axis) {
        const double step = points[i][axis] - points[i - 1][axis];
        if (step != 0.0) effects[axis].push_back(change(outputs[i - 1], outputs[i]) / step);
      }
    }
  }
  return effects;
}

double variance_of(const std::vector<double>& a, const std::vector<double>& b, Indices chosen) {
  double sum = 0.0;
  for (const std::size_t i : chosen) sum += a[i] + b[i];
  const double mean = sum / static_cast<double>(2 * chosen.size());
  double squares = 0.0;
  for (const std::size_t i : chosen) squares += (a[i] - mean) * (a[i] - mean) + (b[i] - mean) * (b[i] - mean);
  return squares / static_cast<double>(2 * chosen.size());
}

/// Ranks from 0, the mean rank for equal values.
std::vector<double> ranks_of(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> ranks(values.size());
  for (std::size_t first = 0; first < order.size();) {
    std::size_t end = first;
    while (end < order.size() && values[order[end]] == values[order[first]]) ++end;
    for (std::size_t i = first; i < end; ++i) ranks[order[i]] = static_cast<double>(first + end - 1) / 2.0;
    first = end;
  }
  return ranks;
}

double correlation(const std::vector<double>& x, const std::vector<double>& y) {
  const auto count = static_cast<double>(x.size());
  const double mean_x = std::accumulate(x.begin(), x.end(), 0.0) / count;
  const double mean_y = std::accumulate(y.begin(), y.end(), 0.0) / count;
  double xy = 0.0;
  double xx = 0.0;
  double yy = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xy += (x[i] - mean_x) * (y[i] - mean_y);
    xx += (x[i] - mean_x) * (x[i] - mean_x);
    yy += (y[i] - mean_y) * (y[i] - mean_y);
  }
  return xx > 0.0 && yy > 0.0 ? xy / std::sqrt(xx * yy) : 0.0;
}

}  // namespace

std::vector<MorrisEffect> morris_effects(const std::vector<SamplePoint>& points, const std::vector<double>& outputs) {
  GIGAPOD_CHECK(points.size() == outputs.size(), "every point has an output");
  std::vector<MorrisEffect> effects;
  for (const std::vector<double>& samples : elementary_effects(points, outputs)) {
    if (samples.size() < least_sample_size(SampleMethod::kMorris)) {
      effects.push_back({kNoEstimate, kNoEstimate, kNoEstimate});
      continue;
    }
    std::vector<double> sizes;
    for (const double sample : samples) sizes.push_back(std::abs(sample));
    const auto deviation = [&](Indices chosen) { return deviation_of(samples, chosen); };
    effects.push_back({estimate_of(sizes), estimate_of(samples), bootstrapped(samples.size(), deviation)});
  }
  return effects;
}

std::vector<SobolIndices> sobol_indices(std::size_t axes, const std::vector<double>& outputs) {
  const std::vector<std::size_t> starts = whole_blocks(outputs, axes + 2);
  const auto column = [&](std::size_t offset) {
    std::vector<double> values;
    for (const std::size_t start : starts) values.push_back(outputs[start + offset]);
    return values;
  };
  if (starts.size() < least_sample_size(SampleMethod::kSobol)) {
    return std::vector<SobolIndices>(axes, {kNoEstimate, kNoEstimate});
  }
  const std::vector<double> a = column(0);
  const std::vector<double> b = column(1);
  // The first-order estimate is less noisy for outputs about zero (Saltelli 2010, section 6).
  const double middle = (std::accumulate(a.begin(), a.end(), 0.0) + std::accumulate(b.begin(), b.end(), 0.0)) /
                        static_cast<double>(2 * a.size());
  std::vector<SobolIndices> indices;
  for (std::size_t axis = 0; axis < axes; ++axis) {
    const std::vector<double> mixed = column(2 + axis);
    const auto share = [&](Indices chosen, const std::function<double(std::size_t)>& term) {
      const double variance = variance_of(a, b, chosen);
      double sum = 0.0;
      for (const std::size_t i : chosen) sum += term(i);
      return variance > 0.0 ? sum / static_cast<double>(chosen.size()) / variance : 0.0;
    };
    const auto first = [&](std::size_t i) { return (b[i] - middle) * change(a[i], mixed[i]); };
    const auto total = [&](std::size_t i) { return 0.5 * std::pow(change(a[i], mixed[i]), 2); };
    indices.push_back({bootstrapped(a.size(), [&](Indices chosen) { return share(chosen, first); }),
                       bootstrapped(a.size(), [&](Indices chosen) { return share(chosen, total); })});
  }
  return indices;
}

std::vector<IndexEstimate> rank_correlations(const std::vector<SamplePoint>& points,
                                             const std::vector<double>& outputs) {
  GIGAPOD_CHECK(points.size() == outputs.size(), "every point has an output");
  const std::size_t axes = points.empty() ? 0 : points.front().size();
  std::vector<double> known;
  for (const double output : outputs) {
    if (std::isfinite(output)) known.push_back(output);
  }
  const std::vector<double> output_ranks = ranks_of(known);
  std::vector<IndexEstimate> estimates;
  for (std::size_t axis = 0; axis < axes; ++axis) {
    std::vector<double> coordinates;
    for (std::size_t i = 0; i < points.size(); ++i) {
      if (std::isfinite(outputs[i])) coordinates.push_back(points[i][axis]);
    }
    if (known.size() < least_sample_size(SampleMethod::kRandom)) {
      estimates.push_back(kNoEstimate);
      continue;
    }
    const double value = correlation(ranks_of(coordinates), output_ranks);
    const double middle = std::atanh(std::clamp(value, -1.0 + 1e-12, 1.0 - 1e-12));
    const double half = 1.96 * 1.03 / std::sqrt(static_cast<double>(known.size()) - 3.0);
    estimates.push_back(
        {value, std::min(value, std::tanh(middle - half)), std::max(value, std::tanh(middle + half))});
  }
  return estimates;
}

}  // namespace gigapod
