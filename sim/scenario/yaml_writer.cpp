#include "sim/scenario/yaml_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace gigapod {
namespace {

bool is_plain_character(char c) {
  const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return is_letter || (c >= '0' && c <= '9') || std::string_view("_./- ").find(c) != std::string_view::npos;
}

/// Texts that need no quotes in any YAML: they start with a letter, end with no blank and mean nothing else.
bool is_plain(const std::string& text) {
  static constexpr std::array<std::string_view, 8> kWords = {"null", "true", "false", "yes", "no", "on", "off", "y"};
  if (text.empty() || text.back() == ' ' || !std::all_of(text.begin(), text.end(), is_plain_character)) return false;
  const char first = text.front();
  if (!((first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z'))) return false;
  std::string lower = text;
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  return std::find(kWords.begin(), kWords.end(), lower) == kWords.end() && lower != "n" && lower != "nan" &&
         lower != "inf";
}

struct ValueText {
  const Field& field;

  std::string operator()(double value) const {
    return field.kind == FieldKind::kQuantity ? amount_text(value, field.dimension) : fmt::format("{}", value);
  }
  std::string operator()(std::int64_t value) const { return fmt::format("{}", value); }
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(const std::string& value) const { return yaml_text(value); }
  std::string operator()(const std::vector<int>& axes) const {
    std::string text;
    for (const int length : axes) text += fmt::format("{}{}", text.empty() ? "" : "x", length);
    return text;
  }
  std::string operator()(const std::vector<std::string>& texts) const {
    std::string all;
    for (const std::string& item : texts) all += (all.empty() ? "" : ", ") + yaml_text(item);
    return "[" + all + "]";
  }
};

bool is_zero(const FieldValue& value) {
  if (const auto* number = std::get_if<double>(&value)) return *number == 0.0;
  const auto* whole = std::get_if<std::int64_t>(&value);
  return whole != nullptr && *whole == 0;
}

}  // namespace

std::string yaml_text(const std::string& text) {
  if (is_plain(text)) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (c == '\n') {
      quoted += "\\n";
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      quoted += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    } else {
      quoted += c;
    }
  }
  return quoted + "\"";
}

std::string yaml_value(const FieldValue& value, const Field& field) { return std::visit(ValueText{field}, value); }

void YamlWriter::line(const std::string& key, const std::string& value) {
  std::string indentation(2 * depth_, ' ');
  if (starts_item_) indentation[2 * depth_ - 2] = '-';
  starts_item_ = false;
  text_ += indentation + key + ":" + (value.empty() ? "" : " ") + value + "\n";
}

void YamlWriter::open(const std::string& key) {
  line(key, "");
  ++depth_;
}

void YamlWriter::open_item() {
  ++depth_;
  starts_item_ = true;
}

void YamlWriter::close() { --depth_; }

void YamlWriter::field(const Field& field, const FieldValue& value, std::span<const ZeroWord> words) {
  const auto word =
      std::find_if(words.begin(), words.end(), [&](const ZeroWord& zero) { return field.name == zero.key; });
  line(field.name, word != words.end() && is_zero(value) ? word->word : yaml_value(value, field));
}

}  // namespace gigapod
