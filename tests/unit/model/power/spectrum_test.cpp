#include "sim/model/power/spectrum.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace gigapod {
namespace {

constexpr double kPi = std::numbers::pi;
const std::vector<PowerSegment> kStep = {{3_s, 100_W}, {0.7_s, 40_W}, {0.2_s, 10_W}, {0.1_s, 90_W}};

TEST(FourierCoefficients, OfASquareWaveAreThoseOfTheTextbook) {
  const std::vector<PowerSegment> square = {{1_s, 1_W}, {1_s, 0_W}};
  const double edge = 0.1;

  const auto c = fourier_coefficients(waveform(square, Seconds(edge)), 6);

  for (int k = 1; k <= 6; ++k) {
    // 2 |c_k| = 2 / (pi k) for odd k, times sin(x) / x of the edge
    const double x = kPi * k * edge / 2.0;
    const double expected = k % 2 == 1 ? 1.0 / (kPi * k) * std::sin(x) / x : 0.0;
    EXPECT_NEAR(std::abs(c[static_cast<std::size_t>(k - 1)]), expected, 1e-12) << k;
  }
}

TEST(FourierCoefficients, AgreeWithTheFastFourierTransformOfSamples) {
  const PowerWaveform wave = waveform(kStep, 0.05_s);
  constexpr int kSamples = 1 << 15;
  const Seconds step = wave.period / kSamples;
  std::vector<double> samples;
  for (int i = 0; i < kSamples; ++i) samples.push_back(power_at(wave, step * i).value());

  const std::vector<Harmonic> sampled = sampled_spectrum(samples, step);
  const std::vector<Harmonic> exact = spectrum(wave, Hertz(20));

  ASSERT_EQ(exact.size(), 80U);
  for (std::size_t k = 0; k < exact.size(); ++k) {
    EXPECT_NEAR(sampled[k].frequency.value(), exact[k].frequency.value(), 1e-9);
    EXPECT_NEAR(sampled[k].amplitude.value(), exact[k].amplitude.value(), 1e-4 * exact[0].amplitude.value()) << k;
    EXPECT_NEAR(sampled[k].share, exact[k].share, 1e-5) << k;
  }
}

TEST(Spectrum, HasTheEnergyOfTheWaveform) {
  const PowerWaveform wave = waveform(kStep, 0.05_s);

  EXPECT_NEAR(share_in_band(spectrum(wave, Hertz(2000)), Hertz(0), Hertz(2000)), 1.0, 1e-6);
}

TEST(Spectrum, SharesTheEnergyOfABand) {
  const std::vector<PowerSegment> square = {{1_s, 1_W}, {1_s, 0_W}};

  const std::vector<Harmonic> lines = spectrum(waveform(square, 1e-4_s), Hertz(20));

  // odd harmonics 8 / (pi k)^2 of the energy: 0.5 Hz, 1.5 Hz
  EXPECT_NEAR(share_in_band(lines, Hertz(0.5), Hertz(1.5)), 8.0 / (kPi * kPi) * (1.0 + 1.0 / 9.0), 1e-3);
  EXPECT_NEAR(share_in_band(lines, Hertz(0.6), Hertz(1.4)), 0.0, 1e-9);
}

TEST(Spectrum, OfAConstantHasNoEnergy) {
  const PowerWaveform flat = waveform(kStep, 4_s);

  EXPECT_EQ(share_in_band(spectrum(flat, Hertz(20)), Hertz(0), Hertz(20)), 0.0);
}

}  // namespace
}  // namespace gigapod
