#include "analysis/plan/block_search.hpp"

#include "tests/unit/analysis/plan/made_query.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

namespace gigapod {
namespace {

/// Every plan of a small slice by nested loops over all degrees, passes and policies, each evaluated, none pruned.
class BruteForce {
 public:
  BruteForce(const PlanQuery& query, const PlanAllocation& allocation)
      : query_(query), site_(query, allocation), plan_(query.start) {}

  void run() {
    const int chips = site_.machine().slice.chips();
    const int slices = site_.machine().slices;
    Parallelism& p = plan_.parallelism;
    for (p.tensor = 1; p.tensor <= chips; ++p.tensor)
      for (p.pipeline = 1; p.pipeline <= chips; ++p.pipeline)
        for (p.context = 1; p.context <= chips; p.context *= 2)
          for (p.data = 1; p.data <= chips; ++p.data) {
            const int others = p.tensor * p.pipeline * p.context * p.data;
            if (chips % others != 0) continue;
            p.fsdp = chips / others;
            for (p.dcn_data = 1; p.dcn_data <= slices; ++p.dcn_data)
              for (p.dcn_fsdp = 1; p.dcn_fsdp <= slices; ++p.dcn_fsdp)
                for (p.dcn_pipeline = 1; p.dcn_pipeline <= slices; ++p.dcn_pipeline)
                  if (p.slices() == slices) with_layout();
          }
  }

  std::vector<RunValue> values;
  RunValue fastest{Seconds(std::numeric_limits<double>::infinity()), {}, {}};
  int too_large = 0;

 private:
  void with_layout() {
    Parallelism& p = plan_.parallelism;
    const TransformerSpec& model = plan_.model;
    const int stages = p.pipeline * p.dcn_pipeline;
    if (model.heads % p.tensor != 0 || p.tensor > 64 || model.layers % stages != 0 || p.pipeline > 16) return;
    if (plan_.sequence_length / p.context < 256 || query_.most_batch < data_parallel_ranks(p)) return;
    const int sequences = query_.most_batch / data_parallel_ranks(p);
    for (const RematPolicy& policy : query_.space.remats)
      for (const bool shards : {false, true})
        for (const int interleave : query_.space.interleaves)
          for (int size = 1; size <= sequences; size *= 2) {
            const int passes = sequences / size;
            if (shards && p.data == 1) continue;
            if (interleave > 1 && (stages == 1 || model.layers % (stages * interleave) != 0 || passes < stages))
              continue;
            if (passes < std::min(stages, sequences)) continue;
            plan_.remat = policy.remat;
            plan_.saved_tensors = policy.saved_tensors;
            plan_.offloaded_tensors = policy.offloaded_tensors;
            plan_.shards_optimizer = shards;
            p.pipeline_interleave = interleave;
            p.microbatches = stages > 1 ? passes : 1;
            plan_.gradient_accumulation = stages > 1 ? 1 : passes;
            plan_.global_batch = size * passes * data_parallel_ranks(p);
            consider();
          }
  }

  void consider() {
    if (!plan_faults(plan_, site_.machine()).empty()) {
      ++too_large;
      return;
    }
    values.push_back(site_.value(training_step(plan_, site_.machine())));
    if (values.back().time < fastest.time) fastest = values.back();
  }

  const PlanQuery& query_;
  RunSite site_;
  TrainingPlan plan_;
};

struct SmallSpace {
  const char* name;
  Shape slice;
  int slices;
  Bytes memory;
  int sequence_length;
  int batch;
};

class AgainstBruteForce : public testing::TestWithParam<SmallSpace> {};

/// Pruning, the early end of passes and bounds lose nothing: not the fastest plan, nor any of the front.
TEST_P(AgainstBruteForce, FindsTheWholeFront) {
  PlanQuery query = made_query();
  query.chip.hbm_capacity = GetParam().memory;
  query.start.sequence_length = GetParam().sequence_length;
  query.most_batch = GetParam().batch;
  const PlanAllocation allocation{{GetParam().slice, GetParam().slices}, false};
  BruteForce brute(query, allocation);
  SearchControl control;

  brute.run();
  const BlockResult found = search_block(query, allocation, control);

  ASSERT_GT(brute.values.size(), 100u);
  EXPECT_GT(brute.too_large, 0);
  ASSERT_FALSE(found.front.empty());
  EXPECT_EQ(found.front.front().value.time, brute.fastest.time);
  EXPECT_EQ(found.top.front().value.time, brute.fastest.time);
  for (const RunValue& value : brute.values) {
    const bool is_covered = std::any_of(found.front.begin(), found.front.end(), [&](const RankedPlan& kept) {
      return is_better(kept.value, value) || kept.value == value;
    });
    EXPECT_TRUE(is_covered) << value.time.value() << " s, " << value.energy.value() << " J";
  }
  for (const RankedPlan& kept : found.front) {
    EXPECT_NE(std::find(brute.values.begin(), brute.values.end(), kept.value), brute.values.end());
  }
  EXPECT_TRUE(found.is_complete);
}

INSTANTIATE_TEST_SUITE_P(BlockSearch, AgainstBruteForce,
                         testing::Values(SmallSpace{"cube", Shape{{4, 4, 4}}, 1, 16_GiB, 4096, 256},
                                         SmallSpace{"tight", Shape{{4, 4, 4}}, 1, 4_GiB, 4096, 64},
                                         SmallSpace{"two_cubes", Shape{{4, 4, 4}}, 2, 8_GiB, 2048, 256},
                                         SmallSpace{"four_slices", Shape{{2, 2, 4}}, 4, 40_GiB, 8192, 64},
                                         SmallSpace{"few_sequences", Shape{{4, 4, 8}}, 1, 24_GiB, 16384, 16}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(BlockSearch, RanksLayoutsEachOnce) {
  PlanQuery query = made_query();
  query.top = 20;
  SearchControl control;

  const BlockResult found = search_block(query, {{Shape{{4, 4, 4}}, 2}, false}, control);

  ASSERT_EQ(found.top.size(), 20u);
  for (std::size_t i = 1; i < found.top.size(); ++i) {
    EXPECT_GE(found.top[i].value.time, found.top[i - 1].value.time);
    Parallelism layout = found.top[i].choice.parallelism;
    for (std::size_t j = 0; j < i; ++j) {
      layout.microbatches = found.top[j].choice.parallelism.microbatches;
      layout.pipeline_interleave = found.top[j].choice.parallelism.pipeline_interleave;
      EXPECT_NE(layout, found.top[j].choice.parallelism);
    }
  }
}

TEST(BlockSearch, KeepsOnTopOnlyWhatIsWithinTheLimits) {
  PlanQuery query = made_query();
  SearchControl control;
  const PlanAllocation cube{{Shape{{4, 4, 4}}, 1}, false};
  const Seconds fastest = search_block(query, cube, control).top.front().value.time;

  query.limits.deadline = fastest * 1.02;
  const BlockResult tight = search_block(query, cube, control);
  query.limits.deadline = fastest * 0.999;
  const BlockResult late = search_block(query, cube, control);
  query.limits = {};
  query.limits.power = Watts(1000);
  const BlockResult weak = search_block(query, cube, control);

  ASSERT_FALSE(tight.top.empty());
  for (const RankedPlan& plan : tight.top) EXPECT_LE(plan.value.time, fastest * 1.02);
  EXPECT_TRUE(late.top.empty());
  EXPECT_TRUE(weak.top.empty());
  EXPECT_EQ(weak.front, late.front);
}

TEST(BlockSearch, NamesThePlanThatLacksLeastMemory) {
  PlanQuery query = made_query();
  query.chip.hbm_capacity = 1_GiB;
  SearchControl control;
  const PlanAllocation cube{{Shape{{4, 4, 4}}, 1}, false};

  const BlockResult found = search_block(query, cube, control);

  ASSERT_TRUE(found.nearest.has_value());
  const TrainingPlan nearest = plan_of(*found.nearest, query.start);
  EXPECT_EQ(choice_of(nearest), *found.nearest);
  const StepMachine machine = RunSite(query, cube).machine();
  query.chip.hbm_capacity = training_memory(nearest, machine).total();
  EXPECT_FALSE(search_block(query, cube, control).front.empty());
  query.chip.hbm_capacity = query.chip.hbm_capacity - Bytes(1);
  EXPECT_TRUE(search_block(query, cube, control).front.empty());
}

TEST(BlockSearch, NamesTheFewestSequencesThatALayoutAsksFor) {
  PlanQuery query = made_query();
  query.most_batch = 1;
  query.space.layouts.fixed.tensor = 4;
  query.space.layouts.fixed.context = 1;
  query.space.layouts.fixed.pipeline = 8;
  SearchControl control;

  EXPECT_EQ(search_block(query, {{Shape{{4, 4, 4}}, 1}, false}, control).least_ranks, 2);
}

TEST(BlockSearch, MoreSequencesAreNeverSlowerForAToken) {
  PlanQuery query = made_query();
  SearchControl control;
  const PlanAllocation cube{{Shape{{4, 4, 4}}, 1}, false};
  Seconds before(std::numeric_limits<double>::infinity());
  for (query.most_batch = 32; query.most_batch <= 1024; query.most_batch *= 2) {
    const Seconds time = search_block(query, cube, control).front.front().value.time;
    EXPECT_LE(time, before);
    before = time;
  }
}

TEST(BlockSearch, RulesPlansOutByTheirBound) {
  SearchControl control;

  const BlockResult found = search_block(made_query(), {{Shape{{4, 4, 4}}, 1}, false}, control);

  EXPECT_GT(found.counts.bounded, 100);
  EXPECT_EQ(found.counts.bounded + found.counts.evaluated + found.counts.too_large, control.candidates);
}

TEST(BlockSearch, EndsWhenItIsStopped) {
  SearchControl control;
  control.is_stopped = true;

  const BlockResult found = search_block(made_query(), {{Shape{{4, 4, 4}}, 1}, false}, control);

  EXPECT_FALSE(found.is_complete);
}

TEST(BlockSearch, EndsAfterTheCandidatesThatItIsGiven) {
  SearchControl control;
  control.most_candidates = 100;

  const BlockResult found = search_block(made_query(), {{Shape{{4, 4, 4}}, 1}, false}, control);

  EXPECT_FALSE(found.is_complete);
  EXPECT_LE(control.candidates, 101);
  EXPECT_GE(found.counts.evaluated + found.counts.bounded + found.counts.too_large, 99);
}

}  // namespace
}  // namespace gigapod
