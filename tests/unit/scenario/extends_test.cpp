#include "sim/scenario/extends.hpp"

#include "tests/unit/scenario/written_file.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

const char* const kBase =
    "name: base\n"
    "site:\n"
    "  base: x\n"
    "  power: {pue: 1.1, grid_power: 1 GW}\n"
    "jobs:\n"
    "  - {name: a, tokens: 1}\n"
    "  - {name: b, tokens: 2}\n"
    "scale: {job: a}\n";

struct Extended {
  bool is_read = false;
  std::string findings;
  DocumentNode root;
  std::deque<SourceText> sources;
};

Extended read(const std::filesystem::path& file) {
  Extended result;
  Diagnostics diagnostics;
  Findings findings(diagnostics);
  result.is_read = read_extended_document(file, result.sources, findings, result.root);
  result.findings = diagnostics.text();
  return result;
}

Extended over_base(const std::string& text) {
  const WrittenFile file("over.yaml", "extends: base.yaml\n" + text);
  file.add("base.yaml", kBase);
  return read(file.path());
}

TEST(Extends, MergesMappingsKeyByKey) {
  const Extended over = over_base("name: over\nsite:\n  power: {pue: 1.2}\n");

  ASSERT_TRUE(over.is_read) << over.findings;
  EXPECT_EQ(over.root.find("name")->text, "over");
  EXPECT_EQ(over.root.find("site")->find("base")->text, "x");
  EXPECT_EQ(over.root.find("site")->find("power")->find("pue")->text, "1.2");
  EXPECT_EQ(over.root.find("site")->find("power")->find("grid_power")->text, "1 GW");
  EXPECT_EQ(over.root.find("extends"), nullptr);
}

TEST(Extends, KeepsThePlaceEveryValueWasWrittenAt) {
  const Extended over = over_base("site:\n  power: {pue: 1.2}\n");

  const DocumentNode& power = *over.root.find("site")->find("power");
  EXPECT_EQ(power.find("pue")->mark.source->path.substr(power.find("pue")->mark.source->path.size() - 9),
            "over.yaml");
  EXPECT_EQ(power.find("pue")->mark.line, 3u);
  EXPECT_EQ(power.find("grid_power")->mark.line, 4u);
  EXPECT_NE(power.find("grid_power")->mark.source, power.find("pue")->mark.source);
}

TEST(Extends, ReplacesAListByAList) {
  const Extended over = over_base("jobs:\n  - {name: c}\n");

  ASSERT_EQ(over.root.find("jobs")->items.size(), 1u);
  EXPECT_EQ(over.root.find("jobs")->items[0].find("name")->text, "c");
}

TEST(Extends, ChangesItemsOfAListByName) {
  const Extended over = over_base("jobs:\n  b: {tokens: 5}\n");

  const auto& jobs = over.root.find("jobs")->items;
  ASSERT_EQ(jobs.size(), 2u);
  EXPECT_EQ(jobs[0].find("tokens")->text, "1");
  EXPECT_EQ(jobs[1].find("tokens")->text, "5");
  EXPECT_EQ(jobs[1].find("name")->text, "b");
}

TEST(Extends, RemovesAKeyOrAnItemWithoutValue) {
  const Extended over = over_base("jobs:\n  a:\nscale:\n");

  EXPECT_EQ(over.root.find("scale"), nullptr);
  ASSERT_EQ(over.root.find("jobs")->items.size(), 1u);
  EXPECT_EQ(over.root.find("jobs")->items[0].find("name")->text, "b");
}

TEST(Extends, FollowsAChainThroughFolders) {
  const WrittenFile file("top.yaml", "extends: lower/middle.yaml\nseed: 3\n");
  file.add("lower/middle.yaml", "extends: ../base.yaml\nname: middle\nseed: 2\n");
  file.add("base.yaml", kBase);

  const Extended top = read(file.path());

  ASSERT_TRUE(top.is_read) << top.findings;
  EXPECT_EQ(top.root.find("name")->text, "middle");
  EXPECT_EQ(top.root.find("seed")->text, "3");
  EXPECT_NE(top.root.find("site"), nullptr);
}

TEST(Extends, SeesACircleThroughLinks) {
  const WrittenFile file("a.yaml", "extends: link.yaml\n");
  std::filesystem::create_symlink("a.yaml", file.folder() / "link.yaml");

  const Extended circle = read(file.path());

  EXPECT_FALSE(circle.is_read);
  EXPECT_NE(circle.findings.find("'extends' goes in a circle"), std::string::npos) << circle.findings;
}

TEST(Extends, RefusesAPathThatIsNotOne) {
  const WrittenFile file("a.yaml", "extends: [b.yaml, c.yaml]\n");

  EXPECT_EQ(read(file.path()).findings, file.path().string() +
                                            ":1:1: error: 'extends' expects the path of one file\n"
                                            "  extends: [b.yaml, c.yaml]\n"
                                            "  ^\n"
                                            "1 error\n");
}

TEST(Extends, ATextExtendsAFileOfTheCurrentFolder) {
  const WrittenFile file("base.yaml", kBase);
  const std::string base = std::filesystem::relative(file.path()).string();
  std::deque<SourceText> sources;
  Diagnostics diagnostics;
  Findings findings(diagnostics);
  DocumentNode root;

  EXPECT_TRUE(read_extended_text("text", "extends: " + base + "\nname: over\n", sources, findings, root));
  EXPECT_EQ(root.find("name")->text, "over");
  EXPECT_NE(root.find("site"), nullptr);
  EXPECT_FALSE(read_extended_text("text", "extends: nothing.yaml\n", sources, findings, root));
  EXPECT_EQ(diagnostics.findings().at(0).position, (Position{"text", 1, 10}));
}

}  // namespace
}  // namespace gigapod
