#include "sim/fabric/slice.hpp"
#include "sim/scenario/read_hardware.hpp"

#include <fmt/format.h>

namespace gigapod {

std::vector<std::string> spec_faults(const ChipSpec& chip) {
  std::vector<std::string> faults;
  if (chip.idle_power > chip.peak_power) {
    faults.push_back(fmt::format("idle_power {} is above peak_power {}", short_text(chip.idle_power),
                                 short_text(chip.peak_power)));
  }
  return faults;
}

std::vector<std::string> spec_faults(const PodSpec& pod) {
  const std::string fault = pod_shape_fault(pod);
  if (fault.empty()) return {};
  return {fault};
}

std::vector<std::string> spec_faults(const TransformerSpec& model) {
  std::vector<std::string> faults;
  if (model.heads % model.kv_heads != 0) {
    faults.push_back(fmt::format("{} heads do not share {} kv_heads evenly", model.heads, model.kv_heads));
  }
  if (model.experts > 0 && (model.experts_per_token < 1 || model.experts_per_token > model.experts)) {
    faults.push_back(fmt::format("experts_per_token is {}; with {} experts it must be between 1 and {}",
                                 model.experts_per_token, model.experts, model.experts));
  }
  if (model.experts > 0 && model.expert_ffn < 1) faults.push_back("with experts it needs expert_ffn");
  if (model.experts == 0 && (model.experts_per_token > 0 || model.shared_experts > 0)) {
    faults.push_back("experts_per_token and shared_experts need experts");
  }
  if (model.dense_layers > model.layers) {
    faults.push_back(fmt::format("{} dense_layers are more than {} layers", model.dense_layers, model.layers));
  }
  return faults;
}

}  // namespace gigapod
