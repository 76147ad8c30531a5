#include "sim/model/power/waveform.hpp"

#include <gtest/gtest.h>

#include <random>

namespace gigapod {
namespace {

// 3 s at 100 W, 1 s at 20 W.
const std::vector<PowerSegment> kSquare = {{3_s, 100_W}, {1_s, 20_W}};

TEST(Waveform, HasStraightEdges) {
  const PowerWaveform wave = waveform(kSquare, 0.5_s);

  EXPECT_DOUBLE_EQ(wave.period.value(), 4.0);
  EXPECT_DOUBLE_EQ(power_at(wave, 0_s).value(), 20.0);
  EXPECT_DOUBLE_EQ(power_at(wave, 0.25_s).value(), 60.0);
  EXPECT_DOUBLE_EQ(power_at(wave, 0.5_s).value(), 100.0);
  EXPECT_DOUBLE_EQ(power_at(wave, 3.0_s).value(), 100.0);
  EXPECT_NEAR(power_at(wave, 3.125_s).value(), 80.0, 1e-9);
  EXPECT_NEAR(power_at(wave, 3.75_s).value(), 20.0, 1e-9);
  EXPECT_NEAR(power_at(wave, 8.25_s).value(), 60.0, 1e-9);
}

TEST(Waveform, MeasuresAHandWorkedPeriod) {
  const WaveformMeasures found = measures(waveform(kSquare, 0.5_s));

  EXPECT_DOUBLE_EQ(found.mean.value(), 80.0);
  EXPECT_DOUBLE_EQ(found.least.value(), 20.0);
  EXPECT_NEAR(found.largest.value(), 100.0, 1e-9);
  EXPECT_NEAR(found.range().value(), 80.0, 1e-9);
  EXPECT_NEAR(found.ramp_up.value(), 160.0, 1e-6);
  EXPECT_NEAR(found.ramp_down.value(), 160.0, 1e-6);
  // 2.5 s at +20 W and two corners of 0.125 s: 50 + 2.5 J
  EXPECT_NEAR(found.moved.value(), 52.5, 1e-9);
  EXPECT_NEAR(found.stored.value(), 52.5, 1e-9);
  // 2.5 s x 400 + 0.5 s x 3600 + 2 edges of 0.5 s from +20 to -60: (400 - 1200 + 3600) / 3
  EXPECT_NEAR(found.variance, (1000.0 + 1800.0 + 2 * 0.5 * 2800.0 / 3.0) / 4.0, 1e-9);
}

TEST(Waveform, OfAnEdgeLongerThanASegmentNeverReachesItsPower) {
  const WaveformMeasures found = measures(waveform(kSquare, 2_s));

  EXPECT_NEAR(found.least.value(), 60.0, 1e-9);
  EXPECT_NEAR(found.largest.value(), 100.0, 1e-9);
}

TEST(Waveform, OfAnEdgeOfAPeriodIsTheMean) {
  const WaveformMeasures found = measures(waveform(kSquare, 4_s));

  EXPECT_DOUBLE_EQ(found.mean.value(), 80.0);
  EXPECT_EQ(found.range(), 0_W);
  EXPECT_EQ(found.ramp_up, WattsPerSecond(0));
  EXPECT_EQ(found.stored, Joules(0));
}

TEST(Waveform, KeepsTheEnergyOfAnySegments) {
  std::mt19937_64 random(5);
  const auto draw = [&random] { return static_cast<double>(random() >> 11) * 0x1.0p-53; };
  for (int i = 0; i < 200; ++i) {
    std::vector<PowerSegment> segments;
    double joules = 0.0;
    double seconds = 0.0;
    double least = 1e9;
    double largest = 0.0;
    for (int j = 0; j < 12; ++j) {
      segments.push_back({Seconds(0.01 + draw()), Watts(1000.0 * draw())});
      joules += (segments.back().duration * segments.back().power).value();
      seconds += segments.back().duration.value();
      least = std::min(least, segments.back().power.value());
      largest = std::max(largest, segments.back().power.value());
    }

    const WaveformMeasures found = measures(waveform(segments, Seconds(0.001 + 0.5 * draw())));

    ASSERT_NEAR(found.mean.value(), joules / seconds, 1e-9 * joules);
    ASSERT_GE(found.least.value(), least - 1e-6);
    ASSERT_LE(found.largest.value(), largest + 1e-6);
    ASSERT_LE(found.stored.value(), found.moved.value() * (1 + 1e-9));
  }
}

TEST(Waveform, DifferenceTakesAnotherAway) {
  const PowerWaveform load = waveform(kSquare, 0.5_s);

  const PowerWaveform rest = difference(scaled(load, 3.0), load);

  for (const double time : {0.1, 0.4, 1.0, 3.2, 3.9}) {
    EXPECT_NEAR(power_at(rest, Seconds(time)).value(), 2.0 * power_at(load, Seconds(time)).value(), 1e-9);
  }
}

}  // namespace
}  // namespace gigapod
