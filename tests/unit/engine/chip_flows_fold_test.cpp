// Folded and unfolded runs give the same figures: the theorem of docs/models/chip_flows.md, checked.
#include "sim/engine/chip_flows/check_collective.hpp"
#include "tests/unit/engine/chip_flows_slices.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <optional>
#include <string>

namespace gigapod {
namespace {

struct FoldCase {
  std::string name;
  SliceTopology slice;
  int stands_for = 1;  ///< chips for each that is played folded
  std::optional<int> chunks;
};

class ChipFlowsFold : public testing::TestWithParam<FoldCase> {};

void expect_same(const Collective& kind, const FoldCase& which) {
  const LinkRate link{90_GBps, 1_us, 10_us};

  const FlowCheck folded = check_collective(kind, 256_MiB, which.slice, link, Fold::kSymmetric, which.chunks);
  const FlowCheck full = check_collective(kind, 256_MiB, which.slice, link, Fold::kNone, which.chunks);

  EXPECT_EQ(folded.chips_per_representative, which.stands_for);
  EXPECT_EQ(full.chips_per_representative, 1);
  EXPECT_EQ(full.flows, folded.flows * static_cast<std::size_t>(which.stands_for));
  EXPECT_NEAR(folded.time / full.time, 1.0, 1e-8);
  ASSERT_EQ(folded.classes.size(), full.classes.size());
  for (std::size_t i = 0; i < full.classes.size(); ++i) {
    EXPECT_EQ(folded.classes[i].links, full.classes[i].links);
    EXPECT_NEAR(folded.classes[i].mean_bytes / full.classes[i].mean_bytes, 1.0, 1e-9);
    EXPECT_NEAR(folded.classes[i].most_bytes / full.classes[i].most_bytes, 1.0, 1e-9);
  }
}

TEST_P(ChipFlowsFold, GivesTheTimesAndLoadsOfTheWholeSliceForAllGather) {
  expect_same(Collective::kAllGather, GetParam());
}
TEST_P(ChipFlowsFold, GivesTheTimesAndLoadsOfTheWholeSliceForReduceScatter) {
  expect_same(Collective::kReduceScatter, GetParam());
}
TEST_P(ChipFlowsFold, GivesTheTimesAndLoadsOfTheWholeSliceForAllReduce) {
  expect_same(Collective::kAllReduce, GetParam());
}
TEST_P(ChipFlowsFold, GivesTheTimesAndLoadsOfTheWholeSliceForAllToAll) {
  expect_same(Collective::kAllToAll, GetParam());
}

INSTANTIATE_TEST_SUITE_P(Slices, ChipFlowsFold,
                         testing::Values(FoldCase{"torus_4x4x4", torus({4, 4, 4}), 64, {}},
                                         FoldCase{"torus_3x4x6", torus({3, 4, 6}), 72, 4},
                                         FoldCase{"torus_5x3", torus({5, 3}), 15, {}},
                                         FoldCase{"twisted_4x4x8", twisted({4, 4, 8}), 128, 2},
                                         FoldCase{"line_8_ring_16", mixed_8x16(), 16, 2},
                                         FoldCase{"mesh_8x8", mesh({8, 8}), 1, {}},
                                         FoldCase{"line_2", mesh({2}), 1, {}}),
                         [](const auto& which) { return which.param.name; });

}  // namespace
}  // namespace gigapod
