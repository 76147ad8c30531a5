#include "analysis/scaling/scaling_words.hpp"

#include "analysis/number_text.hpp"
#include "analysis/plan/plan_answer.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gigapod {
namespace {

constexpr std::size_t kNamedSizes = 6;

/// What the words of plans look at.
TrainingPlan plan_of(const ScalePoint& point) {
  TrainingPlan plan;
  plan.parallelism = point.parallelism;
  plan.gradient_accumulation = point.gradient_accumulation;
  plan.remat = point.remat.remat;
  plan.saved_tensors = point.remat.saved_tensors;
  plan.offloaded_tensors = point.remat.offloaded_tensors;
  plan.shards_optimizer = point.shards_optimizer;
  return plan;
}

}  // namespace

std::string remat_text(const ScalePoint& point) {
  for (const NamedRematPolicy& named : named_remat_policies()) {
    if (named.policy == point.remat) return named.name;
  }
  return remat_text(plan_of(point));
}

std::string layout_text(const ScalePoint& point) { return layout_text(plan_of(point)); }

std::string moved_sizes_note(const std::vector<MovedSize>& sizes) {
  std::string text;
  for (std::size_t i = 0; i < std::min(sizes.size(), kNamedSizes); ++i) {
    const MovedSize& size = sizes[i];
    text += fmt::format("{} {} ", i == 0 ? "" : ",", grouped(size.requested_chips));
    text += size.chips == 0 ? "not at all"
                            : fmt::format("as {}{}", size.is_merged ? "the same " : "", grouped(size.chips));
  }
  if (text.empty()) return text;
  if (sizes.size() > kNamedSizes) text += fmt::format(" and {} more (scaling.json)", sizes.size() - kNamedSizes);
  return "sizes are evaluated as the chips that equal slices fill:" + text;
}

}  // namespace gigapod
