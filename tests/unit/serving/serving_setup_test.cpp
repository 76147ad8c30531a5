#include "sim/serving/serving_setup.hpp"

#include "tests/unit/serving/setups.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gigapod::testing {
namespace {

using ::testing::ElementsAre;

TEST(ServingSetup, HasNoFaultsByDefault) { EXPECT_THAT(setup_faults(llama_setup()), ElementsAre()); }

TEST(ServingSetup, NamesEveryFaultAtOnce) {
  ServingSetup setup = llama_setup();
  setup.replicas = 0;
  setup.replica.step_tokens = 256;
  setup.router.name = "random";
  EXPECT_THAT(setup_faults(setup),
              ElementsAre("replicas: 0 is below 1",
                          "step_tokens: 256 tokens leave no room for prompts beside max_sequences: 256; at least 257 "
                          "would",
                          ::testing::StartsWith("router: there is no 'random'; registered: ")));
}

TEST(ServingSetup, NamesFaultsOfScalingAndOutages) {
  ServingSetup setup = llama_setup();
  setup.scaling.emplace();
  setup.scaling->least = 2;
  setup.scaling->most = 4;
  setup.outages = {{.replica = 1, .begin = 5_s, .end = 4_s}};
  EXPECT_THAT(setup_faults(setup), ElementsAre("replicas: 1 is not between the 2 and 4 of scaling",
                                               "scaling: capacity_per_replica must be above 0",
                                               "outages: there is no replica 1; they are 0 to 0",
                                               "outages: one of replica 1 ends before it begins, or never"));
}

TEST(ServingSetup, NeedsRoomForACache) {
  ServingSetup setup = llama_setup();
  setup.replica.slice = torus({1, 1}, false);
  EXPECT_THAT(setup_faults(setup),
              ElementsAre("the weights leave no room for a cache: a larger slice or smaller weights would"));
}

}  // namespace
}  // namespace gigapod::testing
