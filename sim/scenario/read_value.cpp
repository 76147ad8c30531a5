#include "sim/scenario/read_value.hpp"

#include "sim/base/suggestion.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <sstream>

namespace gigapod {
namespace {

/// What a field of the kind holds, for "expects …".
std::string expectation(const Field& field) {
  switch (field.kind) {
    case FieldKind::kNumber: return "a number";
    case FieldKind::kInteger: return "a whole number";
    case FieldKind::kBoolean: return "true or false";
    case FieldKind::kText: return "text";
    case FieldKind::kChoice: return fmt::format("one of {}", fmt::join(field.choices, ", "));
    case FieldKind::kQuantity:
      return fmt::format("a {} such as {}", dimension_name(field.dimension), example_amount(field.dimension));
    case FieldKind::kShape: return "axis lengths such as 4x4x8";
    case FieldKind::kTextList: return "a list of texts";
  }
  return "a value";
}

/// An operation rate, an energy: the right article.
std::string with_article(std::string text) {
  if (text.rfind("a operation", 0) == 0 || text.rfind("a energy", 0) == 0) return "an" + text.substr(1);
  return text;
}

std::string shown(const DocumentNode& node) {
  switch (node.kind) {
    case DocumentNode::Kind::kNull: return "nothing";
    case DocumentNode::Kind::kSequence: return "a list";
    case DocumentNode::Kind::kMapping: return "keys and values";
    case DocumentNode::Kind::kScalar: break;
  }
  constexpr std::size_t kLongest = 60;
  return fmt::format("'{}'", node.text.size() > kLongest ? node.text.substr(0, kLongest) + "…" : node.text);
}

std::string wrong_kind(const Field& field, const DocumentNode& node) {
  return fmt::format("'{}' expects {}, not {}", field.name, with_article(expectation(field)), shown(node));
}

std::string amount_in(double value, const Field& field) {
  if (field.kind == FieldKind::kInteger) return fmt::format("{:.0f}", value);
  return amount_text(value, field.dimension);
}

bool is_in_range(double value, const Range& range) {
  return value <= range.maximum && (range.excludes_minimum ? value > range.minimum : value >= range.minimum);
}

/// "must be between 0 and 1", "must be above 0", …
std::string range_text(const Field& field) {
  const Range& range = field.range;
  const char* lower = range.excludes_minimum ? "above" : "at least";
  const bool has_maximum = std::isfinite(range.maximum) && range.maximum < 2147483647.0;
  if (!std::isfinite(range.minimum)) return "at most " + amount_in(range.maximum, field);
  if (!has_maximum) return fmt::format("{} {}", lower, amount_in(range.minimum, field));
  if (range.excludes_minimum) {
    return fmt::format("above {} and at most {}", amount_in(range.minimum, field), amount_in(range.maximum, field));
  }
  return fmt::format("between {} and {}", amount_in(range.minimum, field), amount_in(range.maximum, field));
}

/// Reports a number outside the field's range or not finite.
bool check_number(double value, const DocumentNode& node, const Field& field, Findings& findings) {
  if (!std::isfinite(value)) {
    findings.error(node.mark, fmt::format("'{}' must be a finite number, not '{}'", field.name, node.text));
    return false;
  }
  if (is_in_range(value, field.range)) return true;
  if (field.kind == FieldKind::kInteger && value > 0.0 && value >= field.range.maximum) {
    findings.error(node.mark, fmt::format("'{}' is {}; it must be at most {}", field.name, node.text,
                                          amount_in(field.range.maximum, field)));
    return false;
  }
  findings.error(node.mark, fmt::format("'{}' is {}; it must be {}", field.name, node.text, range_text(field)));
  return false;
}

/// A number without unit; `.nan` and `.inf` of YAML included. Nothing when the text is not one.
std::optional<double> parse_number(const std::string& text) {
  std::string lower = text;
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  if (lower == ".nan") return std::nan("");
  if (lower == ".inf" || lower == "+.inf" || lower == "-.inf") return HUGE_VAL;
  const char* begin = text.data() + (text.rfind('+', 0) == 0 ? 1 : 0);
  const char* end = text.data() + text.size();
  double value = 0.0;
  const auto [stop, failure] = std::from_chars(begin, end, value);
  if (stop != end || begin == end) return std::nullopt;
  if (failure == std::errc::result_out_of_range) return HUGE_VAL;
  if (failure != std::errc{}) return std::nullopt;
  return value;
}

/// How a text that is no number would be one: `30%` is 0.3, `40 W` is 40.
std::string number_hint(const std::string& text) {
  if (text.ends_with('%')) {
    const auto percent = parse_number(text.substr(0, text.find_last_not_of(" %") + 1));
    if (percent && std::isfinite(*percent)) return fmt::format("write {}", *percent / 100.0);
  }
  return std::holds_alternative<Amount>(parse_amount(text)) ? "leave the unit out" : "";
}

std::optional<FieldValue> read_number(const DocumentNode& node, const Field& field, Findings& findings) {
  const std::optional<double> value = parse_number(node.text);
  if (!value) {
    findings.error(node.mark, wrong_kind(field, node), number_hint(node.text));
    return std::nullopt;
  }
  if (!check_number(*value, node, field, findings)) return std::nullopt;
  return *value;
}

std::optional<FieldValue> read_integer(const DocumentNode& node, const Field& field, Findings& findings) {
  std::int64_t exact = 0;
  const char* end = node.text.data() + node.text.size();
  const auto [stop, failure] = std::from_chars(node.text.data(), end, exact);
  const bool is_exact = stop == end && failure == std::errc{};
  const std::optional<double> value = is_exact ? static_cast<double>(exact) : parse_number(node.text);
  constexpr double kLargestExact = 9007199254740992.0;  // 2^53: written as 1e12 it is still exact
  if (!value || (std::isfinite(*value) && *value != std::floor(*value))) {
    findings.error(node.mark, wrong_kind(field, node));
    return std::nullopt;
  }
  if (!is_exact && std::isfinite(*value) && std::abs(*value) > kLargestExact) {
    findings.error(node.mark, fmt::format("'{}' is {}; it must be at most 2^53", field.name, node.text));
    return std::nullopt;
  }
  if (!check_number(*value, node, field, findings)) return std::nullopt;
  return is_exact ? exact : static_cast<std::int64_t>(*value);
}

bool is_apparent_power(std::string_view unit) {
  return unit == "VA" || unit == "kVA" || unit == "MVA" || unit == "GVA";
}

/// The dimension that a unit belongs to is in `amount`; a unit nobody knows gets a suggestion.
void report_unknown_unit(const DocumentNode& node, const Field& field, Findings& findings) {
  const std::size_t start = node.text.find_first_not_of("+-.0123456789eE ");
  const std::string unit = start == std::string::npos ? node.text : node.text.substr(start);
  if (field.dimension == Dimension::kPower && is_apparent_power(unit)) {
    findings.error(node.mark, fmt::format("'{}' is apparent power ({}); give MW", field.name, unit),
                   "power in W is apparent power x power factor: 40 MVA at 0.95 is 38 MW");
    return;
  }
  std::vector<std::string> known;
  std::istringstream names(unit_names(field.dimension));
  for (std::string name; std::getline(names >> std::ws, name, ',');) known.push_back(name);
  const auto nearest = nearest_word(unit, known);
  std::string hint = nearest ? fmt::format("did you mean '{}'? ", *nearest) : "";
  hint += fmt::format("units of {}: {}", dimension_name(field.dimension), unit_names(field.dimension));
  findings.error(node.mark, fmt::format("'{}' has the unknown unit '{}'", field.name, unit), hint);
}

std::optional<FieldValue> read_quantity(const DocumentNode& node, const Field& field, Findings& findings) {
  const auto parsed = parse_amount(node.text);
  if (const auto* amount = std::get_if<Amount>(&parsed)) {
    if (amount->dimension != field.dimension) {
      findings.error(node.mark,
                     with_article(fmt::format("'{}' expects {}, not {}", field.name, with_article(expectation(field)),
                                              with_article(fmt::format("a {}", dimension_name(amount->dimension))))));
      return std::nullopt;
    }
    if (!check_number(amount->base_value, node, field, findings)) return std::nullopt;
    return amount->base_value;
  }
  switch (std::get<AmountError>(parsed)) {
    case AmountError::kMissingUnit:
      findings.error(
          node.mark, fmt::format("'{}' has no unit", field.name),
          fmt::format("write {}; units: {}", with_article(expectation(field)), unit_names(field.dimension)));
      break;
    case AmountError::kUnknownUnit: report_unknown_unit(node, field, findings); break;
    case AmountError::kNotFinite: (void)check_number(HUGE_VAL, node, field, findings); break;
    case AmountError::kNotANumber:
      if (parse_number(node.text)) {
        (void)check_number(HUGE_VAL, node, field, findings);
      } else {
        findings.error(node.mark, wrong_kind(field, node));
      }
      break;
  }
  return std::nullopt;
}

std::optional<FieldValue> read_boolean(const DocumentNode& node, const Field& field, Findings& findings) {
  if (node.text == "true") return true;
  if (node.text == "false") return false;
  findings.error(node.mark, wrong_kind(field, node));
  return std::nullopt;
}

std::optional<FieldValue> read_choice(const DocumentNode& node, const Field& field, Findings& findings) {
  if (std::find(field.choices.begin(), field.choices.end(), node.text) != field.choices.end()) return node.text;
  const auto nearest = nearest_word(node.text, field.choices);
  findings.error(node.mark, wrong_kind(field, node), nearest ? fmt::format("did you mean '{}'?", *nearest) : "");
  return std::nullopt;
}

std::optional<FieldValue> read_shape(const DocumentNode& node, const Field& field, Findings& findings) {
  std::vector<int> axes;
  double chips = 1.0;
  std::istringstream parts(node.text);
  bool is_valid = !node.text.empty() && node.text.back() != 'x';
  for (std::string part; is_valid && std::getline(parts, part, 'x');) {
    int length = 0;
    const auto [stop, failure] = std::from_chars(part.data(), part.data() + part.size(), length);
    is_valid = failure == std::errc{} && stop == part.data() + part.size() && length >= 1;
    axes.push_back(length);
    chips *= length;
  }
  if (!is_valid || axes.size() > 3) {
    findings.error(node.mark, wrong_kind(field, node),
                   "lengths of one to three axes, each at least 1, joined by 'x'");
    return std::nullopt;
  }
  if (chips > kMostChips) {
    findings.error(node.mark, fmt::format("'{}' is {}: more than {:.0f} chips", field.name, node.text, kMostChips));
    return std::nullopt;
  }
  return axes;
}

bool is_offered(const std::string& text, const Field& field) {
  return field.choices.empty() || std::find(field.choices.begin(), field.choices.end(), text) != field.choices.end();
}

std::optional<FieldValue> read_text_list(const std::vector<DocumentNode>& items, const Field& field,
                                         Findings& findings) {
  std::vector<std::string> texts;
  for (const DocumentNode& item : items) {
    if (!item.is_scalar()) {
      findings.error(item.mark,
                     fmt::format("'{}' expects a list of texts; this item is {}", field.name, shown(item)));
      return std::nullopt;
    }
    if (!is_offered(item.text, field)) {
      const auto nearest = nearest_word(item.text, field.choices);
      findings.error(item.mark, fmt::format("'{}' can't hold {}", field.name, shown(item)),
                     fmt::format("{}it holds any of {}", nearest ? fmt::format("did you mean '{}'? ", *nearest) : "",
                                 fmt::join(field.choices, ", ")));
      return std::nullopt;
    }
    texts.push_back(item.text);
  }
  return texts;
}

}  // namespace

std::optional<FieldValue> read_value(const DocumentNode& node, const Field& field, Findings& findings,
                                     const char* zero_word) {
  if (field.kind == FieldKind::kTextList && node.is_sequence()) return read_text_list(node.items, field, findings);
  if (node.kind == DocumentNode::Kind::kNull) {
    findings.error(node.label, fmt::format("'{}' has no value", field.name),
                   fmt::format("it expects {}", with_article(expectation(field))));
    return std::nullopt;
  }
  if (!node.is_scalar()) {
    findings.error(node.mark, wrong_kind(field, node));
    return std::nullopt;
  }
  if (zero_word != nullptr && node.text == zero_word) {
    return field.kind == FieldKind::kInteger ? FieldValue(std::int64_t{0}) : FieldValue(0.0);
  }
  switch (field.kind) {
    case FieldKind::kNumber: return read_number(node, field, findings);
    case FieldKind::kInteger: return read_integer(node, field, findings);
    case FieldKind::kBoolean: return read_boolean(node, field, findings);
    case FieldKind::kText: return node.text;
    case FieldKind::kChoice: return read_choice(node, field, findings);
    case FieldKind::kQuantity: return read_quantity(node, field, findings);
    case FieldKind::kShape: return read_shape(node, field, findings);
    case FieldKind::kTextList: return read_text_list({node}, field, findings);
  }
  return std::nullopt;
}

const char* example_amount(Dimension dimension) {
  switch (dimension) {
    case Dimension::kTime: return "30 min";
    case Dimension::kFrequency: return "0.01 per_day";
    case Dimension::kData: return "32 GiB";
    case Dimension::kDataRate: return "800 Gbps";
    case Dimension::kOperations: return "5 PFLOP";
    case Dimension::kOperationRate: return "459 TFLOP/s";
    case Dimension::kEnergy: return "20 MWh";
    case Dimension::kPower: return "1.1 GW";
    case Dimension::kPowerRamp: return "10 MW/min";
    case Dimension::kMoney: return "100 USD";
    case Dimension::kEnergyPrice: return "60 $/MWh";
    case Dimension::kTemperature: return "18 C";
    case Dimension::kNone: break;
  }
  return "1";
}

}  // namespace gigapod
