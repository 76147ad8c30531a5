#include "sim/model/pipeline_schedule.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace gigapod {
namespace {

Parallelism pipeline(int stages, int groups, int microbatches) {
  Parallelism p;
  p.pipeline = stages;
  p.pipeline_interleave = groups;
  p.microbatches = microbatches;
  return p;
}

TEST(PipelineSchedule, HasNeitherFillNorMicrobatchesInFlightWithoutStages) {
  EXPECT_EQ(pipeline_fill(pipeline(1, 1, 8)), 0.0);
  EXPECT_EQ(microbatches_held(pipeline(1, 1, 8)), 1.0);
}

TEST(PipelineSchedule, CountsStagesInASliceAndOverSlices) {
  Parallelism p = pipeline(4, 1, 16);
  p.dcn_pipeline = 2;

  EXPECT_EQ(pipeline_stages(p), 8);
  EXPECT_DOUBLE_EQ(microbatches_held(p), 8.0);
  EXPECT_DOUBLE_EQ(pipeline_fill(p), 7.0 / 16.0);
}

TEST(PipelineSchedule, HoldsWhatThePublishedFormulasSay) {
  // Korthikanti et al., 4.2.3: GPT-3 175B with 8 stages and 3 groups holds 1 + 7 / 24 of what 1F1B does.
  EXPECT_DOUBLE_EQ(microbatches_held(pipeline(8, 1, 64)), 8.0);
  EXPECT_DOUBLE_EQ(microbatches_held(pipeline(8, 3, 64)), 8.0 * (1.0 + 7.0 / 24.0));
  EXPECT_DOUBLE_EQ(pipeline_fill(pipeline(8, 3, 64)), 7.0 / (3.0 * 64.0));
}

/// Groups of layers in flight on the first stage, counted along its schedule: it warms up with 2 (p - 1) + (v - 1) p
/// forward passes of a group (p - 1 with one group), then does one forward and one backward pass in turn.
int groups_in_flight(int stages, int groups, int microbatches) {
  const int all = groups * microbatches;
  const int warm = groups > 1 ? 2 * (stages - 1) + (groups - 1) * stages : stages - 1;
  int held = 0;
  int most = 0;
  for (int forward = 0; forward < all; ++forward) {
    most = std::max(most, ++held);
    if (forward >= warm) --held;
  }
  return most;
}

TEST(PipelineSchedule, HoldsWhatIsCountedAlongTheSchedule) {
  for (const int stages : {2, 3, 4, 8, 16}) {
    for (const int groups : {1, 2, 4, 8}) {
      for (const int rounds : {1, 2, 3, 5}) {
        const int microbatches = rounds * stages;
        EXPECT_NEAR(groups * microbatches_held(pipeline(stages, groups, microbatches)),
                    groups_in_flight(stages, groups, microbatches), 1e-9)
            << stages << " stages, " << groups << " groups, " << microbatches << " microbatches";
      }
    }
  }
}

TEST(PipelineSchedule, NeverHoldsMoreThanAllMicrobatches) {
  EXPECT_DOUBLE_EQ(microbatches_held(pipeline(16, 4, 16)), 16.0);
  EXPECT_DOUBLE_EQ(microbatches_held(pipeline(16, 1, 4)), 4.0);
}

TEST(PipelineSchedule, TheFullestStageHasALayerMoreWhereTheyDoNotComeOutWhole) {
  EXPECT_EQ(most_layers_of_stage(96, 16), 6);
  EXPECT_EQ(most_layers_of_stage(126, 16), 8);  // Llama 3 405B
  EXPECT_EQ(most_layers_of_stage(61, 16), 4);   // DeepSeek-V3
  EXPECT_EQ(most_layers_of_stage(7, 1), 7);
}

}  // namespace
}  // namespace gigapod
