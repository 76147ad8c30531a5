// The draw of a site is a sum of independent draws, so its distribution is their convolution: the product of their
// discrete Fourier transforms on a grid of 2^14 bins or more from the least to the largest sum. A job's draw has the
// distribution of its waveform at a uniformly random time. Values between two grid points are shared between them so
// that every mean stays exact; that adds at most a quarter of a bin squared to the variance of a job.
//
// Assumes that jobs start at random moments, independent of each other, and stand still independently.

#include "sim/model/power/draw_distribution.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <kissfft/kissfft.hh>

namespace gigapod {
namespace {

constexpr std::size_t kFewestBins = 1 << 14;
constexpr double kBinsPerJob = 16;
constexpr double kResolved = 1e-12;
using Spectrum = std::vector<std::complex<double>>;

/// A draw on the grid of bins, above its own least value.
class BinnedDraw {
 public:
  BinnedDraw(double least, double bin, std::size_t bins) : least_(least), bin_(bin), shares_(bins, 0.0) {}

  void add(double watts, double probability) {
    const double at = std::clamp((watts - least_) / bin_, 0.0, static_cast<double>(shares_.size() - 2));
    const auto low = static_cast<std::size_t>(at);
    const double share = at - static_cast<double>(low);
    shares_[low] += probability * (1.0 - share);
    shares_[low + 1] += probability * share;
  }

  /// Uniform between two powers.
  void add_line(double first, double last, double probability) {
    const int parts = std::clamp(static_cast<int>(2.0 * std::abs(last - first) / bin_), 1, 256);
    for (int i = 0; i < parts; ++i) add(first + (last - first) * (i + 0.5) / parts, probability / parts);
  }

  [[nodiscard]] const std::vector<double>& shares() const { return shares_; }

 private:
  double least_;
  double bin_;
  std::vector<double> shares_;
};

struct Range {
  double least = 0.0;
  double largest = 0.0;
};

Range range_of(const JobPower& job, const PowerWaveform& wave) {
  const WaveformMeasures found = measures(wave);
  Range range{found.least.value(), found.largest.value()};
  if (job.running < 1.0) {
    range.least = std::min(range.least, job.idle.value());
    range.largest = std::max(range.largest, job.idle.value());
  }
  return {range.least * job.chips, range.largest * job.chips};
}

std::vector<double> binned(const JobPower& job, const PowerWaveform& wave, double least, double bin,
                           std::size_t bins) {
  BinnedDraw draw(least, bin, bins);
  if (job.running < 1.0) draw.add(job.chips * job.idle.value(), 1.0 - job.running);
  const auto& points = wave.points;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const bool wraps = i + 1 == points.size();
    const auto& next = points[wraps ? 0 : i + 1];
    const Seconds length = next.time - points[i].time + (wraps ? wave.period : Seconds(0));
    draw.add_line(job.chips * points[i].power.value(), job.chips * next.power.value(),
                  job.running * (length / wave.period));
  }
  return draw.shares();
}

/// Each job may reach one bin beyond its largest draw; the sum must not pass the last one and come round to the
/// first.
std::size_t bins_for(double jobs) {
  std::size_t bins = kFewestBins;
  while (static_cast<double>(bins) < kBinsPerJob * jobs) bins *= 2;
  return bins;
}

Spectrum transform(const Spectrum& input, bool inverse) {
  Spectrum output(input.size());
  kissfft<double>(input.size(), inverse).transform(input.data(), output.data());
  return output;
}

}  // namespace

DrawDistribution::DrawDistribution(double least_watts, double bin_watts, std::vector<double> probabilities)
    : least_(least_watts), bin_(bin_watts), probabilities_(std::move(probabilities)) {}

Watts DrawDistribution::mean() const {
  double sum = 0.0;
  for (std::size_t i = 0; i < probabilities_.size(); ++i) sum += probabilities_[i] * static_cast<double>(i);
  return Watts(least_ + bin_ * sum);
}

Watts DrawDistribution::deviation() const {
  const double mean_bin = (mean().value() - least_) / bin_;
  double sum = 0.0;
  for (std::size_t i = 0; i < probabilities_.size(); ++i) {
    sum += probabilities_[i] * std::pow(static_cast<double>(i) - mean_bin, 2);
  }
  return Watts(bin_ * std::sqrt(std::max(0.0, sum)));
}

double DrawDistribution::above(Watts watts) const {
  double sum = 0.0;
  const double bin = (watts.value() - least_) / bin_;
  for (std::size_t i = probabilities_.size(); i-- > 0 && static_cast<double>(i) > bin + 1e-6;) {
    sum += probabilities_[i];
  }
  return sum < kResolved ? 0.0 : std::min(1.0, sum);
}

Watts DrawDistribution::exceeded_with(double probability) const {
  double sum = 0.0;
  for (std::size_t i = probabilities_.size(); i-- > 0;) {
    sum += probabilities_[i];
    if (sum > probability) return Watts(least_ + bin_ * static_cast<double>(i));
  }
  return Watts(least_);
}

DrawDistribution draw_distribution(std::span<const JobPower> jobs, Watts constant, Seconds window) {
  std::vector<PowerWaveform> waves;
  std::vector<Range> ranges;
  Range total{constant.value(), constant.value()};
  double count = 0.0;
  for (const JobPower& job : jobs) {
    GIGAPOD_CHECK(job.running >= 0.0 && job.running <= 1.0, "a share of time is 0 to 1");
    waves.push_back(waveform(job.step, window));
    ranges.push_back(range_of(job, waves.back()));
    count += job.jobs;
    total.least += job.jobs * ranges.back().least;
    total.largest += job.jobs * ranges.back().largest;
  }
  const double width = std::max(total.largest - total.least, 1e-9 * std::max(1.0, total.largest));
  const std::size_t bins = bins_for(count);
  const double bin = width / (static_cast<double>(bins) - 2.0 - count);
  Spectrum product(bins, 1.0);
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    const std::vector<double> shares = binned(jobs[i], waves[i], ranges[i].least, bin, bins);
    const Spectrum one = transform(Spectrum(shares.begin(), shares.end()), false);
    for (std::size_t k = 0; k < bins; ++k) product[k] *= std::pow(one[k], jobs[i].jobs);
  }
  const Spectrum sum = transform(product, true);
  std::vector<double> probabilities(bins);
  for (std::size_t k = 0; k < bins; ++k) probabilities[k] = std::max(0.0, sum[k].real() / static_cast<double>(bins));
  return {total.least, bin, std::move(probabilities)};
}

}  // namespace gigapod
