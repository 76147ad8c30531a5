#include "sim/scenario/flat_values.hpp"

#include "sim/base/diagnostics.hpp"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <set>

namespace gigapod {
namespace {

using FlatValues = std::vector<std::pair<std::string, std::string>>;

/// The item's `name` where every item has one of its own.
std::vector<std::string> labels_of(const YAML::Node& list) {
  std::vector<std::string> names;
  std::set<std::string> known;
  for (const YAML::Node& item : list) {
    const YAML::Node name = item.IsMap() ? item["name"] : YAML::Node();
    if (!name || !name.IsScalar() || !known.insert(name.Scalar()).second) break;
    names.push_back(name.Scalar());
  }
  if (names.size() == list.size()) return names;
  names.clear();
  for (std::size_t place = 0; place < list.size(); ++place) names.push_back(std::to_string(place));
  return names;
}

bool is_plain_list(const YAML::Node& list) {
  return std::all_of(list.begin(), list.end(),
                     [](const YAML::Node& item) { return !item.IsMap() && !item.IsSequence(); });
}

std::string plain_text(const YAML::Node& list) {
  std::string text;
  for (const YAML::Node& item : list) text += (text.empty() ? "" : ", ") + (item.IsScalar() ? item.Scalar() : "null");
  return "[" + text + "]";
}

void flatten(const YAML::Node& node, const std::string& key, FlatValues& values) {
  const std::string start = key.empty() ? key : key + ".";
  if (node.IsMap()) {
    for (const auto& entry : node) flatten(entry.second, start + entry.first.as<std::string>(), values);
  } else if (node.IsSequence() && !is_plain_list(node)) {
    const std::vector<std::string> labels = labels_of(node);
    for (std::size_t place = 0; place < node.size(); ++place) flatten(node[place], start + labels[place], values);
  } else if (node.IsSequence()) {
    values.emplace_back(key, plain_text(node));
  } else {
    values.emplace_back(key, node.IsScalar() ? node.Scalar() : "null");
  }
}

}  // namespace

std::vector<std::pair<std::string, std::string>> flat_values(const std::string& resolved) {
  FlatValues values;
  try {
    flatten(YAML::Load(resolved), {}, values);
  } catch (const YAML::Exception& error) {
    throw InvalidInput(fmt::format("line {}: {}", error.mark.line + 1, error.msg));
  }
  return values;
}

}  // namespace gigapod
