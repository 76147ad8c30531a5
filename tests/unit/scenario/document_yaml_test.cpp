#include "sim/scenario/document_yaml.hpp"

#include "sim/scenario/document_hash.hpp"

#include <gtest/gtest.h>

#include <deque>

namespace gigapod {
namespace {

DocumentNode document_of(const std::string& text) {
  Diagnostics diagnostics;
  Findings findings(diagnostics);
  std::deque<SourceText> sources;
  DocumentNode root;
  EXPECT_TRUE(read_document_text("document.yaml", text, sources, findings, root)) << text;
  return root;
}

TEST(DocumentYaml, EntriesOfAMappingTakeALineEach) {
  YamlWriter yaml;

  write_mapping(yaml, "study", document_of("seeds: 3\naxes:\n  - name: pause\n    values: [1 min, none, [a, ~]]\n"));

  EXPECT_EQ(yaml.text(),
            "study:\n"
            "  seeds: \"3\"\n"
            "  axes: [{name: pause, values: [\"1 min\", none, [a, null]]}]\n");
}

TEST(DocumentYaml, ReadsBackToTheSameDocument) {
  for (const char* text :
       {"a: 1\nb: [x, {c: 2, d: y}]\n", "a:\nb: ''\nc: {}\nd: []\n", "\"a: {b}\": 'true, [no] # \"it\\s\"'\n",
        "a: {100k: {b: 'null'}, 1M: ~}\n", "a: \"two\\nlines\"\nb: \xC3\xA9\n"}) {
    const DocumentNode document = document_of(text);

    EXPECT_EQ(document_hash(document_of(flow_yaml(document))), document_hash(document)) << flow_yaml(document);
  }
}

}  // namespace
}  // namespace gigapod
