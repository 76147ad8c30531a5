#include "sim/scenario/document.hpp"

#include "tests/unit/scenario/written_file.hpp"

#include <gtest/gtest.h>

#include <random>

namespace gigapod {
namespace {

/// The findings about a file's text, or its tree.
struct Read {
  bool is_read = false;
  std::string findings;
  DocumentNode root;
  std::deque<SourceText> sources;
};

Read read(const std::filesystem::path& file) {
  Read result;
  Diagnostics diagnostics;
  Findings findings(diagnostics);
  result.is_read = read_document(file, result.sources, findings, result.root);
  findings.close();
  result.findings = diagnostics.text();
  return result;
}

Read read_as(const std::string& text) {
  const WrittenFile file("document.yaml", text);
  return read(file.path());
}

TEST(Document, KeepsTheOrderAndThePlaceOfEveryValue) {
  const Read document = read_as("# comment\nsite:\n  name: \"µ\"   \n  pods: [a, {b: c}]\nnone:\n");

  ASSERT_TRUE(document.is_read);
  const DocumentNode& site = *document.root.find("site");
  EXPECT_EQ(document.root.entries[1].key, "none");
  EXPECT_EQ(document.root.entries[1].value.kind, DocumentNode::Kind::kNull);
  EXPECT_EQ(site.label.line, 2u);
  EXPECT_EQ(site.find("name")->text, "µ");
  const DocumentNode& inner = *site.find("pods")->items[1].find("b");
  EXPECT_EQ(inner.text, "c");
  EXPECT_EQ(inner.mark.line, 4u);
  EXPECT_EQ(inner.mark.column, 17u);
  EXPECT_EQ(inner.label.column, 14u);
}

TEST(Document, CountsColumnsInCharacters) {
  const Read document = read_as("a: {name: \"µµµ\", b: c}\n");

  EXPECT_EQ(document.root.find("a")->find("b")->mark.column, 21u);
}

TEST(Document, AcceptsWindowsLineEndsAndAByteOrderMark) {
  const Read document = read_as(
      "\xEF\xBB\xBF"
      "name: small\r\nseed: 3\r\n");

  ASSERT_TRUE(document.is_read) << document.findings;
  EXPECT_EQ(document.root.find("name")->text, "small");
  EXPECT_EQ(document.root.find("seed")->text, "3");
}

TEST(Document, NamesAMissingFile) {
  EXPECT_EQ(read("no/such/file.yaml").findings, "no/such/file.yaml: error: there is no such file\n1 error\n");
}

TEST(Document, RefusesADirectory) {
  EXPECT_EQ(read("/tmp").findings, "/tmp: error: this is a directory, not a file\n1 error\n");
}

TEST(Document, RefusesAFileOf100MegabytesWithoutReadingIt) {
  const WrittenFile file("large.yaml", "name: small\n");
  std::filesystem::resize_file(file.path(), 100'000'000);

  EXPECT_EQ(read(file.path()).findings,
            file.path().string() + ": error: the file is 100 MB; a scenario is at most 16 MiB\n1 error\n");
}

TEST(Document, RefusesAStreamThatDoesNotEnd) {
  EXPECT_EQ(read("/dev/zero").findings,
            "/dev/zero: error: the file is longer than 16 MiB, the most a scenario may be\n1 error\n");
}

TEST(Document, RefusesDeepNesting) {
  for (const std::string opening : {"[", "{a: ", "- "}) {
    std::string text = "a: ";
    if (opening == "- ") text = "";
    for (int i = 0; i < 100'000; ++i) text += opening;

    const Read document = read_as(text);

    EXPECT_FALSE(document.is_read);
    EXPECT_NE(document.findings.find("nested too deeply"), std::string::npos) << document.findings.substr(0, 300);
  }
}

TEST(Document, RefusesMoreValuesThanAScenarioHas) {
  std::string text = "a: [";
  for (int i = 0; i < 300'000; ++i) text += "1, ";

  EXPECT_NE(read_as(text + "1]\n").findings.find("more than 200000 values in one file"), std::string::npos);
}

TEST(Document, RefusesMoreKeysThanAScenarioHas) {
  std::string text;
  for (int i = 0; i < 5'000; ++i) text += "key" + std::to_string(i) + ": 1\n";

  EXPECT_NE(read_as(text).findings.find("more than 2000 keys in one place"), std::string::npos);
}

TEST(Document, CountsErrorsThatAreTooManyToShow) {
  std::string text;
  for (int i = 0; i < 1'000; ++i) text += "same: 1\n";

  const std::string findings = read_as(text).findings;

  EXPECT_NE(findings.find("799 more errors are not shown"), std::string::npos) << findings.substr(0, 500);
}

TEST(Document, EndsAQuotedTextWhereItsQuoteIs) {
  const Read document = read_as("a: 'it''s'\nb: \"say \\\"so\\\"\"\nc: 'over\n  lines'\n");

  ASSERT_TRUE(document.is_read) << document.findings;
  EXPECT_EQ(document.root.find("a")->text, "it's");
  EXPECT_EQ(document.root.find("b")->text, "say \"so\"");
  EXPECT_EQ(document.root.find("c")->text, "over lines");
}

TEST(Document, SurvivesEveryTruncationOfAFile) {
  const std::string whole =
      "name: small\nsite: {base: x, 'q': \"r\"}\njobs:\n  - name: a\n    p: [1, 2]\n  - |\n    text\n? b\n: c\n";
  for (std::size_t length = 0; length <= whole.size(); ++length) {
    const Read document = read_as(whole.substr(0, length));

    EXPECT_EQ(document.is_read, document.findings.empty()) << whole.substr(0, length);
  }
}

TEST(Document, SurvivesRandomBytes) {
  std::mt19937 generator(7);
  const std::string alphabet = "abc:  \n\n-[]{},'\"&*!|>#%@`?\t\\~0.\xC2\xB5\xFF";
  for (int run = 0; run < 3'000; ++run) {
    std::string text;
    for (int i = 0; i < 60; ++i) text += alphabet[generator() % alphabet.size()];

    const Read document = read_as(text);

    EXPECT_TRUE(document.is_read || !document.findings.empty()) << text;
  }
}

}  // namespace
}  // namespace gigapod
