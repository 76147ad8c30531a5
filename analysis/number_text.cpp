#include "analysis/number_text.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <span>

namespace gigapod {
namespace {

struct Unit {
  double size;
  const char* suffix;
};

/// Three significant digits without an exponent: 1.06, 12.4, 980, 1060.
std::string three_digits(double number) {
  const double size = std::abs(number);
  if (size == 0 || size >= 99.95) return fmt::format("{:.0f}", number);
  return size >= 9.995 ? fmt::format("{:.1f}", number) : fmt::format("{:.2f}", number);
}

/// In the largest unit that leaves at least one (units descend); rounding that reaches the next unit uses it.
std::string in_units(double number, std::span<const Unit> units) {
  const double size = std::abs(number);
  for (const Unit& unit : units) {
    if (size >= unit.size * 0.9995) return three_digits(number / unit.size) + unit.suffix;
  }
  return three_digits(number / units.back().size) + units.back().suffix;
}

}  // namespace

std::string grouped(std::int64_t number) {
  std::string digits = fmt::format("{}", number < 0 ? -number : number);
  for (auto place = static_cast<std::ptrdiff_t>(digits.size()) - 3; place > 0; place -= 3) {
    digits.insert(static_cast<std::size_t>(place), 1, ',');
  }
  return number < 0 ? fmt::format("-{}", digits) : digits;
}

std::string counted(std::int64_t number, std::string_view one) {
  return fmt::format("{} {}{}", grouped(number), one, number == 1 ? "" : "s");
}

std::string short_count(double number) {
  static constexpr std::array<Unit, 4> kUnits = {{{1e12, " T"}, {1e9, " B"}, {1e6, " M"}, {1e3, " k"}}};
  if (std::abs(number) >= 9.995e14) return fmt::format("{:.2e}", number);
  if (std::abs(number) >= 9999.5) return in_units(number, kUnits);
  if (std::nearbyint(number) == number) return grouped(static_cast<std::int64_t>(number));
  return std::abs(number) >= 999.5 ? in_units(number, kUnits) : three_digits(number);
}

std::string percent(double fraction) {
  if (fraction > 0 && fraction < 0.0005) return "<0.1%";
  return fmt::format("{:.1f}%", fraction * 100);
}

std::string signed_percent(double fraction) { return fmt::format("{:+.1f}%", fraction * 100); }

std::string energy_text(Joules energy) {
  static constexpr std::array<Unit, 4> kUnits = {
      {{3.6e15, " TWh"}, {3.6e12, " GWh"}, {3.6e9, " MWh"}, {3.6e6, " kWh"}}};
  return in_units(energy.value(), kUnits);
}

std::string money_text(double dollars) {
  static constexpr std::array<Unit, 4> kUnits = {{{1e9, " B"}, {1e6, " M"}, {1e3, " k"}, {1, ""}}};
  return fmt::format("${}", in_units(dollars, kUnits));
}

std::string duration_text(Seconds time) {
  static constexpr std::array<Unit, 6> kUnits = {
      {{86400, " days"}, {3600, " h"}, {60, " min"}, {1, " s"}, {1e-3, " ms"}, {1e-6, " us"}}};
  if (time == Seconds(0)) return "0 s";
  const double days = time.value() / 86400;
  if (days >= 1 && std::nearbyint(days) == days) return fmt::format("{:.0f} day{}", days, days == 1 ? "" : "s");
  return in_units(time.value(), kUnits);
}

std::string power_text(Watts power) {
  static constexpr std::array<Unit, 4> kUnits = {{{1e9, " GW"}, {1e6, " MW"}, {1e3, " kW"}, {1, " W"}}};
  return in_units(power.value(), kUnits);
}

}  // namespace gigapod
