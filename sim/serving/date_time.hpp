#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace gigapod {

/// A moment: whole seconds since 1970 UTC and the part of a second.
struct DateTime {
  std::int64_t second = 0;
  double fraction = 0.0;
  bool operator==(const DateTime&) const = default;
};

/// Reads `2023-11-16 18:15:46.6805900`, with `T` for the blank and an optional `Z` or offset such as `+00:00`.
/// Without an offset the time is UTC.
[[nodiscard]] std::optional<DateTime> parse_date_time(std::string_view text);

}  // namespace gigapod
