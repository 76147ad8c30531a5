#include "sim/record/run_json.hpp"

#include "sim/base/version.hpp"
#include "tests/unit/record/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace gigapod {
namespace {

using Json = nlohmann::json;

TEST(ManifestJson, NamesProgramSchemaSeedAndFiles) {
  const TemporaryFolder folder;
  write_text(folder / "run.sqlite", "");

  const Json json = Json::parse(manifest_json({18446744073709551615u, "s", "h"}, "f", folder.path()));

  EXPECT_EQ(json["program"], "gigapod");
  EXPECT_EQ(json["version"], version());
  EXPECT_EQ(json["schema_version"], kRunSchemaVersion);
  EXPECT_EQ(json["seed"], 18446744073709551615u);
  EXPECT_EQ(json["scenario_name"], "s");
  EXPECT_EQ(json["scenario_hash"], "h");
  EXPECT_EQ(json["fingerprint"], "f");
  EXPECT_EQ(json["files"], Json::array({"manifest.json", "run.sqlite"}));
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
