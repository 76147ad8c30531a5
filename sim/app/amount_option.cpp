#include "sim/app/amount_option.hpp"

#include "sim/app/catalog_choice.hpp"

#include <charconv>
#include <cmath>
#include <string_view>

namespace gigapod::app {

double amount_option(const std::string& option, const std::string& text, Dimension dimension) {
  const std::variant<Amount, AmountError> read = parse_amount(text);
  const auto* amount = std::get_if<Amount>(&read);
  if (amount != nullptr && amount->dimension == dimension) return amount->base_value;
  refuse(fmt::format("{} {}: it expects a {} with one of the units {}", option, text, dimension_name(dimension),
                     unit_names(dimension)));
}

std::optional<double> parse_count(const std::string& text) {
  static constexpr std::string_view kLetters = "kMBT";
  const std::size_t letter = text.empty() ? std::string_view::npos : kLetters.find(text.back());
  const char* end = text.data() + text.size() - (letter == std::string_view::npos ? 0 : 1);
  double value = 0.0;
  const auto [stop, failure] = std::from_chars(text.data(), end, value);
  if (failure != std::errc{} || stop != end) return std::nullopt;
  for (std::size_t i = 0; letter != std::string_view::npos && i <= letter; ++i) value *= 1e3;
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

double count_option(const std::string& option, const std::string& text) {
  const std::optional<double> count = parse_count(text);
  if (count && *count > 0.0 && *count <= 1e30) return *count;
  refuse(fmt::format("{} {}: it expects a number above 0 such as 2e9, 200M or 15T (k, M, B, T)", option, text));
}

double share_option(const std::string& option, const std::string& text) {
  const bool is_percent = !text.empty() && text.back() == '%';
  const std::string digits = is_percent ? text.substr(0, text.size() - 1) : text;
  double value = 0.0;
  const auto [stop, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (failure != std::errc{} || stop != digits.data() + digits.size() || !std::isfinite(value)) {
    refuse(fmt::format("{} {}: it expects a number such as 0.05 or 5%", option, text));
  }
  return is_percent ? value / 100.0 : value;
}

}  // namespace gigapod::app
