#include "sim/scenario/catalog.hpp"

#include "sim/scenario/document.hpp"
#include "tests/unit/scenario/catalog_for_tests.hpp"
#include "tests/unit/scenario/written_file.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace gigapod {
namespace {

namespace fs = std::filesystem;

const fs::path kCatalog = fs::path(GIGAPOD_SOURCE_DIR) / "topologies/catalog";

/// The values of a file that need a source: numbers and amounts, sections joined with a dot.
void add_numeric_keys(const DocumentNode& node, const std::string& prefix, std::vector<std::string>& keys) {
  for (const DocumentEntry& entry : node.entries) {
    if (entry.key == "sources") continue;
    if (entry.value.is_mapping()) add_numeric_keys(entry.value, entry.key + ".", keys);
    const bool is_number = entry.value.is_scalar() && !entry.value.text.empty() && std::isdigit(entry.value.text[0]);
    if (is_number) keys.push_back(prefix + entry.key);
  }
}

std::string keys_without_source(const std::string& kind) {
  std::string missing;
  for (const auto& file : fs::directory_iterator(kCatalog / kind)) {
    Diagnostics diagnostics;
    Findings findings(diagnostics);
    std::deque<SourceText> texts;
    DocumentNode root;
    EXPECT_TRUE(read_document(file.path(), texts, findings, root)) << diagnostics.text();
    const DocumentNode* sources = root.find("sources");
    std::vector<std::string> keys;
    add_numeric_keys(root, "", keys);
    for (const std::string& key : keys) {
      const bool has_source =
          sources != nullptr && (sources->find(key) != nullptr || sources->find("others") != nullptr);
      if (!has_source) missing += file.path().stem().string() + "." + key + "\n";
    }
  }
  return missing;
}

TEST(Catalog, GivesASourceOrAnAssumptionForEveryNumber) {
  for (const char* kind : {"chips", "pods", "sites", "models"}) EXPECT_EQ(keys_without_source(kind), "") << kind;
}

TEST(Catalog, HasNoCatchAllSourceForChipsAndPods) {
  for (const auto& [key, source] : shipped_catalog().sources) {
    const bool is_measured = key.rfind("chips/", 0) == 0 || key.rfind("pods/", 0) == 0;
    EXPECT_FALSE(is_measured && key.find(".others") != std::string::npos) << key;
  }
}

TEST(Catalog, HasTheGenerationsAndBaselines) {
  const Catalog& catalog = shipped_catalog();

  for (const char* chip :
       {"v4", "v5e", "v5p", "v6e", "v7", "a100", "h100", "h200", "h800", "b200", "b300", "gb200", "gb300"}) {
    EXPECT_TRUE(catalog.chips.contains(chip)) << chip;
  }
  struct Pod {
    const char* name;
    int chips;
  };
  for (const Pod& pod : {Pod{"v4", 4096}, Pod{"v5p", 8960}, Pod{"v5e", 256}, Pod{"trillium", 256},
                         Pod{"ironwood", 9216}, Pod{"h100_superpod", 1024}, Pod{"h200_superpod", 1024},
                         Pod{"b200_superpod", 1024}, Pod{"gb200_nvl72", 576}}) {
    ASSERT_TRUE(catalog.pods.contains(pod.name)) << pod.name;
    EXPECT_EQ(catalog.pods.at(pod.name).shape.chips(), pod.chips) << pod.name;
  }
}

TEST(Catalog, KeepsTheDataSheetValuesOfIronwood) {
  const ChipSpec& chip = shipped_catalog().chips.at("v7");

  EXPECT_EQ(chip.peak_bf16, 2307_TFLOPs);
  EXPECT_EQ(chip.peak_fp8, 4614_TFLOPs);
  EXPECT_EQ(chip.hbm_capacity, 192_GiB);
  EXPECT_EQ(chip.hbm_bandwidth, 7380_GBps);
  EXPECT_DOUBLE_EQ(chip.ici_link_bandwidth.value() * chip.ici_links * 2, 1.2e12);
  EXPECT_DOUBLE_EQ(chip.host_nic_bandwidth.value() / chip.chips_per_host, 100e9 / 8);
}

TEST(Catalog, AnIronwoodPodDrawsThePublishedTenMegawatts) {
  const Catalog& catalog = shipped_catalog();

  const Watts pod = provisioned_power(catalog.pods.at("ironwood"), catalog.chips.at("v7"));

  EXPECT_NEAR(pod.value(), 10e6, 0.15e6);
}

/// Power of A100-80GB in Acme's clusters (InternLM/AcmeTrace, DCGM every 15 s): a tenth of the samples at most 63 W,
/// nine tenths at most 403.7 W (Kalos) and 395.3 W (Seren). docs/power.md has the row.
TEST(Catalog, AnA100IdlesAndPeaksAsAcmeMeasured) {
  const ChipSpec& chip = shipped_catalog().chips.at("a100");

  EXPECT_NEAR(chip.idle_power.value(), 63.0, 0.05 * 63.0);
  EXPECT_NEAR(chip.peak_power.value(), 403.7, 0.02 * 403.7);
  EXPECT_NEAR(chip.peak_power.value(), 395.3, 0.02 * 395.3);
}

TEST(Catalog, PodRatesMatchThePublishedPodPeaks) {
  const Catalog& catalog = shipped_catalog();
  struct Peak {
    const char* pod;
    double flops;  ///< published, rounded as printed
    double tolerance;
  };
  // arXiv:2606.15870 Table 1 and the Google Cloud pages of v5e and v6e.
  for (const Peak& peak :
       {Peak{"v4", 1.1e18, 0.03e18}, Peak{"v5p", 4.1e18, 0.05e18}, Peak{"ironwood", 21.3e18, 0.05e18},
        Peak{"v5e", 50.63e15, 0.3e15}, Peak{"trillium", 234.9e15, 0.2e15}}) {
    const PodSpec& pod = catalog.pods.at(peak.pod);
    const double flops = catalog.chips.at(pod.chip).peak_bf16.value() * pod.shape.chips();

    EXPECT_NEAR(flops, peak.flops, peak.tolerance) << peak.pod;
  }
}

struct Parameters {
  const char* model;
  double total;   ///< published
  double active;  ///< published; 0: dense
};

TEST(Catalog, ModelsHaveTheirPublishedParameterCounts) {
  // Names and model cards; 3% covers what the shapes leave out (norms, biases, routers).
  for (const Parameters& expected :
       {Parameters{"palm-540b", 540.35e9, 0}, Parameters{"llama3.1-8b", 8.03e9, 0},
        Parameters{"llama3.1-70b", 70.6e9, 0}, Parameters{"llama3.1-405b", 405.9e9, 0},
        Parameters{"llama2-7b", 6.74e9, 0}, Parameters{"gpt3-175b", 175e9, 0},
        Parameters{"mixtral-8x7b", 46.7e9, 12.9e9}, Parameters{"mixtral-8x22b", 140.6e9, 39e9},
        Parameters{"deepseek3-671b", 671e9, 37e9}, Parameters{"gpt-oss-120b", 117e9, 0},
        Parameters{"qwen3-235b-a22b", 235e9, 22e9}, Parameters{"llama4-maverick", 400e9, 17e9},
        Parameters{"gemma3-12b", 12e9, 0}, Parameters{"moe-754b", 754e9, 123e9}, Parameters{"qwen3-14b", 14.8e9, 0},
        Parameters{"qwen3-32b", 32.8e9, 0}, Parameters{"qwen3-coder-480b-a35b", 480e9, 35e9},
        Parameters{"gptj-6b", 6.05e9, 0}}) {
    const TransformerSpec& model = shipped_catalog().models.at(expected.model);

    EXPECT_NEAR(parameter_count(model) / expected.total, 1.0, 0.03) << expected.model;
    if (expected.active > 0) {
      EXPECT_NEAR(active_parameter_count(model) / expected.active, 1.0, 0.06) << expected.model;
    }
  }
}

TEST(Catalog, LaterFoldersWin) {
  const WrittenFile file(
      "models/llama3.1-8b.yaml",
      "name: llama3.1-8b\nlayers: 2\nhidden: 64\nheads: 4\nkv_heads: 4\nffn: 64\nvocabulary: 100\n");

  const Catalog catalog = read_catalog({kCatalog, file.folder()});

  EXPECT_EQ(catalog.models.at("llama3.1-8b").layers, 2);
  EXPECT_EQ(catalog.chips.size(), shipped_catalog().chips.size());
}

std::string catalog_findings(const fs::path& folder) {
  try {
    (void)read_catalog({folder});
  } catch (const InvalidInput& refusal) {
    std::string text = refusal.what();
    for (std::size_t at = text.find(folder.string()); at != std::string::npos; at = text.find(folder.string())) {
      text.replace(at, folder.string().size(), "F");
    }
    return text;
  }
  return "";
}

TEST(Catalog, NamesAFolderThatIsMissing) {
  EXPECT_EQ(catalog_findings("no/such/folder"), "F: error: there is no such catalog folder\n1 error\n");
}

TEST(Catalog, ReportsEveryFindingInItsFiles) {
  const WrittenFile file("chips/a.yaml", "name: b\npeak_bf16: 3\nsources: {peak_bfl6: x}\n");
  file.add("pods/p.yaml", "name: p\nchip: v99\ntopology: ocs_torus_3d\nshape: 4x4x4\nblock: 4x4x4\n");

  EXPECT_EQ(catalog_findings(file.folder()),
            "F/chips/a.yaml:1:1: error: this file needs 'hbm_capacity'\n  name: b\n  ^\n"
            "F/chips/a.yaml:1:1: error: this file needs 'hbm_bandwidth'\n  name: b\n  ^\n"
            "F/chips/a.yaml:1:1: error: this file needs 'ici_link_bandwidth'\n  name: b\n  ^\n"
            "F/chips/a.yaml:1:1: error: this file needs 'host_nic_bandwidth'\n  name: b\n  ^\n"
            "F/chips/a.yaml:1:1: error: this file needs 'idle_power'\n  name: b\n  ^\n"
            "F/chips/a.yaml:1:1: error: this file needs 'peak_power'\n  name: b\n  ^\n"
            "F/chips/a.yaml:1:7: error: the name is 'b' in the file 'a.yaml'\n  name: b\n        ^\n"
            "  name the file 'b.yaml'\n"
            "F/chips/a.yaml:2:12: error: 'peak_bf16' has no unit\n  peak_bf16: 3\n             ^\n"
            "  write an operation rate such as 459 TFLOP/s; units: FLOP/s, GFLOP/s, TFLOP/s, PFLOP/s, EFLOP/s\n"
            "F/chips/a.yaml:3:11: error: a source for 'peak_bfl6', which this file does not give\n"
            "  sources: {peak_bfl6: x}\n            ^\n"
            "F/pods/p.yaml:2:7: error: there is no chip 'v99'\n  chip: v99\n        ^\n  known: \n"
            "10 errors\n");
}

TEST(CatalogFolder, IsTheOneTheEnvironmentNames) {
  setenv("GIGAPOD_CATALOG", "/some/where", 1);
  EXPECT_EQ(default_catalog_folder(), "/some/where");
  unsetenv("GIGAPOD_CATALOG");

  EXPECT_TRUE(fs::is_directory(default_catalog_folder() / "chips"));
}

}  // namespace
}  // namespace gigapod
