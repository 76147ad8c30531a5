// r(t) = (1 + g)^(t / day) / r_0  sum over regions s_k  p(t + offset_k),  p as in sector.cpp
//
// r_0 makes the largest rate of the first day 1. Time 0 is midnight UTC of a Monday.
//
// Assumes regions that differ only by clock and share. Shares: Claude.ai usage by country, 4 to 11 August 2025
// (Anthropic Economic Index of September 2025) where published; the rest is assumed so that all add up to 1. Swings:
// Azure LLM inference traces of May 2024, one week.

#include "sim/base/registry.hpp"
#include "sim/model/demand/demand.hpp"
#include "sim/model/demand/growth.hpp"
#include "sim/model/demand/sector.hpp"

#include <algorithm>
#include <array>

namespace gigapod {
namespace {

struct Region {
  const char* name;
  double utc_offset_hours;
  double share;
};

constexpr std::array<Region, 9> kRegions{{
    {"united_states_canada", -6.0, 0.240},    // United States 0.216 published; Canada from its per-capita index 2.91
    {"latin_america", -4.0, 0.090},           // Brazil 0.037 published, the rest assumed
    {"britain_west_africa", 0.0, 0.060},      // assumed; Britain about 0.03 from its per-capita index 2.67
    {"central_europe", 1.0, 0.200},           // assumed; France and Germany about 0.05 from indices 1.94 and 1.84
    {"east_europe_middle_east", 3.0, 0.100},  // assumed
    {"south_asia", 5.5, 0.100},               // India 0.072 published, the rest assumed
    {"southeast_asia", 7.5, 0.096},           // assumed
    {"japan_korea", 9.0, 0.074},              // Japan 0.037 and South Korea 0.037 published
    {"australia_new_zealand", 10.0, 0.040},   // assumed; Australia about 0.02 from its per-capita index 4.10
}};

constexpr double kDay = 86400.0;
class DiurnalWorld final : public DemandCurve {
 public:
  struct Params {
    double weekday_peak_to_trough = 3.2;
    double weekend_peak_to_trough = 2.3;
    double weekend_level = 0.47;
    double peak_hour = 14.0;
    double growth_per_day = 0.0;
  };

  static FieldList<Params> fields() {
    FieldList<Params> list;
    // Azure 2024 conversations (2.0) and code (10.0) together, by their mean rates.
    list.number("weekday_peak_to_trough", &Params::weekday_peak_to_trough, {1.0, 1000.0},
                "Largest over smallest rate of one region on a weekday.");
    // Azure 2024 conversations (1.7) and code (6.4) together.
    list.number("weekend_peak_to_trough", &Params::weekend_peak_to_trough, {1.0, 1000.0}, "The same at a weekend.");
    // Azure 2024: (105255 + 39572) requests an hour at the weekend over (185431 + 124202) on weekdays.
    list.number("weekend_level", &Params::weekend_level, {0.0, 10.0}, "Mean rate at a weekend over a weekday's.");
    // Azure 2024 code has its trough at 08:00 UTC: 02:00 where most of it comes from, taken as UTC-6.
    list.number("peak_hour", &Params::peak_hour, {0.0, 24.0}, "Local hour of the largest rate.");
    list.number("growth_per_day", &Params::growth_per_day, {-0.5, 1.0}, "Exponential growth of demand, per day.");
    return list;
  }

  explicit DiurnalWorld(const Params& params) : params_(params) {
    pattern_.weekday_peak_to_trough = params.weekday_peak_to_trough;
    pattern_.weekend_peak_to_trough = params.weekend_peak_to_trough;
    pattern_.weekend_level = params.weekend_level;
    pattern_.peak_hour = params.peak_hour;
    constexpr int kMinutes = 1440;
    double largest = 0.0;
    for (int minute = 0; minute < kMinutes; ++minute) {
      largest = std::max(largest, unscaled_rate(minute * 60.0));
    }
    scale_ = 1.0 / largest;
  }

  [[nodiscard]] double relative_rate(Seconds time) const override { return unscaled_rate(time.value()) * scale_; }

 private:
  [[nodiscard]] double unscaled_rate(double time) const {
    double rate = 0.0;
    for (const Region& region : kRegions) {
      rate += region.share * local_rate(pattern_, time / kDay + region.utc_offset_hours / 24.0);
    }
    return rate * growth_factor(params_.growth_per_day, Seconds(time));
  }

  Params params_;
  SectorSpec pattern_;  ///< of every region
  double scale_ = 1.0;
};

[[maybe_unused]] const bool kRegistered = register_plugin<DiurnalWorld, DemandCurve>(
    "diurnal_world", "Daily and weekly pattern of users around the world, by time zone, with growth.");

}  // namespace
}  // namespace gigapod
