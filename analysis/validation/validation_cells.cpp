#include "analysis/validation/validation_cells.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <utility>
#include <vector>

namespace gigapod {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())) != 0) text.remove_prefix(1);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())) != 0) text.remove_suffix(1);
  return text;
}

/// Without separators between groups of three digits: `1,234,567` and `1_234_567`.
std::string ungrouped(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_separator = (text[i] == ',' || text[i] == '_') && i > 0 && is_digit(text[i - 1]);
    std::size_t digits = 0;
    while (is_separator && i + 1 + digits < text.size() && is_digit(text[i + 1 + digits])) ++digits;
    if (!(is_separator && digits == 3)) result += text[i];
  }
  return result;
}

/// What a unit after a number multiplies it by.
std::optional<double> unit_factor(std::string_view unit) {
  constexpr std::array<std::pair<std::string_view, double>, 16> kUnits{{{"", 1.0},
                                                                        {"%", 1.0},
                                                                        {"s", 1.0},
                                                                        {"sec", 1.0},
                                                                        {"seconds", 1.0},
                                                                        {"ms", 1e-3},
                                                                        {"us", 1e-6},
                                                                        {"b", 1.0},
                                                                        {"chips", 1.0},
                                                                        {"slices", 1.0},
                                                                        {"seqs", 1.0},
                                                                        {"tflops", 1.0},
                                                                        {"tflop/s", 1.0},
                                                                        {"tflop/s/chip", 1.0},
                                                                        {"tokens/s", 1.0},
                                                                        {"tokens/s/chip", 1.0}}};
  const std::string name = lower_case(trimmed(unit));
  for (const auto& [known, factor] : kUnits) {
    if (known == name) return factor;
  }
  return std::nullopt;
}

/// Words of a chip's name that do not tell chips apart.
bool is_filler(std::string_view word) {
  constexpr std::array<std::string_view, 22> kFillers{
      "tpu", "google", "cloud", "nvidia", "gpu",   "chip",  "sxm", "sxm4", "sxm5",  "sxm6",   "hgx",
      "dgx", "nvl8",   "nvl72", "80gb",   "141gb", "180gb", "pod", "node", "nodes", "nvlink", "chips"};
  return std::find(kFillers.begin(), kFillers.end(), word) != kFillers.end();
}

/// A word without a count of chips before it: `8xh100`; nothing where it is a count only: `8`, `2x`.
std::string uncounted(const std::string& word) {
  std::size_t digits = 0;
  while (digits < word.size() && is_digit(word[digits])) ++digits;
  if (digits == word.size()) return {};
  const bool is_count = digits > 0 && word[digits] == 'x' && !(digits == 1 && word == "7x");
  return is_count ? word.substr(digits + 1) : word;
}

/// The words that name the chip, joined; a number alone counts chips.
std::string telling_words(std::string_view text) {
  std::vector<std::string> words(1);
  for (const char c : lower_case(text)) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      words.back() += c;
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  std::string joined;
  for (const std::string& counted : words) {
    const std::string word = uncounted(counted);
    if (word.empty() || is_filler(word)) continue;
    // A name says once which chip it is: `v7 (Ironwood)`.
    if (!joined.empty() && (word == "ironwood" || word == "trillium")) continue;
    joined += word;
  }
  if (joined.starts_with("tpu")) joined.erase(0, 3);
  return joined;
}

}  // namespace

std::string lower_case(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

std::optional<double> written_number(std::string_view text) {
  std::string_view rest = trimmed(text);
  for (const std::string_view about : {"~", "\xe2\x89\x88", "+"}) {
    if (rest.starts_with(about)) rest = trimmed(rest.substr(about.size()));
  }
  const std::string plain = ungrouped(rest);
  double number = 0.0;
  const auto [end, fault] = std::from_chars(plain.data(), plain.data() + plain.size(), number);
  if (fault != std::errc() || !std::isfinite(number)) return std::nullopt;
  const auto factor = unit_factor(std::string_view(end, static_cast<std::size_t>(plain.data() + plain.size() - end)));
  if (!factor) return std::nullopt;
  return number * *factor;
}

bool is_unknown(std::string_view text) {
  constexpr std::array<std::string_view, 12> kUnknown{
      "", "-", "--", "\xe2\x80\x93", "\xe2\x80\x94", "n/a", "na", "nan", "null", "unknown", "?", "tbd"};
  return std::find(kUnknown.begin(), kUnknown.end(), lower_case(trimmed(text))) != kUnknown.end();
}

std::optional<std::string> chip_named(std::string_view text, const std::map<std::string, ChipSpec>& chips) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kOtherNames{{{"ironwood", "v7"},
                                                                                      {"7x", "v7"},
                                                                                      {"v7x", "v7"},
                                                                                      {"trillium", "v6e"},
                                                                                      {"v6", "v6e"},
                                                                                      {"v5lite", "v5e"},
                                                                                      {"v5litepod", "v5e"}}};
  const std::string whole = lower_case(trimmed(text));
  if (chips.contains(whole)) return whole;
  std::string words = telling_words(text);
  for (const auto& [other, name] : kOtherNames) {
    if (words == other) words = name;
  }
  if (chips.contains(words)) return words;
  return std::nullopt;
}

}  // namespace gigapod
