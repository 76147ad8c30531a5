#include "sim/scenario/yaml_writer.hpp"

#include "sim/scenario/document.hpp"
#include "tests/unit/scenario/written_file.hpp"

#include <gtest/gtest.h>

#include <random>

namespace gigapod {
namespace {

/// The text that our reader gets back from one written text.
std::string read_back(const std::string& text) {
  const WrittenFile file("text.yaml", "key: " + yaml_text(text) + "\n");
  Diagnostics diagnostics;
  Findings findings(diagnostics);
  std::deque<SourceText> sources;
  DocumentNode root;
  EXPECT_TRUE(read_document(file.path(), sources, findings, root)) << diagnostics.text();
  return root.entries.empty() ? "" : root.find("key")->text;
}

TEST(YamlText, ReadsBackAsItWas) {
  for (const std::string text : {"plain",       "two words",   "-1",          "",
                                 "null",        "~",           "true",        "1.5",
                                 "a: b",        "a #b",        "'q'",         "\"q\"",
                                 "back\\slash", "{x}",         "[x]",         "*x",
                                 "&x",          "!x",          "%x",          "@x",
                                 "tab\tin",     "line\nbreak", " lead",       "trail ",
                                 "µ Zürich 中", "on",          "No",          "nan",
                                 "x:",          "- x",         "? x",         "|",
                                 ">",           ".inf",        "llama3.1-8b", "AI-Hypercomputer/x@1a2b"}) {
    EXPECT_EQ(read_back(text), text);
  }
}

TEST(YamlText, ReadsBackForRandomTexts) {
  std::mt19937 generator(3);
  const std::string alphabet = "ab :-#'\"\\{}[],&*!|>%@`\t\n~?./";
  for (int run = 0; run < 500; ++run) {
    std::string text;
    for (int i = 0; i < 12; ++i) text += alphabet[generator() % alphabet.size()];

    EXPECT_EQ(read_back(text), text);
  }
}

TEST(YamlWriter, IndentsMappingsAndItems) {
  YamlWriter yaml;
  yaml.line("name", "x");
  yaml.open("jobs");
  yaml.open_item();
  yaml.line("name", "a");
  yaml.open("inner");
  yaml.line("b", "1");
  yaml.close();
  yaml.close();
  yaml.open_item();
  yaml.line("name", "c");
  yaml.close();
  yaml.close();
  yaml.line("seed", "2");

  EXPECT_EQ(yaml.text(),
            "name: x\n"
            "jobs:\n"
            "  - name: a\n"
            "    inner:\n"
            "      b: 1\n"
            "  - name: c\n"
            "seed: 2\n");
}

TEST(YamlWriter, WritesTheWordThatStandsForZero) {
  const Field count{"count", FieldKind::kInteger, Dimension::kNone, false, {}, {}, {}, {}};
  const ZeroWord words[] = {{"count", "fit"}};
  YamlWriter yaml;
  yaml.field(count, std::int64_t{0}, words);
  yaml.field(count, std::int64_t{3}, words);
  yaml.field(count, std::int64_t{0});

  EXPECT_EQ(yaml.text(), "count: fit\ncount: 3\ncount: 0\n");
}

}  // namespace
}  // namespace gigapod
