#include "sim/app/number_option.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace gigapod::app {
namespace {

struct NumberRange {
  double least = 0.0;
  double most = 0.0;
  bool is_whole = false;
  [[nodiscard]] bool holds(double value) const {
    return value >= least && value <= most && (!is_whole || value == std::floor(value));
  }
};

constexpr double kSmallest = std::numeric_limits<double>::min();
constexpr double kLargest = std::numeric_limits<double>::max();

/// ", such as 40" where that is what '40/s' begins with.
std::string example(double value, const NumberRange& range) {
  if (!range.holds(value)) return {};
  return range.is_whole ? fmt::format(", such as {:.0f}", value) : fmt::format(", such as {}", value);
}

/// Digits as the parser of the line reads them: `1e3` it does not take, and `010` is eight to it.
bool is_plain_whole(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const bool has_only_digits = text.find_first_not_of("0123456789") == std::string_view::npos;
  return !text.empty() && has_only_digits && (text == "0" || text.front() != '0');
}

std::string range_fault(const std::string& text, const NumberRange& range) {
  if (range.most < kLargest) return fmt::format("Value {} not in range {} to {}", text, range.least, range.most);
  if (range.least == kSmallest) return fmt::format("Value {} is not above 0", text);
  return fmt::format("Value {} is not at least {}", text, range.least);
}

/// Why the text is no number of the range; empty when it is.
std::string number_fault(const std::string& text, const NumberRange& range) {
  const char* begin = text.data() + (text.starts_with('+') ? 1 : 0);
  const char* end = text.data() + text.size();
  double value = std::numeric_limits<double>::quiet_NaN();
  const auto [stop, failure] = std::from_chars(begin, end, value);
  const bool is_number = failure == std::errc{} && stop == end && std::isfinite(value);
  if (!is_number || (range.is_whole && !is_plain_whole(text))) {
    return fmt::format("expects a {} (without unit){}, not '{}'", range.is_whole ? "whole number" : "number",
                       example(value, range), text);
  }
  return range.holds(value) ? std::string() : range_fault(text, range);
}

CLI::Validator in_range(const NumberRange& range, const std::string& description) {
  return {[range](const std::string& text) { return number_fault(text, range); }, description};
}

}  // namespace

CLI::Validator number_in(double least, double most) {
  return in_range({least, most, false}, fmt::format("[{:g} - {:g}]", least, most));
}

CLI::Validator number_in(int least, int most) {
  return in_range({static_cast<double>(least), static_cast<double>(most), true},
                  fmt::format("[{} - {}]", least, most));
}

CLI::Validator positive_number() { return in_range({kSmallest, kLargest, false}, "POSITIVE"); }

CLI::Validator seed_number() {
  const auto check = [](const std::string& text) {
    std::uint64_t seed = 0;
    const auto [stop, failure] = std::from_chars(text.data(), text.data() + text.size(), seed);
    if (failure == std::errc{} && stop == text.data() + text.size() && is_plain_whole(text)) return std::string();
    return fmt::format("expects a whole number from 0 to {}, not '{}'", std::numeric_limits<std::uint64_t>::max(),
                       text);
  };
  return {check, ""};
}

}  // namespace gigapod::app
