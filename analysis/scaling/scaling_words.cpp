#include "analysis/scaling/scaling_words.hpp"

#include "analysis/plan/plan_answer.hpp"

namespace gigapod {
namespace {

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

}  // namespace gigapod
