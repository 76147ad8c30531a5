#include "tests/docs/documented_commands.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gigapod::test {
namespace {

using testing::ElementsAre;

TEST(DocumentedPage, HasTheCommandsOfShellBlocksWithTheirLines) {
  const DocumentedPage page =
      documented_page("a.md", "```sh\ngigapod run a   # exits 3\n\n# a remark\nls \\\n  b\n```\n");

  ASSERT_EQ(page.steps.size(), 2U);
  EXPECT_EQ(page.steps[0].line, 2);
  EXPECT_EQ(page.steps[0].command, "gigapod run a   # exits 3");
  EXPECT_EQ(page.steps[0].exit_code, 3);
  EXPECT_EQ(page.steps[1].line, 5);
  EXPECT_EQ(page.steps[1].command, "ls \\\n  b");
  EXPECT_EQ(page.steps[1].exit_code, 0);
  EXPECT_THAT(page.faults, ElementsAre());
}

TEST(DocumentedPage, HasWhatAConsoleBlockShows) {
  const DocumentedPage page = documented_page("a.md", "```console\n$ ls a\nb\nc\n$ ls d\n```\n");

  ASSERT_EQ(page.steps.size(), 2U);
  EXPECT_EQ(page.steps[0].command, "ls a");
  EXPECT_THAT(page.steps[0].output, ElementsAre("b", "c"));
  EXPECT_EQ(page.steps[0].output_line, 3);
  EXPECT_EQ(page.steps[1].line, 5);
  EXPECT_THAT(page.steps[1].output, ElementsAre());
}

TEST(DocumentedPage, SavesFilesAndMarksSlowAndSkippedBlocks) {
  const DocumentedPage page = documented_page("a.md",
                                              "<!-- test: file x.yaml -->\n```yaml\na: 1\n```\n"
                                              "<!-- test: slow -->\n\n```sh\ngigapod run x.yaml\n```\n"
                                              "<!-- test: skip needs a network -->\n```sh\ncurl x\n```\n");

  ASSERT_EQ(page.steps.size(), 2U);
  EXPECT_EQ(page.steps[0].file, "x.yaml");
  EXPECT_EQ(page.steps[0].content, "a: 1\n");
  EXPECT_TRUE(page.steps[1].is_slow);
  ASSERT_EQ(page.skipped.size(), 1U);
  EXPECT_EQ(page.skipped[0].reason, "needs a network");
  EXPECT_THAT(page.faults, ElementsAre());
}

TEST(DocumentedPage, HasTheFilesOfTheSourcesThatItShows) {
  const DocumentedPage page =
      documented_page("a.md", "<!-- test: source sim/a.cpp -->\n```cpp\nint a;\nint b;\n```\n");

  ASSERT_EQ(page.steps.size(), 1U);
  EXPECT_EQ(page.steps[0].source, "sim/a.cpp");
  EXPECT_EQ(page.steps[0].output_line, 3);
  EXPECT_THAT(page.steps[0].output, ElementsAre("int a;", "int b;"));
}

TEST(DocumentedPage, HasTheCommandsThatSentencesMention) {
  const DocumentedPage page =
      documented_page("a.md", "Say `gigapod run --force` or `other`,\nthen `gigapod check`.\n");

  ASSERT_EQ(page.mentioned.size(), 2U);
  EXPECT_THAT(page.mentioned[0].words, ElementsAre("gigapod", "run", "--force"));
  EXPECT_EQ(page.mentioned[1].line, 2);
}

struct FaultCase {
  const char* name;
  const char* page;
  const char* fault;
};

class DocumentedPageFault : public testing::TestWithParam<FaultCase> {};

TEST_P(DocumentedPageFault, IsSaidWithItsLine) {
  EXPECT_THAT(documented_page("a.md", GetParam().page).faults, ElementsAre(GetParam().fault));
}

const FaultCase kFaults[] = {
    {"SkippedWithoutAReason", "<!-- test: skip -->\n```sh\nls\n```\n",
     "a.md:1: a mark is `file NAME`, `source NAME`, or of a shell block `slow` or `skip` with a reason in words"},
    {"UnknownMark", "\n<!-- test: later -->\n```sh\nls\n```\n",
     "a.md:2: a mark is `file NAME`, `source NAME`, or of a shell block `slow` or `skip` with a reason in words"},
    {"MarkWithoutABlock", "<!-- test: slow -->\ntext\n", "a.md:1: a mark that no block follows"},
    {"MarkAtTheEnd", "<!-- test: slow -->\n", "a.md:1: a mark that no block follows"},
    {"CommandInAPlainBlock", "```\n$ gigapod run a\n```\n",
     "a.md:1: commands stand in blocks of sh, bash or console"},
    {"CommandInABlockOfText", "```text\ngigapod run a\n```\n",
     "a.md:1: commands stand in blocks of sh, bash or console"},
    {"ConsoleWithoutACommand", "```console\nfigures\n```\n",
     "a.md:1: a console block begins with `$ ` and a command"},
    {"NoEnd", "```sh\nls\n", "a.md:1: a block without an end"},
};

INSTANTIATE_TEST_SUITE_P(All, DocumentedPageFault, testing::ValuesIn(kFaults),
                         [](const auto& test) { return test.param.name; });

TEST(ShownOutput, IsTheOutputLineByLine) {
  EXPECT_TRUE(shows({"a", "b"}, {"a", "b"}));
  EXPECT_FALSE(shows({"a", "b"}, {"a", "b", "c"}));
  EXPECT_FALSE(shows({"a", "b"}, {"a"}));
  EXPECT_FALSE(shows({"a"}, {"ab"}));
}

TEST(ShownOutput, HasAnEllipsisForAnyText) {
  EXPECT_TRUE(shows({"took … s"}, {"took 1.5 s"}));
  EXPECT_TRUE(shows({"… s"}, {"took 1.5 s"}));
  EXPECT_FALSE(shows({"took … s"}, {"took 1.5 m"}));
  EXPECT_FALSE(shows({"took … s"}, {"it took 1.5 s"}));
}

TEST(ShownOutput, HasALineWithAnEllipsisForAnyLines) {
  EXPECT_TRUE(shows({"a", "…"}, {"a"}));
  EXPECT_TRUE(shows({"a", "…", "d"}, {"a", "b", "c", "d"}));
  EXPECT_FALSE(shows({"a", "…", "d"}, {"a", "b", "c"}));
}

TEST(ShownOutput, IsWrittenAnewAsFarAsItWasShown) {
  EXPECT_EQ(shown_anew({"a"}, {"b", "c"}), (std::vector<std::string>{"b", "c"}));
  EXPECT_EQ(shown_anew({"a", "…"}, {"b", "c"}), (std::vector<std::string>{"b", "…"}));
  EXPECT_EQ(shown_anew({"a …", "d"}, {"b", "c"}), std::nullopt);
}

}  // namespace
}  // namespace gigapod::test
