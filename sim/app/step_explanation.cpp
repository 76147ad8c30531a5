#include "sim/app/step_text.hpp"
#include "sim/base/dimension.hpp"
#include "sim/model/pipeline_schedule.hpp"
#include "sim/model/step/axis_mapping.hpp"
#include "sim/model/step/communication.hpp"
#include "sim/model/step/step_constants.hpp"
#include "sim/model/step/straggler.hpp"

#include <fmt/format.h>

namespace gigapod::app {
namespace {

std::string group_text(const char* name, const ParallelGroup& group, bool is_switched) {
  if (group.members < 2) return {};
  std::string text = fmt::format("  {:<12} {} chips", name, group.members);
  if (is_switched) return text + fmt::format(", {} in a switched domain\n", group.members_per_domain);
  for (const SliceAxis& axis : group.torus()) {
    text += fmt::format(", a {} of {}", is_ring(axis) ? "ring" : "line", axis.length);
  }
  return text + fmt::format(": {} link{} a chip\n", links_in_use(group.torus()),
                            links_in_use(group.torus()) == 1 ? "" : "s");
}

std::string mapping_text(const StepAnswer& answer) {
  const AxisMapping mapping = map_axes(answer.plan.parallelism, answer.machine.slice);
  const bool is_switched = answer.machine.slice.is_switched;
  std::string text = "\nChips of each degree of parallelism\n";
  text += group_text("tensor", mapping.tensor, is_switched) + group_text("context", mapping.context, is_switched);
  text += group_text("expert", mapping.expert, is_switched) + group_text("fsdp", mapping.fsdp, is_switched);
  text += group_text("data", mapping.data, is_switched) + group_text("pipeline", mapping.pipeline, is_switched);
  return text;
}

/// Rates, and the arithmetic intensity at which matrix units and HBM take the same time.
std::string chip_text(const StepAnswer& answer) {
  const ChipSpec& chip = answer.machine.chip;
  const FlopsPerSecond matrix = chip.mxu_efficiency * peak_rate(chip, answer.plan.precision);
  const BytesPerSecond memory = chip.hbm_efficiency * chip.hbm_bandwidth;
  const Flops work = answer.step.hardware_flops / (answer.machine.slice.chips() * answer.machine.slices);
  std::string text = "\nChip\n";
  text += fmt::format("  matrix       {} = {:.3g} of {}; a chip executes {} FLOP a step\n", short_text(matrix),
                      chip.mxu_efficiency, short_text(peak_rate(chip, answer.plan.precision)),
                      fmt::format("{:.4g}", work.value()));
  text += fmt::format("  HBM          {} = {:.3g} of {}; balance at {:.0f} FLOP a byte\n", short_text(memory),
                      chip.hbm_efficiency, short_text(chip.hbm_bandwidth), balance(answer));
  return text + fmt::format("  ICI          {} one way a link = {:.3g} of {}, {} links\n",
                            short_text(chip.ici_efficiency * chip.ici_link_bandwidth), chip.ici_efficiency,
                            short_text(chip.ici_link_bandwidth), chip.ici_links);
}

std::string operator_lines(const StepAnswer& answer) {
  std::string text = "\nOperators, work over time\n";
  const FlopsPerSecond peak = peak_rate(answer.machine.chip, answer.plan.precision);
  for (const OperatorShare& share : answer.operators) {
    if (share.total() <= Seconds(0.0)) continue;
    text +=
        fmt::format("  {:<16} {:.4g} FLOP / {} = {:.1f}% of peak\n", name_of(share.operators), share.flops.value(),
                    short_text(share.total()), 100.0 * (share.flops / (peak * share.total())));
  }
  return text;
}

std::string dcn_text(const StepAnswer& answer) {
  if (answer.machine.slices < 2) return {};
  const BytesPerSecond port = answer.machine.dcn_bandwidth_per_slice;
  const double share = step_constants().dcn_efficiency;
  std::string text =
      fmt::format("  dcn          {} a slice at {:.3g} of {} = {}\n", short_text(answer.step.dcn_bytes_per_slice),
                  share, short_text(port), short_text(share * port));
  const double excess = exponential_excess(answer.machine.slices);
  return text + fmt::format("  slices       wait {:.3g} x (1/2 + ... + 1/{}) = {:.3g} of the steady step\n",
                            step_constants().slice_jitter, answer.machine.slices,
                            step_constants().slice_jitter * excess);
}

std::string chips_wait_text(const StepAnswer& answer) {
  const double chips = static_cast<double>(answer.machine.slice.chips()) * answer.machine.slices;
  const double share = step_constants().chip_jitter;
  return fmt::format(
      "  chips        wait {:.3g} x {:.3g} (largest of {:.0f} normal values) = {:.3g} of the steady step\n", share,
      normal_maximum(chips), chips, share * normal_maximum(chips));
}

std::string schedule_text(const StepAnswer& answer) {
  const Parallelism& p = answer.plan.parallelism;
  const StepConstants& c = step_constants();
  std::string text = "\nSchedule\n";
  text += fmt::format("  passes       {} of {:.6g} tokens a chip group\n",
                      answer.plan.gradient_accumulation * p.microbatches, tokens_per_pass(answer.plan));
  text += fmt::format(
      "  overlap      a transfer beside compute delays it by {:.3g} of its time; by {:.3g} tokens of experts, by "
      "{:.3g} gradients of replicas\n",
      c.interference, c.expert_interference, c.replica_interference);
  text += fmt::format(
      "  travel       {:.3g} bytes a weight gathered, {:.3g} a gradient, {:.3g} a gradient over the DCN\n",
      weight_bytes(answer.plan), answer.plan.gradient_transfer_bytes, answer.plan.dcn_gradient_bytes);
  const int stages = pipeline_stages(p);
  if (stages > 1) {
    text += fmt::format("  bubble       ({} stages - 1) / ({} microbatches x {}) = {:.3g} of the passes\n", stages,
                        p.microbatches, p.pipeline_interleave, pipeline_fill(p));
    text += fmt::format("               all wait for the stage with {} of the {} layers\n",
                        most_layers_of_stage(answer.plan.model.layers, stages), answer.plan.model.layers);
  }
  text += dcn_text(answer) + chips_wait_text(answer);
  return text + fmt::format("  overhead     {} a step\n", short_text(Seconds(c.overhead_seconds)));
}

std::string flops_text(const StepAnswer& answer) {
  const TrainingPlan& plan = answer.plan;
  const double tokens = static_cast<double>(plan.global_batch) * plan.sequence_length;
  return fmt::format(
      "\nModel FLOPs\n  {:.4g} = {:.6g} tokens x {:.4g} a token (6 x {:.4g} active weights + attention)\n",
      answer.step.model_flops.value(), tokens,
      training_flops_per_token(plan.model, plan.sequence_length, false).value(), active_parameter_count(plan.model));
}

}  // namespace

std::string step_explanation(const StepAnswer& answer) {
  return chip_text(answer) + mapping_text(answer) + operator_lines(answer) + schedule_text(answer) +
         flops_text(answer);
}

}  // namespace gigapod::app
