// Tables with bytes changed at random are scored, left out row by row or refused; nothing throws or crashes.
#include "analysis/validation/validation.hpp"
#include "sim/base/random.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <sstream>

namespace gigapod {
namespace {

using namespace literals;

std::map<std::string, ChipSpec> made_chips() {
  std::map<std::string, ChipSpec> chips;
  for (const char* name : {"v4", "v5e", "v5p", "v6e", "v7", "h100", "a100", "gb200", "gb300"}) {
    ChipSpec& chip = chips[name];
    chip.name = name;
    chip.peak_bf16 = 400_TFLOPs;
    chip.hbm_capacity = 96_GiB;
    chip.hbm_bandwidth = 3_TBps;
    chip.ici_links = name[0] != 'v' ? 18 : std::string(name) == "v5e" ? 4 : 6;
    chip.ici_link_bandwidth = 50_GBps;
    chip.host_nic_bandwidth = 50_GBps;
    chip.pcie_bandwidth = 16_GBps;
  }
  return chips;
}

std::string shipped(const std::string& name) {
  std::ifstream file(std::string(GIGAPOD_SOURCE_DIR "/scenarios/validation/") + name);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

/// Characters that mean something in a table, and a few that do not.
constexpr std::string_view kAlphabet = "0123456789,,,\"\n.-x= ~%eE+Nap\0\xff\r;";

std::string mutated(std::string text, RandomStream& random) {
  const int changes = 1 + static_cast<int>(random.uniform() * 30.0);
  for (int i = 0; i < changes; ++i) {
    const auto at = static_cast<std::size_t>(random.uniform() * static_cast<double>(text.size()));
    const char c = kAlphabet[static_cast<std::size_t>(random.uniform() * static_cast<double>(kAlphabet.size()))];
    if (random.uniform() < 0.5) {
      text[at] = c;
    } else {
      text.insert(at, 1 + static_cast<std::size_t>(random.uniform() * 4.0), c);
    }
  }
  return text;
}

void expect_finite(const Validation& validation) {
  for (const ValidationRow& row : validation.rows) {
    EXPECT_TRUE(std::isfinite(row.measured) && row.measured > 0.0) << row.id;
    EXPECT_TRUE(std::isfinite(row.simulated) && row.simulated > 0.0) << row.id << ' ' << row.subject;
  }
  for (const LeftOutRow& row : validation.left_out) EXPECT_NE(row.reason, "") << row.id;
}

using Validate = Validation (*)(const std::vector<TableRow>&, const std::map<std::string, ChipSpec>&);

/// Every row of the mutated table is scored with finite numbers or left out with a reason.
void expect_every_row_accounted_for(const char* file, std::uint64_t seed, Validate validate) {
  const std::map<std::string, ChipSpec> chips = made_chips();
  const std::string text = shipped(file);
  RandomStream random = RandomStreams(seed).stream("mutation", 0);
  for (int trial = 0; trial < 150; ++trial) {
    Diagnostics findings;
    const MeasuredTable table = read_measured_table("t.csv", mutated(text, random), chips, findings);
    const Validation validation = validate(table.rows, chips);

    ASSERT_EQ(validation.rows.size() + validation.left_out.size(), table.rows.size());
    expect_finite(validation);
  }
}

TEST(ValidationMutation, OfTrainingRunsNeverStopsTheOthers) {
  expect_every_row_accounted_for("training.csv", 7, validate_training);
}

TEST(ValidationMutation, OfCollectivesNeverStopsTheOthers) {
  expect_every_row_accounted_for("collectives.csv", 8, validate_collectives);
}

}  // namespace
}  // namespace gigapod
