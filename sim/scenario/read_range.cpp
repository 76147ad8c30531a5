#include "sim/scenario/read_range.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>

namespace gigapod {
namespace {

/// A number and what follows it: "100 GB/s" as 100 and " GB/s".
struct End {
  double number = 0.0;
  std::string unit;
};

std::optional<End> read_end(const DocumentNode& item, const char* key, const std::string& axis, Findings& findings) {
  const DocumentNode* node = item.find(key);
  if (node == nullptr) {
    findings.error(item.mark, fmt::format("the range of axis '{}' needs '{}'", axis, key));
    return std::nullopt;
  }
  End end;
  const std::string& text = node->text;
  const auto [stop, failure] = std::from_chars(text.data(), text.data() + text.size(), end.number);
  if (!node->is_scalar() || failure != std::errc() || !std::isfinite(end.number)) {
    findings.error(node->mark, fmt::format("'{}' of axis '{}' is no number", key, axis),
                   "write one with the unit of the key, such as 100 GB/s");
    return std::nullopt;
  }
  end.unit.assign(stop, text.data() + text.size());
  return end;
}

void check_range(const DocumentNode& item, const AxisRange& range, const AxisHead& head, Findings& findings) {
  if (range.low >= range.high) {
    findings.error(item.find("high")->mark, fmt::format("'high' of axis '{}' must be above 'low'", head.name));
  }
  if (range.is_logarithmic && range.low <= 0.0) {
    findings.error(item.find("low")->mark, "'spacing: log' needs a 'low' above 0");
  }
  if (head.round_to > range.high - range.low) {
    findings.error(item.find("round_to")->mark,
                   fmt::format("'round_to' is more than the range of axis '{}'", head.name));
  }
}

}  // namespace

DocumentNode change_of_key(const std::string& path, const DocumentNode& value) {
  DocumentNode node = value;
  for (std::size_t end = path.size(); end != std::string::npos && end > 0;) {
    const std::size_t dot = path.rfind('.', end - 1);
    const std::size_t begin = dot == std::string::npos ? 0 : dot + 1;
    DocumentNode outer;
    outer.kind = DocumentNode::Kind::kMapping;
    outer.mark = value.mark;
    outer.label = value.mark;
    node.label = value.mark;
    outer.entries.push_back({path.substr(begin, end - begin), std::move(node)});
    node = std::move(outer);
    end = dot;
  }
  return node;
}

void read_range(const DocumentNode& item, const AxisHead& head, Findings& findings, Axis& axis) {
  if (head.key.empty()) {
    findings.error(item.mark, fmt::format("the range of axis '{}' needs the 'key' that takes its values", head.name));
  }
  if (head.is_cumulative)
    findings.error(item.mark, fmt::format("a range can't be cumulative, as axis '{}' is", head.name));
  const auto low = read_end(item, "low", head.name, findings);
  const auto high = read_end(item, "high", head.name, findings);
  if (!low || !high) return;
  if (low->unit != high->unit) {
    findings.error(item.find("high")->mark,
                   fmt::format("the ends of axis '{}' have different units: '{}' and '{}'", head.name,
                               item.find("low")->text, item.find("high")->text),
                   "write both in the same unit");
    return;
  }
  axis.range = AxisRange{low->number, high->number, low->unit, head.spacing == AxisSpacing::kLog};
  axis.round_to = head.round_to;
  axis.mark = item.find("low")->mark;
  check_range(item, *axis.range, head, findings);
}

double AxisRange::at(double coordinate) const {
  return is_logarithmic ? low * std::pow(high / low, coordinate) : low + (high - low) * coordinate;
}

/// Where `at` gives that number.
double AxisRange::coordinate_of(double number) const {
  return is_logarithmic ? std::log(number / low) / std::log(high / low) : (number - low) / (high - low);
}

double add_sample_value(Axis& axis, double coordinate) {
  if (coordinate == kOwnValue) {
    axis.values.push_back({"as it is", {}, {}});
    return coordinate;
  }
  const double number = axis.range->at(coordinate);
  const double rounded = axis.round_to > 0.0 ? std::round(number / axis.round_to) * axis.round_to : number;
  DocumentNode value;
  value.kind = DocumentNode::Kind::kScalar;
  value.text =
      (axis.round_to > 0.0 ? fmt::format("{:.15g}", rounded) : fmt::format("{:.6g}", rounded)) + axis.range->unit;
  value.mark = axis.mark;
  value.label = axis.mark;
  axis.values.push_back({value.text, {change_of_key(axis.key, value)}, {}});
  const bool has_coordinate = rounded > 0.0 || !axis.range->is_logarithmic;
  return axis.round_to > 0.0 && has_coordinate ? axis.range->coordinate_of(rounded) : coordinate;
}

}  // namespace gigapod
