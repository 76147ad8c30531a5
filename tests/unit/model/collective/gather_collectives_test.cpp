#include "sim/base/registry.hpp"
#include "sim/model/collective/collective.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace gigapod {
namespace {

using namespace literals;

TEST(CollectivePlugins, AreAllRegistered) {
  EXPECT_THAT(Registry<Collective>::names(),
              testing::ElementsAre("all_gather", "all_reduce", "all_to_all", "reduce_scatter"));
}

TEST(CollectivePlugins, ThoseOfTheModelsAreThoseOfTheRegistry) {
  const std::vector<SliceAxis> axes{{4, true}, {8, true}, {2, false}};
  const LinkRate link{50_GBps, 1_us, 10_us};
  const std::vector<std::pair<const char*, const Collective*>> named = {
      {"all_gather", &Collective::kAllGather},
      {"reduce_scatter", &Collective::kReduceScatter},
      {"all_reduce", &Collective::kAllReduce},
      {"all_to_all", &Collective::kAllToAll}};
  for (const auto& [name, kind] : named) {
    const auto made = Registry<Collective>::make(name);

    EXPECT_EQ(collective_time(*made, 1_GB, axes, link), collective_time(*kind, 1_GB, axes, link)) << name;
    EXPECT_EQ(made->received_share(4), &Collective::kAllReduce == kind ? 1.5 : 0.75) << name;
    EXPECT_TRUE(made->dcn_time(1_GB, 2, 10_GBps, 1_us).has_value()) << name;
  }
}

TEST(CollectivePlugins, OnlyLargeMeshesAreTooManyChipsForFlows) {
  const SliceTopology mesh{{{40, false}, {40, false}}};
  const SliceTopology torus{{{40, true}, {40, true}}};

  EXPECT_EQ(Collective::kAllGather.flow_fault(SliceLinks(torus, Fold::kSymmetric)), "");
  EXPECT_EQ(Collective::kAllGather.flow_fault(SliceLinks(mesh, Fold::kSymmetric)),
            "1600 chips that no symmetry folds are too many to check with flows");
}

}  // namespace
}  // namespace gigapod
