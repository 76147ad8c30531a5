// The passes that the closed form is made of, as steps of StepCost (step_cost.cpp has the equations).

#include "sim/model/serving/phase_time.hpp"

#include "sim/model/serving/model_work.hpp"
#include "sim/model/serving/step_cost.hpp"

namespace gigapod {

ServingEngine engine_of(const ServingPlan& plan, const ChipSpec& chip) {
  return plan.engine ? *plan.engine : serving_engine(chip.name);
}

PhaseTime decode_step(const ServingPlan& plan, const ChipSpec& chip, const SliceTopology& slice, double batch,
                      double context) {
  return StepCost(plan, chip, slice).step({.decode_rows = batch, .seen = batch * seen_tokens(plan.model, context)});
}

PhaseTime prefill_pass(const ServingPlan& plan, const ChipSpec& chip, const SliceTopology& slice, double prompts,
                       double tokens, double cached) {
  const double pairs = prompt_pairs(plan.model, tokens) + tokens * seen_tokens(plan.model, cached);
  return StepCost(plan, chip, slice)
      .step({.prefill_rows = prompts * tokens, .prompts = prompts, .pairs = prompts * pairs});
}

PhaseTime prefill_share(const ServingPlan& plan, const ChipSpec& chip, const SliceTopology& slice) {
  const StepWork work{.prefill_rows = plan.prompt_tokens, .prompts = 1.0};
  PhaseTime phase = prefill_pass(plan, chip, slice, 1.0, plan.prompt_tokens);
  phase.products = StepCost(plan, chip, slice).product_compute(work);
  phase.overhead = Seconds(0.0);
  phase.hbm_bytes = Bytes(0.0);
  phase.total = phase.products + phase.attention + phase.communication + phase.overhead;
  return phase;
}

}  // namespace gigapod
