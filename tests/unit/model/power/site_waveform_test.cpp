#include "sim/model/power/site_waveform.hpp"

#include <gtest/gtest.h>

#include <array>

namespace gigapod {
namespace {

PowerWaveform square(double watts, Seconds period) {
  const std::vector<PowerSegment> segments = {{0.5 * period, Watts(watts)}, {0.5 * period, Watts(0)}};
  return waveform(segments, 0.02_s);
}

TEST(SiteWindow, OfOneJobHasTheLinesOfItsWaveform) {
  const std::array<SiteJobWaveform, 1> one{{{square(100.0, 2_s), 0.3_s}}};

  const SiteWindow site = site_window(one, 1_kW, 20_s, 1 << 13, {});

  const std::vector<Harmonic> exact = spectrum(one[0].waveform, Hertz(3.0));
  for (std::size_t k = 0; k < exact.size(); ++k) {
    EXPECT_NEAR(site.spectrum[10 * (k + 1) - 1].amplitude.value(), exact[k].amplitude.value(), 0.02) << k;
  }
  EXPECT_NEAR(site.power.measures.mean.value(), 1050.0, 0.01);
  EXPECT_NEAR(site.power.measures.range().value(), 100.0, 1e-6);
}

TEST(SiteWindow, StartsEachJobAtItsMoment) {
  const std::array<SiteJobWaveform, 2> opposite{{{square(100.0, 2_s), 0_s}, {square(100.0, 2_s), 1_s}}};

  const SiteWindow site = site_window(opposite, 0_W, 20_s, 1 << 13, {});

  EXPECT_NEAR(site.power.measures.range().value(), 0.0, 1e-6);
}

TEST(SiteWindow, AddsEnergiesOfJobsOfDifferentPeriods) {
  const std::array<SiteJobWaveform, 2> mixed{{{square(100.0, 2_s), 0_s}, {square(60.0, 0.4_s), 0.1_s}}};
  UtilityLimits limits;
  limits.band_low = Hertz(2.0);

  const SiteWindow site = site_window(mixed, 0_W, 20_s, 1 << 13, limits);

  const double first = measures(mixed[0].waveform).variance;
  const double second = measures(mixed[1].waveform).variance;
  EXPECT_NEAR(site.power.measures.variance, first + second, 0.01 * first);
  // All of the second and the first's harmonics from 2.5 Hz.
  const double above = first * (1.0 - share_in_band(spectrum(mixed[0].waveform, Hertz(2.0)), Hertz(0), Hertz(2.0)));
  EXPECT_NEAR(site.power.band_energy, second + above, 0.03 * second);
}

}  // namespace
}  // namespace gigapod
