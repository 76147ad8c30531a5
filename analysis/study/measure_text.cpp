#include "analysis/study/measure_text.hpp"

#include "analysis/study/study_measures.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <string_view>

namespace gigapod {

namespace {

/// In what a value is shown.
struct Scale {
  double unit = 1.0;
  std::string name;
};

/// From a million on: joules and watts with the letters of the SI, counts with those of finance.
Scale scale_of(double value, std::string_view unit) {
  struct Step {
    double unit;
    const char* si;
    const char* count;
  };
  static constexpr std::array<Step, 5> kSteps = {
      {{1e18, "E", nullptr}, {1e15, "P", nullptr}, {1e12, "T", "T"}, {1e9, "G", "B"}, {1e6, "M", "M"}}};
  const bool is_si = unit == "J" || unit == "W";
  for (const Step& step : kSteps) {
    if (!(std::abs(value) >= step.unit)) continue;
    if (is_si) return {step.unit, fmt::format(" {}{}", step.si, unit)};
    if (step.count == nullptr) break;  // no letter that a reader knows
    return {step.unit, fmt::format(" {}", step.count)};
  }
  return {};
}

/// Four digits or so: `0.912`, `1234`, `5.670e-05`.
std::string digits(double value) {
  if (std::isnan(value)) return "–";
  const double size = std::abs(value);
  if (size >= 1e6 || (size > 0.0 && size < 1e-3)) return fmt::format("{:.3e}", value);
  return fmt::format("{:.{}f}", value, size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3);
}

}  // namespace

std::string measure_text(double value, const std::string& measure) {
  if (is_fraction(measure) && !std::isnan(value)) return fmt::format("{:.2f}%", 100.0 * value);
  const Scale scale = scale_of(value, measure_unit(measure));
  return digits(value / scale.unit) + scale.name;
}

std::string interval_text(const MeanInterval& interval, const std::string& measure) {
  if (interval.samples == 0) return "–";
  if (interval.samples == 1) return measure_text(interval.mean, measure);
  const double half_width = interval.is_rounding() ? 0.0 : interval.half_width;
  if (is_fraction(measure)) return fmt::format("{:.2f} ± {:.2f}%", 100.0 * interval.mean, 100.0 * half_width);
  const Scale scale = scale_of(interval.mean, measure_unit(measure));
  return fmt::format("{} ± {}{}", digits(interval.mean / scale.unit), digits(half_width / scale.unit), scale.name);
}

}  // namespace gigapod
