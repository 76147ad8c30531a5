#include "sim/record/run_json.hpp"

#include "sim/base/version.hpp"
#include "tests/unit/record/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace gigapod {
namespace {

using Json = nlohmann::json;

TEST(ManifestJson, NamesProgramSchemaSeedAndFilesWithChecksums) {
  const TemporaryFolder folder;
  write_text(folder / "run.sqlite", "");
  write_text(folder / "resolved.yaml", "name: s\n");

  const std::string text = manifest_json({18446744073709551615u, "s", "h"}, "f", folder.path());

  const Json json = Json::parse(text);

  EXPECT_EQ(json["program"], "gigapod");
  EXPECT_EQ(json["version"], version());
  EXPECT_EQ(json["schema_version"], kRunSchemaVersion);
  EXPECT_EQ(json["seed"], 18446744073709551615u);
  EXPECT_EQ(json["scenario_name"], "s");
  EXPECT_EQ(json["scenario_hash"], "h");
  EXPECT_EQ(json["fingerprint"], "f");
  EXPECT_EQ(json["files"], Json({{"manifest.json", manifest_checksum(text)},
                                 {"resolved.yaml", file_checksum("name: s\n")},
                                 {"run.sqlite", nullptr}}));
}

TEST(ManifestJson, HasAChecksumThatMovesWithAnyByteButItsOwn) {
  const TemporaryFolder folder;
  const std::string text = manifest_json({1, "s", "h"}, "f", folder.path());
  const std::string checksum = manifest_checksum(text);
  const std::size_t own = text.find(checksum);

  for (std::size_t place = 0; place < text.size(); ++place) {
    if (place + 1 >= own && place <= own + checksum.size()) continue;  // in its quotes, without which it is no JSON
    std::string altered = text;
    altered[place] = static_cast<char>(altered[place] ^ 1);
    EXPECT_NE(manifest_checksum(altered), checksum) << "byte " << place;
  }
}

TEST(SummaryJson, HoldsFiguresTextsWorkloadsAndUnhashedFiguresSideBySide) {
  WorkloadRecord palm;
  palm.name = "palm";
  palm.kind = "training";
  palm.mfu = 0.5;
  palm.published_mfu = 0.462;
  RunSummary summary;
  summary.figures = {{"installed_chips", 995328.0}, {"goodput", 0.93}};
  summary.texts = {{"site_name", "campus"}};
  summary.workloads = {palm};

  const std::string text = summary_json({7, "s", "h"}, "f", summary, {{"wall_seconds", 1.5}, {"events", 12}});

  const Json json = Json::parse(text);
  EXPECT_EQ(json["installed_chips"], 995328);
  EXPECT_TRUE(json["installed_chips"].is_number_integer());
  EXPECT_EQ(json["goodput"], 0.93);
  EXPECT_EQ(json["site_name"], "campus");
  EXPECT_EQ(json["scenario_name"], "s");
  EXPECT_EQ(json["workloads"][0]["published_mfu"], 0.462);
  EXPECT_FALSE(json["workloads"][0].contains("published_step_seconds"));
  EXPECT_EQ(json["wall_seconds"], 1.5);
  EXPECT_EQ(json["events"], 12);
}

TEST(SummaryJson, ReplacesBytesThatAreNotUtf8) {
  RunSummary summary;
  summary.texts = {{"site_name",
                    "a\xff"
                    "b"}};

  EXPECT_EQ(Json::parse(summary_json({}, "f", summary, {}))["site_name"],
            "a\xef\xbf\xbd"
            "b");
}

}  // namespace
}  // namespace gigapod
