#pragma once

#include "sim/base/quantity.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace gigapod {

/// `967,680`
[[nodiscard]] std::string grouped(std::int64_t number);
/// How many of what: `1 slice`, `4,096 slices`. `one` is the word for one of them.
[[nodiscard]] std::string counted(std::int64_t number, std::string_view one);
/// A count in three digits: `12.4 T`, `3.20 B`, `640`. Letters as in finance: k, M, B, T, then powers of ten.
[[nodiscard]] std::string short_count(double number);
/// A fraction as `43.1%`; shares too small for the digits are `<0.1%`.
[[nodiscard]] std::string percent(double fraction);
/// A relative error with its sign: `+2.3%`.
[[nodiscard]] std::string signed_percent(double fraction);
/// `707 GWh`
[[nodiscard]] std::string energy_text(Joules energy);
/// `$42.4 M`
[[nodiscard]] std::string money_text(double dollars);
/// `30 days`, `6.5 h`, `17.6 s`, `380 ms`
[[nodiscard]] std::string duration_text(Seconds time);
/// `1.06 GW`, `980 MW`
[[nodiscard]] std::string power_text(Watts power);

}  // namespace gigapod
