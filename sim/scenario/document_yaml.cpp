#include "sim/scenario/document_yaml.hpp"

namespace gigapod {

std::string flow_yaml(const DocumentNode& node) {
  std::string text;
  switch (node.kind) {
    case DocumentNode::Kind::kNull: return "null";
    case DocumentNode::Kind::kScalar: return yaml_text(node.text);
    case DocumentNode::Kind::kSequence:
      for (const DocumentNode& item : node.items) text += (text.empty() ? "" : ", ") + flow_yaml(item);
      return "[" + text + "]";
    case DocumentNode::Kind::kMapping: break;
  }
  for (const DocumentEntry& entry : node.entries) {
    text += (text.empty() ? "" : ", ") + yaml_text(entry.key) + ": " + flow_yaml(entry.value);
  }
  return "{" + text + "}";
}

void write_mapping(YamlWriter& yaml, const std::string& key, const DocumentNode& mapping) {
  yaml.open(key);
  for (const DocumentEntry& entry : mapping.entries) yaml.line(yaml_text(entry.key), flow_yaml(entry.value));
  yaml.close();
}

}  // namespace gigapod
