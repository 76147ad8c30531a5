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

TEST(ServingSetup, NamesFaultsOfPrefillLimitsAndSpeculation) {
  ServingSetup setup = llama_setup();
  setup.prefill = PrefillPool{0, torus({1, 1}, false), BytesPerSecond(0.0), 1_ms};
  setup.limits = {{-1, 1.0, 0.0, 0_s}};
  setup.replica.speculation = Speculation{llama3_70b(), 1.0, 0, 1.5};
  EXPECT_THAT(
      setup_faults(setup),
      ElementsAre("speculation: drafted_tokens: 0 is below 1", "speculation: acceptance 1.5 is not between 0 and 1",
                  "limits: there is no tenant -1", "limits: the burst of tenant -1 must be above 0",
                  "prefill: replicas: 0 is below 1", "prefill: transfer_rate must be above 0",
                  "prefill: the weights leave no room for a cache: a larger slice or smaller weights would"));
}

TEST(ServingSetup, NeedsRoomForACache) {
  ServingSetup setup = llama_setup();
  setup.replica.slice = torus({1, 1}, false);
  EXPECT_THAT(setup_faults(setup),
              ElementsAre("the weights leave no room for a cache: a larger slice or smaller weights would"));
}

}  // namespace
}  // namespace gigapod::testing
