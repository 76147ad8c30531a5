// The headline: which mitigations hold 90% goodput of one synchronous job on up to a million chips.

#include "tests/theory/documented_table.hpp"
#include "tests/theory/study_output.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

constexpr const char* kMitigation = "mitigation, each with those above";

const StudyOutput& output() {
  static const StudyOutput made = run_study("million_chip_goodput");
  return made;
}

/// Goodput of every mitigation at one size, in the order they are added.
std::vector<MeanInterval> goodputs(const std::string& chips) {
  std::vector<MeanInterval> all;
  for (const StudyOutputRow& row : output().rows) {
    if (row.values.at("chips") == chips) all.push_back(row.measures.at("train.goodput"));
  }
  return all;
}

const std::vector<std::string> kSizes = {"100k", "250k", "500k", "1M"};

TEST(ReliabilityMillion, NoMitigationHurts) {
  for (const std::string& chips : kSizes) {
    const auto all = goodputs(chips);
    ASSERT_GE(all.size(), 8u);
    for (std::size_t i = 1; i < all.size(); ++i) {
      EXPECT_GE(all[i].high(), all[i - 1].low()) << chips << ", " << output().rows[i].values.at(kMitigation);
    }
  }
}

TEST(ReliabilityMillion, MoreChipsNeverHelpTheSameMitigation) {
  for (std::size_t size = 1; size < kSizes.size(); ++size) {
    const auto small = goodputs(kSizes[size - 1]);
    const auto large = goodputs(kSizes[size]);
    for (std::size_t i = 0; i < small.size(); ++i) {
      EXPECT_LE(large[i].low(), small[i].high()) << kSizes[size] << ", " << output().rows[i].values.at(kMitigation);
    }
  }
}

TEST(ReliabilityMillion, NaiveRestartStopsAMillionChipsAndMitigationsHold90Percent) {
  EXPECT_LT(goodputs("1M").front().high(), 0.01);
  EXPECT_LT(goodputs("100k").front().high(), 0.5);
  for (const char* chips : {"100k", "250k", "500k"}) {
    EXPECT_GT(goodputs(chips).back().low(), 0.9) << chips;
  }
}

TEST(ReliabilityMillion, ThePageShowsTheTables) { expect_documented("million", output().text); }

}  // namespace
}  // namespace gigapod
