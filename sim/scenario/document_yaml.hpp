#pragma once

#include "sim/scenario/document.hpp"
#include "sim/scenario/yaml_writer.hpp"

#include <string>

namespace gigapod {

/// A document as YAML on one line (`{a: "1", b: [x, y]}`) that reads back to the same document but for its places.
[[nodiscard]] std::string flow_yaml(const DocumentNode& node);

/// A mapping under `key`, each of its entries on a line.
void write_mapping(YamlWriter& yaml, const std::string& key, const DocumentNode& mapping);

}  // namespace gigapod
