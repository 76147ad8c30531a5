#include "analysis/plan/plan_answer.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace gigapod {
namespace {

void add(std::string& text, std::string_view part) {
  if (!text.empty()) text += ", ";
  text += part;
}

std::string tensors_text(unsigned tensors) {
  static constexpr std::array<std::string_view, 5> kNames = {"qkv", "attention", "output", "mlp_in", "mlp_out"};
  std::string text;
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if ((tensors >> i & 1u) != 0) text += (text.empty() ? "" : "+") + std::string(kNames[i]);
  }
  return text;
}

}  // namespace

std::string layout_text(const TrainingPlan& plan) {
  const Parallelism& p = plan.parallelism;
  std::string text;
  for (const auto& [name, degree] :
       {std::pair("tensor", p.tensor), std::pair("context", p.context), std::pair("expert", p.expert),
        std::pair("fsdp", p.fsdp), std::pair("data", p.data), std::pair("pipeline", p.pipeline),
        std::pair("dcn_data", p.dcn_data), std::pair("dcn_fsdp", p.dcn_fsdp),
        std::pair("dcn_pipeline", p.dcn_pipeline)}) {
    if (degree > 1) add(text, fmt::format("{} {}", name, degree));
  }
  if (p.pipeline_interleave > 1) add(text, fmt::format("interleave {}", p.pipeline_interleave));
  if (p.microbatches > 1) add(text, fmt::format("{} microbatches", p.microbatches));
  if (plan.gradient_accumulation > 1) add(text, fmt::format("{} passes", plan.gradient_accumulation));
  if (plan.shards_optimizer && p.data > 1) add(text, "sharded optimizer");
  return text.empty() ? "one chip" : text;
}

std::string allocation_text(const PlanAllocation& allocation) {
  return fmt::format("{} x {}{}", allocation.slices.slices, to_text(allocation.slices.slice),
                     allocation.is_twisted ? " twisted" : "");
}

std::string remat_text(const TrainingPlan& plan) {
  static constexpr std::array<std::string_view, 4> kNames = {"none", "minimal", "full", "offload"};
  std::string text(kNames[static_cast<std::size_t>(plan.remat)]);
  if (plan.saved_tensors != 0) text += fmt::format(" with {}", tensors_text(plan.saved_tensors));
  if (plan.offloaded_tensors != 0) text += fmt::format(", {} on the host", tensors_text(plan.offloaded_tensors));
  return text;
}

std::string_view precision_text(Precision precision) {
  static constexpr std::array<std::string_view, 4> kNames = {"bf16", "int8", "fp8", "fp4"};
  return kNames[static_cast<std::size_t>(precision)];
}

}  // namespace gigapod
