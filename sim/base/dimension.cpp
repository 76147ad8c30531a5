#include "sim/base/dimension.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <span>
#include <vector>

namespace gigapod {
namespace {

struct Unit {
  std::string_view name;
  Dimension dimension;
  double factor;
};

/// Every unit a user may write, in the order messages list them. Each dimension has its base unit here, so that
/// amount_text always finds an exact one.
constexpr std::array kUnits = {
    Unit{"s", Dimension::kTime, 1.0},
    Unit{"ms", Dimension::kTime, 1e-3},
    Unit{"us", Dimension::kTime, 1e-6},
    Unit{"ns", Dimension::kTime, 1e-9},
    Unit{"min", Dimension::kTime, 60.0},
    Unit{"h", Dimension::kTime, 3600.0},
    Unit{"hours", Dimension::kTime, 3600.0},
    Unit{"days", Dimension::kTime, 86400.0},
    Unit{"day", Dimension::kTime, 86400.0},
    Unit{"Hz", Dimension::kFrequency, 1.0},
    Unit{"kHz", Dimension::kFrequency, 1e3},
    Unit{"MHz", Dimension::kFrequency, 1e6},
    Unit{"GHz", Dimension::kFrequency, 1e9},
    Unit{"per_day", Dimension::kFrequency, 1.0 / 86400.0},
    Unit{"per_hour", Dimension::kFrequency, 1.0 / 3600.0},
    Unit{"B", Dimension::kData, 1.0},
    Unit{"kB", Dimension::kData, 1e3},
    Unit{"MB", Dimension::kData, 1e6},
    Unit{"GB", Dimension::kData, 1e9},
    Unit{"TB", Dimension::kData, 1e12},
    Unit{"PB", Dimension::kData, 1e15},
    Unit{"EB", Dimension::kData, 1e18},
    Unit{"KiB", Dimension::kData, 1024.0},
    Unit{"MiB", Dimension::kData, 1048576.0},
    Unit{"GiB", Dimension::kData, 1073741824.0},
    Unit{"TiB", Dimension::kData, 1099511627776.0},
    Unit{"B/s", Dimension::kDataRate, 1.0},
    Unit{"MB/s", Dimension::kDataRate, 1e6},
    Unit{"GB/s", Dimension::kDataRate, 1e9},
    Unit{"TB/s", Dimension::kDataRate, 1e12},
    Unit{"PB/s", Dimension::kDataRate, 1e15},
    Unit{"GiB/s", Dimension::kDataRate, 1073741824.0},
    Unit{"Mbps", Dimension::kDataRate, 1e6 / 8},
    Unit{"Gbps", Dimension::kDataRate, 1e9 / 8},
    Unit{"Tbps", Dimension::kDataRate, 1e12 / 8},
    Unit{"Pbps", Dimension::kDataRate, 1e15 / 8},
    Unit{"FLOP", Dimension::kOperations, 1.0},
    Unit{"GFLOP", Dimension::kOperations, 1e9},
    Unit{"TFLOP", Dimension::kOperations, 1e12},
    Unit{"PFLOP", Dimension::kOperations, 1e15},
    Unit{"EFLOP", Dimension::kOperations, 1e18},
    Unit{"FLOP/s", Dimension::kOperationRate, 1.0},
    Unit{"GFLOP/s", Dimension::kOperationRate, 1e9},
    Unit{"TFLOP/s", Dimension::kOperationRate, 1e12},
    Unit{"PFLOP/s", Dimension::kOperationRate, 1e15},
    Unit{"EFLOP/s", Dimension::kOperationRate, 1e18},
    Unit{"J", Dimension::kEnergy, 1.0},
    Unit{"kJ", Dimension::kEnergy, 1e3},
    Unit{"MJ", Dimension::kEnergy, 1e6},
    Unit{"Wh", Dimension::kEnergy, 3600.0},
    Unit{"kWh", Dimension::kEnergy, 3.6e6},
    Unit{"MWh", Dimension::kEnergy, 3.6e9},
    Unit{"GWh", Dimension::kEnergy, 3.6e12},
    Unit{"W", Dimension::kPower, 1.0},
    Unit{"kW", Dimension::kPower, 1e3},
    Unit{"MW", Dimension::kPower, 1e6},
    Unit{"GW", Dimension::kPower, 1e9},
    Unit{"W/s", Dimension::kPowerRamp, 1.0},
    Unit{"kW/s", Dimension::kPowerRamp, 1e3},
    Unit{"MW/s", Dimension::kPowerRamp, 1e6},
    Unit{"GW/s", Dimension::kPowerRamp, 1e9},
    Unit{"kW/min", Dimension::kPowerRamp, 1e3 / 60.0},
    Unit{"MW/min", Dimension::kPowerRamp, 1e6 / 60.0},
    Unit{"USD", Dimension::kMoney, 1.0},
    Unit{"$/kWh", Dimension::kEnergyPrice, 1.0 / 3.6e6},
    Unit{"$/MWh", Dimension::kEnergyPrice, 1.0 / 3.6e9},
    Unit{"$/J", Dimension::kEnergyPrice, 1.0},
    Unit{"C", Dimension::kTemperature, 1.0},
};

constexpr std::array<std::string_view, 13> kDimensionNames = {
    "a plain number", "time",  "frequency",  "data size", "data rate",    "operations", "operation rate",
    "energy",         "power", "power ramp", "money",     "energy price", "temperature"};

/// The units a reader meets in the terminal and the report, smallest first.
std::span<const std::string_view> display_units(Dimension dimension) {
  static constexpr std::array<std::string_view, 7> time = {"ns", "us", "ms", "s", "min", "h", "days"};
  static constexpr std::array<std::string_view, 4> frequency = {"Hz", "kHz", "MHz", "GHz"};
  static constexpr std::array<std::string_view, 7> data = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
  static constexpr std::array<std::string_view, 5> rate = {"B/s", "MB/s", "GB/s", "TB/s", "PB/s"};
  static constexpr std::array<std::string_view, 5> operations = {"FLOP", "GFLOP", "TFLOP", "PFLOP", "EFLOP"};
  static constexpr std::array<std::string_view, 5> speed = {"FLOP/s", "GFLOP/s", "TFLOP/s", "PFLOP/s", "EFLOP/s"};
  static constexpr std::array<std::string_view, 5> energy = {"J", "Wh", "kWh", "MWh", "GWh"};
  static constexpr std::array<std::string_view, 4> power = {"W", "kW", "MW", "GW"};
  static constexpr std::array<std::string_view, 4> ramp = {"W/s", "kW/s", "MW/s", "GW/s"};
  static constexpr std::array<std::string_view, 1> money = {"USD"};
  static constexpr std::array<std::string_view, 1> price = {"$/MWh"};
  static constexpr std::array<std::string_view, 1> temperature = {"C"};
  switch (dimension) {
    case Dimension::kTime: return time;
    case Dimension::kFrequency: return frequency;
    case Dimension::kData: return data;
    case Dimension::kDataRate: return rate;
    case Dimension::kOperations: return operations;
    case Dimension::kOperationRate: return speed;
    case Dimension::kEnergy: return energy;
    case Dimension::kPower: return power;
    case Dimension::kPowerRamp: return ramp;
    case Dimension::kMoney: return money;
    case Dimension::kEnergyPrice: return price;
    case Dimension::kTemperature: return temperature;
    case Dimension::kNone: break;
  }
  return {};
}

const Unit* find_unit(std::string_view name) {
  for (const Unit& unit : kUnits) {
    if (unit.name == name) return &unit;
  }
  return nullptr;
}

}  // namespace

std::string_view dimension_name(Dimension dimension) { return kDimensionNames[static_cast<std::size_t>(dimension)]; }

std::string unit_names(Dimension dimension) {
  std::string names;
  for (const Unit& unit : kUnits) {
    if (unit.dimension != dimension) continue;
    if (!names.empty()) names += ", ";
    names += unit.name;
  }
  return names;
}

std::variant<Amount, AmountError> parse_amount(std::string_view text) {
  while (!text.empty() && text.front() == '+') text.remove_prefix(1);
  double number = 0.0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure == std::errc::result_out_of_range) return AmountError::kNotFinite;
  if (failure != std::errc{}) return AmountError::kNotANumber;
  if (!std::isfinite(number)) return AmountError::kNotFinite;
  std::string_view unit_text = text.substr(static_cast<std::size_t>(end - text.data()));
  while (!unit_text.empty() && unit_text.front() == ' ') unit_text.remove_prefix(1);
  while (!unit_text.empty() && unit_text.back() == ' ') unit_text.remove_suffix(1);
  if (unit_text.empty()) return AmountError::kMissingUnit;
  const Unit* unit = find_unit(unit_text);
  if (unit == nullptr) return AmountError::kUnknownUnit;
  const double base_value = number * unit->factor;
  if (!std::isfinite(base_value)) return AmountError::kNotFinite;
  return Amount{base_value, unit->dimension};
}

std::string amount_text(double base_value, Dimension dimension) {
  if (dimension == Dimension::kNone) return fmt::format("{}", base_value);
  std::string best;
  for (const Unit& unit : kUnits) {
    if (unit.dimension != dimension) continue;
    const double scaled = base_value / unit.factor;
    if (scaled * unit.factor != base_value) continue;
    std::string candidate = fmt::format("{} {}", scaled, unit.name);
    if (best.empty() || candidate.size() < best.size()) best = std::move(candidate);
  }
  return best;
}

std::string short_amount(double base_value, Dimension dimension) {
  const auto units = display_units(dimension);
  if (units.empty()) return fmt::format("{:.4g}", base_value);
  const Unit* chosen = find_unit(units.front());
  for (const std::string_view name : units) {
    const Unit* unit = find_unit(name);
    if (std::abs(base_value) >= unit->factor) chosen = unit;
  }
  if (base_value == 0.0) chosen = find_unit(dimension == Dimension::kTime ? "s" : units.front());
  const double scaled = base_value / chosen->factor;
  if (std::abs(scaled) >= 1000.0) return fmt::format("{:.0f} {}", scaled, chosen->name);
  return fmt::format("{:.4g} {}", scaled, chosen->name);
}

}  // namespace gigapod
