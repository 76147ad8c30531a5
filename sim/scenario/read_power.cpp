#include "sim/scenario/read_power.hpp"

#include "sim/scenario/power_tree_faults.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gigapod {
namespace {

/// One point of an efficiency: `{load: 0.5, efficiency: 0.96}`.
bool read_point(const DocumentNode& item, Findings& findings, EfficiencyPoint& point) {
  MappingReader reader(item, "a point of an efficiency", findings);
  if (!reader.is_valid()) return false;
  bool is_whole = true;
  for (const auto& [field, value] :
       {std::pair(&kLoadItem, &point.load), std::pair(&kEfficiencyItem, &point.efficiency)}) {
    const DocumentNode* node = reader.require(field->name);
    const auto read = node != nullptr ? read_value(*node, *field, findings) : std::nullopt;
    if (read) *value = std::get<double>(*read);
    is_whole = is_whole && read.has_value();
  }
  reader.finish();
  return is_whole;
}

/// `efficiency`: a number for every load, or points with rising loads.
void read_efficiency(MappingReader& reader, Findings& findings, std::vector<EfficiencyPoint>& efficiency) {
  const DocumentNode* node = reader.take("efficiency");
  if (node == nullptr) return;
  std::vector<EfficiencyPoint> points;
  if (!node->is_sequence()) {
    const auto number = read_value(*node, kEfficiencyItem, findings);
    if (!number) return;
    points = {{1.0, std::get<double>(*number)}};
  }
  const std::size_t errors = findings.error_count();
  for (const DocumentNode& item : node->items) {
    EfficiencyPoint point;
    if (!read_point(item, findings, point)) continue;
    points.push_back(point);
    const std::string fault = efficiency_fault(points);
    if (fault.empty()) continue;
    findings.error(item.mark, fault);
    points.pop_back();
  }
  if (findings.error_count() > errors) return;
  if (points.empty()) {
    findings.error(node->label, "'efficiency' expects a number or points",
                   "for example [{load: 0.25, efficiency: 0.94}, {load: 1, efficiency: 0.96}]");
  } else if (const std::string fault = efficiency_fault(points); !fault.empty()) {
    findings.error(node->mark, fault);
  } else {
    efficiency = points;
  }
}

void read_levels(const DocumentNode& node, Findings& findings, LevelSpecs& levels) {
  MappingReader reader(node, "'levels'", findings);
  if (!reader.is_valid()) return;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const DocumentNode* level = reader.take(kPowerLevelNames[i]);
    if (level == nullptr) continue;
    MappingReader one(*level, fmt::format("level '{}'", kPowerLevelNames[i]), findings);
    if (!one.is_valid()) continue;
    one.read(level_fields(), levels[i], false);
    read_efficiency(one, findings, levels[i].efficiency);
    one.finish();
  }
  reader.finish();
}

bool read_feed(const DocumentNode& item, Findings& findings, FeedSpec& feed) {
  MappingReader reader(item, "a node of the power tree", findings);
  if (!reader.is_valid()) return false;
  const std::size_t errors = findings.error_count();
  reader.read(feed_fields(), feed, true, kFeedWords);
  read_efficiency(reader, findings, feed.efficiency);
  if (const DocumentNode* pods = reader.take("pods")) {
    const auto count = read_value(*pods, kFedPodsItem, findings, kRestWord);
    if (count) feed.pods = static_cast<int>(std::get<std::int64_t>(*count));
  }
  reader.finish();
  return findings.error_count() == errors;
}

void read_tree(const DocumentNode& node, Findings& findings, PowerSpec& power) {
  if (!node.is_sequence() || node.items.empty()) {
    findings.error(
        node.label, "'tree' expects a list of nodes",
        "for example `- {name: grid, level: grid}` and `- {name: hall-1, parent: grid, level: hall, pods: 8}`");
    return;
  }
  power.tree.clear();
  bool is_whole = true;
  for (const DocumentNode& item : node.items) {
    FeedSpec feed;
    is_whole = read_feed(item, findings, feed) && is_whole;
    power.tree.push_back(std::move(feed));
  }
  if (is_whole) check_power_tree(power.tree, node, findings);
}

}  // namespace

void read_power(const DocumentNode& node, bool is_complete, Findings& findings, PowerSpec& power) {
  MappingReader reader(node, "'power'", findings);
  if (!reader.is_valid()) return;
  reader.read(power_fields(), power, is_complete);
  if (const DocumentNode* cooling = reader.take("cooling")) {
    MappingReader parts(*cooling, "'cooling'", findings);
    if (!power.cooling) power.cooling = CoolingSpec{};
    if (parts.is_valid()) parts.read(cooling_fields(), *power.cooling);
    if (parts.is_valid()) parts.finish();
    if (const DocumentNode* pue = node.find("pue")) {
      findings.error(pue->label, "'pue' and 'cooling' both say what cooling draws", "give one of them");
    }
  }
  if (const DocumentNode* levels = reader.take("levels")) read_levels(*levels, findings, power.levels);
  if (const DocumentNode* tree = reader.take("tree")) read_tree(*tree, findings, power);
  reader.finish();
}

}  // namespace gigapod
