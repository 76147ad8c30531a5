#pragma once

#include "sim/base/quantity.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

namespace gigapod {

/// The kinds of physical amount that a scenario can hold.
enum class Dimension {
  kNone,
  kTime,
  kFrequency,
  kData,
  kDataRate,
  kOperations,
  kOperationRate,
  kEnergy,
  kPower,
  kPowerRamp,
  kMoney,
  kEnergyPrice,
  kTemperature,
};

/// "time", "data rate" …, as used in messages.
[[nodiscard]] std::string_view dimension_name(Dimension dimension);

/// The units a user may write for the dimension, in the order they are offered: "s, ms, us, …".
[[nodiscard]] std::string unit_names(Dimension dimension);

template <class Q>
[[nodiscard]] constexpr Dimension dimension_of() {
  if constexpr (std::is_same_v<Q, Seconds>)
    return Dimension::kTime;
  else if constexpr (std::is_same_v<Q, Hertz>)
    return Dimension::kFrequency;
  else if constexpr (std::is_same_v<Q, Bytes>)
    return Dimension::kData;
  else if constexpr (std::is_same_v<Q, BytesPerSecond>)
    return Dimension::kDataRate;
  else if constexpr (std::is_same_v<Q, Flops>)
    return Dimension::kOperations;
  else if constexpr (std::is_same_v<Q, FlopsPerSecond>)
    return Dimension::kOperationRate;
  else if constexpr (std::is_same_v<Q, Joules>)
    return Dimension::kEnergy;
  else if constexpr (std::is_same_v<Q, Watts>)
    return Dimension::kPower;
  else if constexpr (std::is_same_v<Q, WattsPerSecond>)
    return Dimension::kPowerRamp;
  else if constexpr (std::is_same_v<Q, Dollars>)
    return Dimension::kMoney;
  else if constexpr (std::is_same_v<Q, DollarsPerJoule>)
    return Dimension::kEnergyPrice;
  else
    return Dimension::kNone;
}

/// An amount read from text, in the base unit of its dimension.
struct Amount {
  double base_value = 0.0;
  Dimension dimension = Dimension::kNone;
};

/// Why a text is not an amount.
enum class AmountError {
  kNotANumber,
  kMissingUnit,
  kUnknownUnit,
  kNotFinite
};

/// Reads `800 Gbps`, `1.5us`, `32 GiB`, `30 days`, `1e12 FLOP/s`. SI and binary prefixes and bits and bytes are
/// distinct; a bare number is kMissingUnit.
[[nodiscard]] std::variant<Amount, AmountError> parse_amount(std::string_view text);

/// Writes an amount that `parse_amount` reads back to the same double, in the unit that makes it shortest.
[[nodiscard]] std::string amount_text(double base_value, Dimension dimension);

/// Writes an amount for a person, three or four significant digits: "1.09 GW", "17.6 s", "32.0 GiB".
[[nodiscard]] std::string short_amount(double base_value, Dimension dimension);

template <class Q>
[[nodiscard]] std::string short_text(Q quantity) {
  return short_amount(quantity.value(), dimension_of<Q>());
}

}  // namespace gigapod
