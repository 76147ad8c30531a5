#include "sim/scenario/mapping_reader.hpp"

#include "sim/base/suggestion.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace gigapod {

MappingReader::MappingReader(const DocumentNode& node, std::string where, Findings& findings)
    : node_(&node), where_(std::move(where)), findings_(&findings), is_valid_(node.is_mapping()) {
  if (is_valid_) return;
  findings.error(node.kind == DocumentNode::Kind::kNull ? node.label : node.mark,
                 fmt::format("{} expects keys and values", where_), "write `key: value`");
}

const DocumentNode* MappingReader::take(const std::string& key) {
  known_.push_back(key);
  return node_->find(key);
}

const DocumentNode* MappingReader::require(const std::string& key) {
  const DocumentNode* value = take(key);
  if (value == nullptr && is_valid_) findings_->error(node_->label, fmt::format("{} needs '{}'", where_, key));
  return value;
}

std::optional<FieldValue> MappingReader::read_field(const Field& field, bool is_complete,
                                                    std::span<const ZeroWord> words, bool& all_read) {
  const bool is_required = field.is_required && is_complete;
  const DocumentNode* node = is_required ? require(field.name) : take(field.name);
  if (node == nullptr) {
    all_read = all_read && !is_required;
    return std::nullopt;
  }
  const auto word =
      std::find_if(words.begin(), words.end(), [&](const ZeroWord& zero) { return field.name == zero.key; });
  auto value = read_value(*node, field, *findings_, word == words.end() ? nullptr : word->word);
  all_read = all_read && value.has_value();
  return value;
}

bool MappingReader::read_list(const std::string& key, const Field& item, std::vector<FieldValue>& values) {
  const DocumentNode* list = take(key);
  if (list == nullptr) return true;
  if (!list->is_sequence() || list->items.empty()) {
    findings_->error(list->label, fmt::format("'{}' expects a list such as [a, b]", key));
    return false;
  }
  const std::size_t expected = values.size() + list->items.size();
  for (const DocumentNode& node : list->items) {
    if (auto value = read_value(node, item, *findings_)) values.push_back(std::move(*value));
  }
  return values.size() == expected;
}

void MappingReader::finish() {
  for (const DocumentEntry& entry : node_->entries) {
    if (std::find(known_.begin(), known_.end(), entry.key) != known_.end()) continue;
    const auto nearest = nearest_word(entry.key, known_);
    findings_->error(entry.value.label, fmt::format("unknown key '{}' in {}", entry.key, where_),
                     nearest ? fmt::format("did you mean '{}'?", *nearest)
                             : fmt::format("known keys: {}", fmt::join(known_, ", ")));
  }
}

}  // namespace gigapod
