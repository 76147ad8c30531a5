// c_k = -1 / (T w_k^2) sum over corners (s_after - s_before) exp(-i w_k t),  w_k = 2 pi k / T
//
// The second derivative of straight lines is a pulse at every corner, as high as the change of slope s; dividing its
// coefficients by (i w)^2 integrates twice. Energy of harmonic k over that of all: 2 |c_k|^2 / variance (Parseval).

#include "sim/model/power/spectrum.hpp"

#include <algorithm>
#include <cmath>
#include <kissfft/kissfft.hh>
#include <numbers>

namespace gigapod {
namespace {

struct Corner {
  double time = 0.0;
  double turn = 0.0;  ///< change of slope
};

std::vector<Corner> corners(const PowerWaveform& waveform) {
  const auto& points = waveform.points;
  const std::size_t count = points.size();
  std::vector<double> slopes(count, 0.0);
  for (std::size_t i = 0; i < count; ++i) {
    const bool wraps = i + 1 == count;
    const auto& next = points[wraps ? 0 : i + 1];
    const Seconds length = next.time - points[i].time + (wraps ? waveform.period : Seconds(0));
    if (length > Seconds(0)) slopes[i] = (next.power - points[i].power).value() / length.value();
  }
  std::vector<Corner> result;
  for (std::size_t i = 0; i < count; ++i) {
    const double turn = slopes[i] - slopes[i == 0 ? count - 1 : i - 1];
    if (turn != 0.0) result.push_back({points[i].time.value(), turn});
  }
  return result;
}

}  // namespace

std::vector<std::complex<double>> fourier_coefficients(const PowerWaveform& waveform, int count) {
  std::vector<std::complex<double>> sums(static_cast<std::size_t>(count));
  const double base = 2.0 * std::numbers::pi / waveform.period.value();
  for (const Corner& corner : corners(waveform)) {
    constexpr std::size_t kExactEvery = 256;  // products of rotations drift
    const std::complex<double> turn = std::polar(1.0, -base * corner.time);
    std::complex<double> rotation = 1.0;
    for (std::size_t k = 0; k < sums.size(); ++k) {
      rotation =
          k % kExactEvery == 0 ? std::polar(1.0, -base * static_cast<double>(k + 1) * corner.time) : rotation * turn;
      sums[k] += corner.turn * rotation;
    }
  }
  for (std::size_t k = 0; k < sums.size(); ++k) {
    const double frequency = base * static_cast<double>(k + 1);
    sums[k] /= -waveform.period.value() * frequency * frequency;
  }
  return sums;
}

std::vector<Harmonic> spectrum(const PowerWaveform& waveform, Hertz highest) {
  constexpr double kRounding = 1e-9;
  const int count = static_cast<int>(std::floor(highest * waveform.period + kRounding));
  const double variance = measures(waveform).variance;
  std::vector<Harmonic> result;
  if (count < 1) return result;
  for (const std::complex<double>& c : fourier_coefficients(waveform, count)) {
    const double k = static_cast<double>(result.size() + 1);
    const double share = variance > 0.0 ? 2.0 * std::norm(c) / variance : 0.0;
    result.push_back({k / waveform.period, Watts(2.0 * std::abs(c)), share});
  }
  return result;
}

double share_in_band(const std::vector<Harmonic>& spectrum, Hertz low, Hertz high) {
  double share = 0.0;
  for (const Harmonic& harmonic : spectrum) {
    if (harmonic.frequency >= low && harmonic.frequency <= high) share += harmonic.share;
  }
  return share;
}

std::vector<Harmonic> sampled_spectrum(const std::vector<double>& watts, Seconds step) {
  const std::size_t count = watts.size();
  std::vector<std::complex<double>> samples(watts.begin(), watts.end());
  std::vector<std::complex<double>> transformed(count);
  kissfft<double>(count, false).transform(samples.data(), transformed.data());
  std::vector<Harmonic> result;
  double energy = 0.0;
  const double samples_over_2 = 0.5 * static_cast<double>(count);
  for (std::size_t k = 1; k < count / 2; ++k) {
    const double amplitude = std::abs(transformed[k]) / samples_over_2;
    energy += amplitude * amplitude;
    result.push_back(
        {static_cast<double>(k) / (static_cast<double>(count) * step), Watts(amplitude), amplitude * amplitude});
  }
  for (Harmonic& harmonic : result) harmonic.share = energy > 0.0 ? harmonic.share / energy : 0.0;
  return result;
}

}  // namespace gigapod
