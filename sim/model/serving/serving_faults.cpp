// Why a plan can't serve: memory first, then the targets at a load of one sequence.

#include "sim/model/serving/model_work.hpp"
#include "sim/model/serving/phase_time.hpp"
#include "sim/model/serving/replica.hpp"
#include "sim/model/serving/steady_state.hpp"

#include <fmt/format.h>

#include <cmath>

namespace gigapod {
namespace {

double gigabytes(Bytes size) { return size.value() / 1e9; }
double milliseconds(Seconds time) { return time.value() * 1e3; }

/// Chips of a slice that holds the weights and one sequence; 0 when no number does.
int chips_needed(const ServingPlan& plan, const ReplicaMemory& memory) {
  const double all = parameter_count(plan.model);
  const double spread = plan.layout == ServingLayout::kTensor ? all : routed_parameter_count(plan.model);
  const double room = memory.usable_per_chip.value() - (all - spread) * plan.weight_bytes;
  if (room <= 0.0) return 0;
  const double needed = (spread * plan.weight_bytes + kv_per_sequence(plan).value()) / room;
  return std::max(1, static_cast<int>(std::ceil(needed)));
}

std::string chips_text(int chips) {
  return chips == 0 ? "no number of chips with a copy of the dense weights each" : fmt::format("{} chips", chips);
}

}  // namespace

std::vector<std::string> serving_faults(const ServingPlan& plan, const ChipSpec& chip, const SliceTopology& slice) {
  const ReplicaMemory memory = replica_memory(plan, chip, slice);
  const Bytes free = memory.usable_per_chip - memory.weights_per_chip;
  if (free <= Bytes(0.0)) {
    return {
        fmt::format("weights: {:.1f} GB a chip, {:.1f} GB more than the {:.1f} GB of a {} that a serving program "
                    "can use; {} would hold them",
                    gigabytes(memory.weights_per_chip), gigabytes(-free), gigabytes(memory.usable_per_chip),
                    chip.name, chips_text(chips_needed(plan, memory)))};
  }
  if (memory.kv_per_sequence_chip > free) {
    return {
        fmt::format("cache: one sequence of {:.0f} tokens takes {:.2f} GB a chip, {:.2f} GB more than the weights "
                    "leave; {} would hold it",
                    mean_context(plan), gigabytes(memory.kv_per_sequence_chip),
                    gigabytes(memory.kv_per_sequence_chip - free), chips_text(chips_needed(plan, memory)))};
  }
  std::vector<std::string> faults;
  const Seconds step = decode_step(plan, chip, slice, 1.0, mean_context(plan)).total;
  const SteadyState alone = steady_state(curve_without_steps(plan, chip, slice), 1.0, step);
  if (alone.tpot > plan.tpot_target) {
    faults.push_back(
        fmt::format("tpot_target: one sequence alone takes {:.1f} ms a token, above the target of {:.1f} ms",
                    milliseconds(alone.tpot), milliseconds(plan.tpot_target)));
  }
  if (alone.ttft > plan.ttft_target) {
    faults.push_back(
        fmt::format("ttft_target: one prompt of {:.0f} tokens alone takes {:.0f} ms, above the target of {:.0f} ms",
                    plan.prompt_tokens, milliseconds(alone.ttft), milliseconds(plan.ttft_target)));
  }
  return faults;
}

}  // namespace gigapod
