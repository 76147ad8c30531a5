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
                     int most_rows, const Speculation* speculation)
    : rows_per_sequence_(speculation == nullptr ? 1 : speculation->drafted_tokens + 1),
      weights_(most_rows, [&](double rows) { return StepCost(plan, chip, slice).weights_read(rows).value(); }),
      communication_(
          most_sequences * rows_per_sequence_,
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
  for (int sequences = 1; sequences <= most_sequences; ++sequences) {
    const int rows = sequences * rows_per_sequence_;
    StepWork work = decode_rows(rows);
    work.rows_per_sequence = rows_per_sequence_;
    const Seconds base = cost.product_compute(work) + cost.read_time(cost.weights_read(rows)) + cost.overhead();
    Decode& decode = decode_[static_cast<std::size_t>(sequences)];
    decode.base = base.value() + communication_.at(static_cast<unsigned>(rows));
    work.seen = 1.0;
    decode.slope = cost.attention(work).value();
  }
  head_ = cost.product_compute({.prompts = 1.0}).value();
  pair_ = cost.attention({.pairs = 1.0}).value();
  const TransformerSpec& model = plan.model;
  global_pairs_ = (model.attention == AttentionKind::kCausal ? 0.5 : 1.0) * global_layers(model);
  local_layers_ = model.layers - global_layers(model);
  window_ = std::max(model.sliding_window, 1);
  if (speculation != nullptr) add_draft(plan, chip, slice, most_rows, *speculation);
}

/// The draft decodes `drafted_tokens` times before each step, one row a sequence, and prefills every prompt too. What
/// it sees is taken from what the large model sees, by layers.
void StepClock::add_draft(const ServingPlan& plan, const ChipSpec& chip, const SliceTopology& slice, int most_rows,
                          const Speculation& speculation) {
  const ServingPlan draft = draft_plan(plan, speculation);
  const StepCost cost(draft, chip, slice);
  const double share = static_cast<double>(draft.model.layers) / plan.model.layers;
  for (std::size_t sequences = 1; sequences < decode_.size(); ++sequences) {
    StepWork work = decode_rows(static_cast<double>(sequences));
    Decode& decode = decode_[sequences];
    decode.draft = speculation.drafted_tokens * cost.step(work).total.value();
    decode.base += decode.draft;
    work.seen = share;
    decode.slope += speculation.drafted_tokens * cost.attention(work).value();
  }
  draft_prefill_.emplace(most_rows, [&](double rows) { return cost.step(prefill_rows(rows)).total.value(); });
  pair_ += share * cost.attention({.pairs = 1.0}).value();
}

}  // namespace gigapod
