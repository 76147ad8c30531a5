#include "sim/serving/decode_batch.hpp"

#include "sim/base/random.hpp"

#include <gtest/gtest.h>

namespace gigapod::testing {
namespace {

KvLayout layout(int global, int local, int window) {
  KvLayout layout;
  layout.capacity = 1 << 20;
  layout.block_tokens = 16;
  layout.global_layers = global;
  layout.local_layers = local;
  layout.window = window;
  return layout;
}

/// 89/32 tokens a step.
KvLayout speculative(KvLayout layout) {
  layout.ticks = 32;
  layout.ticks_a_step = 89;
  return layout;
}

/// The same batch, one sequence and one step at a time.
struct Sequence {
  std::uint32_t slot = 0;
  std::int64_t stored = 0;  // ticks
  std::int64_t left = 0;    // ticks
};

/// Tokens that the sequences see, summed over layers.
double seen_tokens(const KvLayout& kv, const std::vector<Sequence>& sequences) {
  double seen = 0.0;
  for (const Sequence& sequence : sequences) {
    const double tokens = static_cast<double>(sequence.stored) / kv.ticks;
    seen += kv.global_layers * tokens + kv.local_layers * std::min<double>(tokens, kv.window);
  }
  return seen;
}

struct Case {
  KvLayout layout;
};

class DecodeBatchLaws : public ::testing::TestWithParam<Case> {};

TEST_P(DecodeBatchLaws, ManyStepsAreOneStepAfterTheOther) {
  const KvLayout kv = GetParam().layout;
  RandomStream random(11);
  DecodeBatch batch(kv);
  std::vector<Sequence> model;
  std::int64_t pages = 0;
  for (std::uint32_t round = 0; round < 2000; ++round) {
    if (model.size() < 20) {
      const auto stored = 1 + static_cast<std::int64_t>(random.below(300));
      const auto tokens = 1 + static_cast<std::int64_t>(random.below(200));
      model.push_back({round, stored * kv.ticks, tokens * kv.ticks});
      batch.add(round, stored, tokens);
      pages += kv.pages(stored);
    }
    ASSERT_NEAR(batch.seen(), seen_tokens(kv, model), kv.local_layers * 20 * (kv.ticks_a_step - 1.0) / kv.ticks);
    const auto steps =
        1 + static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(batch.steps_to_change())));
    pages += batch.pages_needed(steps);
    batch.advance(steps);
    std::int64_t kept = 0;
    for (Sequence& sequence : model) {
      sequence.stored += steps * kv.ticks_a_step;
      sequence.left -= steps * kv.ticks_a_step;
      kept += kv.pages((sequence.stored + kv.ticks - 1) / kv.ticks);
    }
    ASSERT_EQ(pages, kept);
    for (DecodeBatch::Member member; batch.pop_finished(member);) {
      pages -= batch.pages_of(member);
    }
    std::erase_if(model, [](const Sequence& sequence) { return sequence.left <= 0; });
    ASSERT_EQ(batch.rows(), static_cast<int>(model.size()));
    if (round % 7 == 0 && !model.empty()) {
      const DecodeBatch::Member member = batch.remove(model.front().slot);
      pages -= batch.pages_of(member);
      model.erase(model.begin());
    }
  }
}

TEST_P(DecodeBatchLaws, TakesAsManyStepsAsThePagesAllow) {
  const KvLayout kv = GetParam().layout;
  RandomStream random(12);
  for (int round = 0; round < 300; ++round) {
    DecodeBatch batch(kv);
    for (std::uint32_t slot = 0; slot < 10; ++slot) {
      batch.add(slot, 1 + static_cast<std::int64_t>(random.below(300)), 400);
    }
    const std::int64_t most = batch.steps_to_change();
    const auto pages = static_cast<std::int64_t>(random.below(600));
    const std::int64_t steps = batch.steps_within(pages, most);
    ASSERT_LE(batch.pages_needed(steps), pages);
    ASSERT_TRUE(steps == most || batch.pages_needed(steps + 1) > pages);
  }
}

INSTANTIATE_TEST_SUITE_P(Layouts, DecodeBatchLaws,
                         ::testing::Values(Case{layout(8, 0, 0)}, Case{layout(2, 6, 128)}, Case{layout(0, 4, 64)},
                                           Case{speculative(layout(8, 0, 0))}, Case{speculative(layout(2, 6, 128))}));

}  // namespace
}  // namespace gigapod::testing
