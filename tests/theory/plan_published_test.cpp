// The search for plans on published training runs: is what people chose in its space, and how far is the best plan of
// the step model above it?
#include "analysis/plan/plan_walk.hpp"
#include "tests/theory/published_runs.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace gigapod::theory {
namespace {

int stages_of(const TrainingPlan& plan) { return plan.parallelism.pipeline * plan.parallelism.dcn_pipeline; }

/// The plan as the walk writes it: without a pipeline a rank's sequences go through in passes, not in microbatches.
TrainingPlan as_walked(TrainingPlan plan) {
  if (stages_of(plan) > 1) return plan;
  plan.gradient_accumulation *= plan.parallelism.microbatches;
  plan.parallelism.microbatches = 1;
  return plan;
}

/// The most tokens per second of the plans that fit, and whether the published one is among them.
class Best final : public PlanVisitor {
 public:
  explicit Best(const MeasuredRun& run) : machine_(run.machine), published_(as_walked(run.plan)) {}
  Verdict visit(const TrainingPlan& plan, Bytes memory) override {
    if (memory > machine_.chip.hbm_capacity) return Verdict::kTooLarge;
    tokens_per_second = std::max(tokens_per_second, training_step(plan, machine_).tokens_per_second);
    has_published |= plan == published_;
    return Verdict::kFits;
  }
  void lacks_sequences(const Parallelism& /*layout*/) override {}

  double tokens_per_second = 0.0;
  bool has_published = false;

 private:
  const StepMachine& machine_;
  const TrainingPlan published_;
};

PlanSpace space_of(const MeasuredRun& run, bool has_free_remat) {
  PlanSpace space = space_around(run.plan);
  space.layouts.has_light_end_stages = true;
  space.layouts.most_pipeline = 64;
  space.tries_sharded_optimizer = true;
  space.interleaves = {1, 2, 4};
  const int own = run.plan.parallelism.pipeline_interleave;
  if (std::find(space.interleaves.begin(), space.interleaves.end(), own) == space.interleaves.end()) {
    space.interleaves.push_back(own);
  }
  if (!has_free_remat) return space;
  for (const Remat remat : {Remat::kNone, Remat::kMinimal, Remat::kFull, Remat::kOffload}) {
    space.remats.push_back({remat});
  }
  return space;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : 0.5 * (values[middle - 1] + values[middle]);
}

/// Layers that come out whole over the stages and their groups, but for one less at both ends: the only ones that a
/// search tries.
bool has_even_stages(const TrainingPlan& plan, const PlanSpace& space) {
  const int stages = stages_of(plan);
  return splits_layers(space.layouts, plan.model, stages) &&
         splits_layers(space.layouts, plan.model, stages * plan.parallelism.pipeline_interleave);
}

/// Whether the passes of a rank are among those that a walk tries: 1, 2, 3, 4, 6, 8, 12 … and single sequences.
bool has_tried_passes(const TrainingPlan& plan) {
  const TrainingPlan walked = as_walked(plan);
  const int passes = walked.gradient_accumulation * walked.parallelism.microbatches;
  if (plan.global_batch == passes * data_parallel_ranks(plan.parallelism)) return true;
  int odd = passes;
  while (odd % 2 == 0) odd /= 2;
  return odd == 1 || odd == 3;
}

struct Comparison {
  std::vector<double> speedups;  ///< best plan over the published one, tokens per second, where stages are even
  std::vector<int> unexplained;  ///< rows outside of the space with even stages and passes that are tried
  int uneven = 0;                ///< rows whose stages differ
  int in_space = 0;              ///< rows whose own plan the search visits
  int slower = 0;                ///< of these, rows whose best plan is slower
};

Comparison compare(bool of_tpus, bool has_free_remat) {
  Comparison result;
  for (const MeasuredRun& run : published_runs("training.csv")) {
    if (!is_scored(run) || is_tpu(run) != of_tpus || !plan_faults(run.plan, run.machine).empty()) continue;
    const PlanSpace space = space_of(run, has_free_remat);
    if (!has_even_stages(run.plan, space)) {
      ++result.uneven;
      continue;
    }
    Best best(run);
    walk_plans(run.plan, run.plan.global_batch, run.machine, space, best);
    const double speedup = best.tokens_per_second / training_step(run.plan, run.machine).tokens_per_second;
    result.speedups.push_back(speedup);
    if (!best.has_published && has_tried_passes(run.plan)) result.unexplained.push_back(run.row_id);
    result.in_space += best.has_published ? 1 : 0;
    result.slower += best.has_published && speedup < 1.0 ? 1 : 0;
  }
  return result;
}

class PublishedPlans : public testing::TestWithParam<bool> {};

TEST_P(PublishedPlans, AreNeverFasterThanTheBestOfTheirSpace) {
  for (const bool has_free_remat : {false, true}) {
    const Comparison found = compare(GetParam(), has_free_remat);

    ASSERT_GT(found.speedups.size(), 30u);
    EXPECT_EQ(found.slower, 0);
    EXPECT_THAT(found.unexplained, testing::IsEmpty());
    EXPECT_GT(found.in_space, static_cast<int>(0.9 * static_cast<double>(found.speedups.size())));
    const auto [least, most] = std::minmax_element(found.speedups.begin(), found.speedups.end());
    EXPECT_GT(*least, 0.99);
    EXPECT_GT(median(found.speedups), 1.0);
    EXPECT_LT(median(found.speedups), 1.5);
    fmt::print(
        "{} rows of {} and {} with uneven stages, {}: {} in the space, best plan faster by {:.1f}% in the median "
        "({:.1f} to {:.1f}%)\n",
        found.speedups.size(), GetParam() ? "TPUs" : "GPUs", found.uneven,
        has_free_remat ? "any remat" : "the same remat", found.in_space, 100 * (median(found.speedups) - 1),
        100 * (*least - 1), 100 * (*most - 1));
  }
}

INSTANTIATE_TEST_SUITE_P(Plans, PublishedPlans, testing::Bool(),
                         [](const auto& test) { return test.param ? "OnTpus" : "OnGpus"; });

}  // namespace
}  // namespace gigapod::theory
