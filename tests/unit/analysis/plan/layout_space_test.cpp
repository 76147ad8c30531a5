#include "analysis/plan/layout_space.hpp"

#include "tests/unit/analysis/made_scenario.hpp"

#include <gtest/gtest.h>

#include <set>
#include <tuple>

namespace gigapod {
namespace {

std::vector<Parallelism> layouts_of(const LayoutSpace& space, const TransformerSpec& model, int chips, int slices) {
  std::vector<Parallelism> all;
  for_each_layout(space, model, 8192, chips, slices, [&](const Parallelism& layout) { all.push_back(layout); });
  return all;
}

auto key(const Parallelism& p) {
  return std::tuple(p.tensor, p.fsdp, p.data, p.pipeline, p.expert, p.context, p.dcn_data, p.dcn_fsdp,
                    p.dcn_pipeline);
}

TEST(LayoutSpace, EveryLayoutUsesEveryChipOnceAndNoneComesTwice) {
  TransformerSpec model = made_model();
  model.experts = 16;
  std::set<decltype(key(Parallelism{}))> seen;

  const std::vector<Parallelism> layouts = layouts_of({}, model, 192, 6);

  EXPECT_GT(layouts.size(), 1000u);
  for (const Parallelism& layout : layouts) {
    EXPECT_EQ(layout.chips_per_slice(), 192);
    EXPECT_EQ(layout.slices(), 6);
    EXPECT_EQ(model.heads % layout.tensor, 0);
    EXPECT_EQ(model.layers % (layout.pipeline * layout.dcn_pipeline), 0);
    EXPECT_TRUE(seen.insert(key(layout)).second);
  }
}

/// Counted by trying every degree, whatever it divides.
TEST(LayoutSpace, MissesNoLayout) {
  const TransformerSpec model = made_model();
  const int chips = 48;
  std::size_t expected = 0;
  for (int tensor = 1; tensor <= chips; ++tensor) {
    for (int pipeline = 1; pipeline <= 16; ++pipeline) {
      for (int context = 1; context <= 32; context *= 2) {
        for (int data = 1; data <= chips; ++data) {
          const bool divides = chips % (tensor * pipeline * context * data) == 0;
          expected += divides && model.heads % tensor == 0 && model.layers % pipeline == 0 ? 1 : 0;
        }
      }
    }
  }

  EXPECT_EQ(layouts_of({}, model, chips, 1).size(), expected);
}

TEST(LayoutSpace, KeepsDegreesThatAreGiven) {
  LayoutSpace space;
  space.fixed.tensor = 4;
  space.fixed.context = 2;
  space.fixed.dcn_fsdp = 2;

  const std::vector<Parallelism> layouts = layouts_of(space, made_model(), 64, 4);

  ASSERT_FALSE(layouts.empty());
  for (const Parallelism& layout : layouts) {
    EXPECT_EQ(layout.tensor, 4);
    EXPECT_EQ(layout.context, 2);
    EXPECT_EQ(layout.dcn_fsdp, 2);
  }
}

TEST(LayoutSpace, HasNothingForDegreesThatDoNotDivideTheChips) {
  LayoutSpace space;
  space.fixed.tensor = 7;

  EXPECT_TRUE(layouts_of(space, made_model(), 64, 1).empty());
}

TEST(LayoutSpace, LightEndStagesLeaveTwoPlacesForEmbeddingAndLogits) {
  TransformerSpec model = made_model();
  model.layers = 126;
  LayoutSpace space;

  EXPECT_FALSE(splits_layers(space, model, 16));
  space.has_light_end_stages = true;
  EXPECT_TRUE(splits_layers(space, model, 16));
  EXPECT_TRUE(splits_layers(space, model, 9));
  EXPECT_FALSE(splits_layers(space, model, 128));
}

TEST(LayoutSpace, EitherShardsOrCopiesWeightsWhereItMixesNoReplicas) {
  LayoutSpace space;
  space.mixes_replicas = false;

  const std::vector<Parallelism> layouts = layouts_of(space, made_model(), 192, 1);

  EXPECT_LT(layouts.size(), layouts_of({}, made_model(), 192, 1).size());
  for (const Parallelism& layout : layouts) EXPECT_TRUE(layout.data == 1 || layout.fsdp == 1);
}

}  // namespace
}  // namespace gigapod
