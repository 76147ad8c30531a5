#include "sim/model/serving/speculation.hpp"

#include <cmath>

namespace gigapod {

double tokens_per_step(const Speculation& speculation) {
  const double a = speculation.acceptance;
  const int most = speculation.drafted_tokens + 1;
  return a < 1.0 ? (1.0 - std::pow(a, most)) / (1.0 - a) : most;
}

ServingPlan draft_plan(const ServingPlan& plan, const Speculation& speculation) {
  ServingPlan draft = plan;
  draft.model = speculation.draft;
  draft.weight_bytes = speculation.draft_weight_bytes;
  draft.layout = ServingLayout::kTensor;
  draft.expert_skew.reset();
  return draft;
}

}  // namespace gigapod
