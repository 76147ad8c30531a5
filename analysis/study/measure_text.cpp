#include "analysis/study/measure_text.hpp"

#include "analysis/study/study_measures.hpp"

#include <fmt/format.h>

#include <cmath>

namespace gigapod {

std::string number_text(double value) {
  if (std::isnan(value)) return "–";
  const double size = std::abs(value);
  if (size >= 1e6 || (size > 0.0 && size < 1e-3)) return fmt::format("{:.3e}", value);
  return fmt::format("{:.{}f}", value, size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3);
}

std::string measure_text(double value, const std::string& measure) {
  return is_fraction(measure) && !std::isnan(value) ? fmt::format("{:.2f}%", 100.0 * value) : number_text(value);
}

std::string interval_text(const MeanInterval& interval, const std::string& measure) {
  if (interval.samples == 0) return "–";
  if (interval.samples == 1) return measure_text(interval.mean, measure);
  const double half_width = interval.is_rounding() ? 0.0 : interval.half_width;
  if (is_fraction(measure)) return fmt::format("{:.2f} ± {:.2f}%", 100.0 * interval.mean, 100.0 * half_width);
  return fmt::format("{} ± {}", number_text(interval.mean), number_text(half_width));
}

}  // namespace gigapod
