// A job on another number of chips. Assumption: the batch follows the chips (weak scaling), as a job does that gains
// or loses data-parallel replicas, so that a step takes about as long and trains more or fewer tokens.
#include "sim/model/step/resized_plan.hpp"

#include <cmath>

namespace gigapod {
namespace {

constexpr double kMostSequences = 1e9;

/// `plan` with its batch times `growth`; nothing when that is no whole number of sequences.
std::optional<TrainingPlan> with_batch(TrainingPlan plan, double growth) {
  const double batch = std::round(plan.global_batch * growth * 1e6) / 1e6;  // 1/3 of 3 is 1
  if (batch < 1.0 || batch > kMostSequences || batch != std::floor(batch)) return std::nullopt;
  plan.global_batch = static_cast<int>(batch);
  return plan;
}

}  // namespace

std::optional<TrainingPlan> plan_on_slice(const TrainingPlan& plan, const Shape& slice, bool grows_batch) {
  const int chips = plan.parallelism.chips_per_slice();
  const int others = chips / plan.parallelism.fsdp;
  if (slice.chips() % others != 0) return std::nullopt;
  TrainingPlan resized = plan;
  resized.parallelism.fsdp = slice.chips() / others;
  return with_batch(resized, grows_batch ? static_cast<double>(slice.chips()) / chips : 1.0);
}

std::optional<TrainingPlan> resized_plan(const TrainingPlan& plan, const SliceChoice& choice) {
  auto resized = plan_on_slice(plan, choice.slice, true);
  const int others = plan.parallelism.dcn_fsdp * plan.parallelism.dcn_pipeline;
  if (!resized || choice.slices % others != 0) return std::nullopt;
  resized->parallelism.dcn_data = choice.slices / others;
  return with_batch(*resized, static_cast<double>(choice.slices) / plan.parallelism.slices());
}

}  // namespace gigapod
