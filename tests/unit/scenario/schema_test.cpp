#include "sim/scenario/document.hpp"
#include "tests/unit/scenario/catalog_for_tests.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>

namespace gigapod {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

/// Whether a value of a document is allowed by a schema, as far as kinds, keys and choices go; the keys that are not
/// allowed anywhere are added to `faults`.
bool is_allowed(const DocumentNode& node, const Json& schema, std::string& faults) {
  if (schema.contains("anyOf") && !schema.contains("properties")) {
    std::string all;
    for (const Json& option : schema["anyOf"]) {
      std::string inner;
      if (is_allowed(node, option, inner)) return true;
      all += inner;
    }
    faults += all;
    return false;
  }
  const std::string type = schema.value("type", "");
  if (node.is_mapping()) {
    if (type != "object") return false;
    if (!schema.contains("properties") && !schema.contains("additionalProperties")) return true;  // any keys
    bool is_right = true;
    for (const DocumentEntry& entry : node.entries) {
      if (schema.contains("properties") && schema["properties"].contains(entry.key)) {
        if (is_allowed(entry.value, schema["properties"][entry.key], faults)) continue;
        faults += entry.key + " has no allowed value\n";
      } else if (schema.contains("additionalProperties") && schema["additionalProperties"].is_object()) {
        if (is_allowed(entry.value, schema["additionalProperties"], faults)) continue;
        faults += entry.key + " has no allowed value\n";
      } else {
        faults += entry.key + " is no key\n";
      }
      is_right = false;
    }
    for (const Json& key : schema.value("required", Json::array())) {
      if (node.find(key.get<std::string>()) != nullptr) continue;
      faults += key.get<std::string>() + " is missing\n";
      is_right = false;
    }
    return is_right;
  }
  if (node.is_sequence()) {
    if (type != "array") return false;
    return std::all_of(node.items.begin(), node.items.end(),
                       [&](const DocumentNode& item) { return is_allowed(item, schema["items"], faults); });
  }
  if (schema.contains("const")) return schema["const"] == node.text;
  if (schema.contains("enum")) {
    return std::find(schema["enum"].begin(), schema["enum"].end(), node.text) != schema["enum"].end();
  }
  return type != "object" && type != "array";
}

TEST(Schema, IsOfTheCurrentDraft) {
  const Json schema = Json::parse(scenario_schema());

  EXPECT_EQ(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
  EXPECT_EQ(schema["additionalProperties"], false);
}

TEST(Schema, AllowsEveryShippedScenario) {
  const Json schema = Json::parse(scenario_schema());
  for (const auto& entry : fs::directory_iterator(fs::path(GIGAPOD_SOURCE_DIR) / "scenarios")) {
    if (entry.path().extension() != ".yaml") continue;
    Diagnostics diagnostics;
    Findings findings(diagnostics);
    std::deque<SourceText> sources;
    DocumentNode root;
    ASSERT_TRUE(read_document(entry.path(), sources, findings, root));
    std::string faults;

    EXPECT_TRUE(is_allowed(root, schema, faults)) << entry.path() << "\n" << faults;
  }
}

TEST(Schema, RefusesAnUnknownKey) {
  const Json schema = Json::parse(scenario_schema());
  DocumentNode root;
  root.kind = DocumentNode::Kind::kMapping;
  root.entries.push_back({"horizont", {}});
  std::string faults;

  EXPECT_FALSE(is_allowed(root, schema, faults));
  EXPECT_EQ(faults.substr(0, 19), "horizont is no key\n");
}

TEST(Schema, DescribesUnitsChoicesAndPlugins) {
  const Json properties = Json::parse(scenario_schema())["properties"];

  EXPECT_EQ(properties["horizon"]["description"],
            "Simulated time. Unit: one of s, ms, us, ns, min, h, hours, days, day.");
  const Json& job = properties["jobs"]["anyOf"][0]["items"];
  EXPECT_EQ(job["properties"]["precision"]["enum"], Json::array({"bf16", "int8", "fp8", "fp4"}));
  EXPECT_EQ(job["required"], Json::array({"name", "pod_type", "slice", "model"}));
  const Json& names = properties["scheduler"]["anyOf"][0]["enum"];
  EXPECT_NE(std::find(names.begin(), names.end(), "priority_backfill"), names.end());
}

}  // namespace
}  // namespace gigapod
