// A step's time is linear in the rows of the output head, in tokens seen and in pairs; by rows in all it is a sum of
// products (linear), weights read (touched experts) and communication (a minimum over layouts), which are tabulated.

#include "sim/model/serving/step_clock.hpp"

#include <algorithm>

namespace gigapod {
namespace {

StepWork decode_rows(double rows) { return {.decode_rows = rows}; }
StepWork prefill_rows(double rows) { return {.prefill_rows = rows}; }

}  // namespace

StepClock::StepClock(const ServingPlan& plan, const ChipSpec& chip, const SliceTopology& slice, int most_sequences,
                     int most_rows)
    : weights_(most_rows, [&](double rows) { return StepCost(plan, chip, slice).weights_read(rows).value(); }),
      communication_(
          most_sequences,
          [&](double rows) { return StepCost(plan, chip, slice).communication(decode_rows(rows)).value(); }),
      mixed_communication_(
          most_rows,
          [&](double rows) { return StepCost(plan, chip, slice).communication(prefill_rows(rows)).value(); }),
      mixed_(most_rows, [&](double rows) {
        const StepCost cost(plan, chip, slice);
        const StepWork work = prefill_rows(rows);
        return (cost.product_compute(work) + cost.read_time(cost.weights_read(rows)) + cost.communication(work) +
                cost.overhead())
            .value();
      }) {
  const StepCost cost(plan, chip, slice);
  decode_.resize(static_cast<std::size_t>(most_sequences) + 1);
  for (int rows = 1; rows <= most_sequences; ++rows) {
    const StepWork work = decode_rows(rows);
    const Seconds base = cost.product_compute(work) + cost.read_time(cost.weights_read(rows)) + cost.overhead();
    decode_[static_cast<std::size_t>(rows)] = {
        base.value() + communication_.at(static_cast<unsigned>(rows)),
        cost.attention({.decode_rows = static_cast<double>(rows), .seen = 1.0}).value()};
  }
  head_ = cost.product_compute({.prompts = 1.0}).value();
  pair_ = cost.attention({.pairs = 1.0}).value();
  const TransformerSpec& model = plan.model;
  global_pairs_ = (model.attention == AttentionKind::kCausal ? 0.5 : 1.0) * global_layers(model);
  local_layers_ = model.layers - global_layers(model);
  window_ = std::max(model.sliding_window, 1);
}

}  // namespace gigapod
