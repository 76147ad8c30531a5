// p(local) = m (1 + a cos(2 pi (hour - peak hour) / 24)),  a = (R - 1) / (R + 1) for a peak-to-trough ratio R
//
// m is 1 on weekdays and `weekend_level` at weekends, each with its own R; the two blend linearly over the six hours
// around local midnight. Assumes one daily cosine: no lunch dip, no holidays, no events.

#include "sim/model/demand/sector.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace gigapod {
namespace {

constexpr double kBlendHours = 6.0;  // assumed

double amplitude(double peak_to_trough) { return (peak_to_trough - 1.0) / (peak_to_trough + 1.0); }

/// Share of the weekend pattern at a local time.
double weekend_share(double local_days) {
  const double in_week = local_days - 7.0 * std::floor(local_days / 7.0);
  const double half = kBlendHours / 48.0;
  const auto ramp = [half](double x) { return std::clamp((x + half) / (2.0 * half), 0.0, 1.0); };
  return in_week < 1.0 ? 1.0 - ramp(in_week) : ramp(in_week - 5.0) - ramp(in_week - 7.0);
}

}  // namespace

FieldList<SectorSpec> sector_fields() {
  const Range swing{1.0, 1000.0};
  FieldList<SectorSpec> list;
  list.text("name", &SectorSpec::name, "Name of the sector.").required();
  list.number("share", &SectorSpec::share, kNonNegative, "Its part of the demand, beside the shares of the others.");
  list.number("weekday_peak_to_trough", &SectorSpec::weekday_peak_to_trough, swing,
              "Largest over smallest rate on a weekday.");
  list.number("weekend_peak_to_trough", &SectorSpec::weekend_peak_to_trough, swing, "The same at a weekend.");
  list.number("weekend_level", &SectorSpec::weekend_level, {0.0, 10.0}, "Mean rate at a weekend over a weekday's.");
  list.number("peak_hour", &SectorSpec::peak_hour, {0.0, 24.0}, "Local hour of the largest rate.");
  list.number("prompt_scale", &SectorSpec::prompt_scale, {0.0, 1e4, true},
              "Its prompts over the fleet's prompt_tokens.");
  list.number("output_scale", &SectorSpec::output_scale, {0.0, 1e4, true},
              "Its answers over the fleet's output_tokens.");
  return list;
}

const std::vector<SectorSpec>& published_sectors() {
  // Coding and consumer: swings and weekend levels of the Azure LLM inference traces of May 2024 (code 10.0, 6.4 and
  // 39572 / 124202 requests an hour; conversations 2.0, 1.7 and 105255 / 185431), lengths of those of November 2023
  // (2047.8 and 27.9 tokens over 1154.7 and 211.1). Coding peaks half a day after its trough of 08:00 UTC, taken as
  // UTC-6; ServeGen's language models peak at 19 and 20 o'clock. Shares, and business and education: assumed.
  static const std::vector<SectorSpec> sectors{
      {"coding", 0.35, 10.0, 6.4, 0.319, 14.0, 1.773, 0.132},
      {"business", 0.25, 5.0, 3.0, 0.25, 11.0, 1.5, 1.0},
      {"education", 0.12, 4.0, 3.0, 0.5, 15.0, 1.0, 1.2},
      {"consumer", 0.28, 2.0, 1.7, 0.568, 20.0, 1.0, 1.0},
  };
  return sectors;
}

double local_rate(const SectorSpec& sector, double local_days) {
  const double wave = std::cos(2.0 * std::numbers::pi * (local_days - sector.peak_hour / 24.0));
  const double weekday = 1.0 + amplitude(sector.weekday_peak_to_trough) * wave;
  const double weekend = sector.weekend_level * (1.0 + amplitude(sector.weekend_peak_to_trough) * wave);
  const double share = weekend_share(local_days);
  return weekday * (1.0 - share) + weekend * share;
}

}  // namespace gigapod
