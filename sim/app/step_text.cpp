#include "sim/app/step_text.hpp"

#include "sim/base/dimension.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <utility>
#include <vector>

namespace gigapod::app {
namespace {

using TimePart = std::pair<const char*, Seconds>;

std::vector<TimePart> parts_of(const StepTime& step) {
  return {{"compute", step.compute},  {"hbm", step.hbm},       {"ici", step.ici},
          {"dcn", step.dcn},          {"bubble", step.bubble}, {"straggler", step.straggler},
          {"overhead", step.overhead}};
}

std::vector<std::pair<const char*, Bytes>> memory_of(const MemoryUse& memory) {
  return {{"weights", memory.weights},
          {"gradients", memory.gradients},
          {"optimizer", memory.optimizer},
          {"activations", memory.activations},
          {"workspace", memory.workspace}};
}

const char* meaning_of(std::string_view part) {
  if (part == "compute") return "matrix units busy, work repeated for the backward pass included";
  if (part == "hbm") return "operators that wait for memory, optimizer update";
  if (part == "ici") return "communication inside slices that nothing hides";
  if (part == "dcn") return "communication between slices that nothing hides";
  if (part == "bubble") return "pipeline fill and drain";
  if (part == "straggler") return "wait for the slowest slice and chip";
  return "launch, host, input";
}

std::string time_text(const StepTime& step) {
  std::string text = fmt::format("\nTime of a step: {}\n", short_text(step.total));
  for (const auto& [name, time] : parts_of(step)) {
    text += fmt::format("  {:<12} {:>12} {:>6.1f}%  {}\n", name, short_text(time), 100.0 * (time / step.total),
                        meaning_of(name));
  }
  text += fmt::format("  of compute, repeated for the backward pass: {}\n", short_text(step.remat_compute));
  return text;
}

/// Work of an operator class over the HBM bytes that it moves: its place on the roofline.
double intensity(const OperatorShare& share) {
  return share.bytes > Bytes(0.0) ? share.flops.value() / share.bytes.value() : 0.0;
}

std::string operators_text(const StepAnswer& answer) {
  std::string text = "\nOperators          forward     repeated     backward   of step   FLOP/byte  bound by\n";
  for (const OperatorShare& share : answer.operators) {
    if (share.total() <= Seconds(0.0)) continue;
    text += fmt::format("  {:<16} {:>8} {:>12} {:>12} {:>8.1f}% {:>11.1f}  {}\n", name_of(share.operators),
                        short_text(share.forward), short_text(share.recompute), short_text(share.backward),
                        100.0 * (share.total() / answer.step.total), intensity(share),
                        share.is_memory_bound ? "HBM" : "matrix units");
  }
  return text + fmt::format("  the chip balances at {:.0f} FLOP a byte of HBM\n", balance(answer));
}

const char* meaning_of(Traffic traffic) {
  switch (traffic) {
    case Traffic::kWeights: return "weights gathered, gradients reduced in a slice (FSDP)";
    case Traffic::kTensor: return "activations of tensor parallelism";
    case Traffic::kContext: return "keys and values round the ring";
    case Traffic::kExpert: return "tokens to their experts and back";
    case Traffic::kPipeline: return "activations between stages of a slice";
    case Traffic::kReplicas: return "gradients of replicas in a slice";
    case Traffic::kDcnWeights: return "FSDP over slices";
    case Traffic::kDcnGradients: return "gradients of slices";
    case Traffic::kDcnPipeline: return "activations between slices";
    case Traffic::kCount: break;
  }
  return "";
}

std::string communication_text(const StepTime& step) {
  std::string text = "\nCommunication          exposed       hidden\n";
  for (std::size_t i = 0; i < kTrafficKinds; ++i) {
    const TrafficTime& time = step.traffic[i];
    if (time.exposed + time.hidden <= Seconds(0.0)) continue;
    text += fmt::format("  {:<15} {:>12} {:>12}  {}\n", name_of(static_cast<Traffic>(i)), short_text(time.exposed),
                        short_text(time.hidden), meaning_of(static_cast<Traffic>(i)));
  }
  text += fmt::format("  {:<15} {:>12} {:>12}\n", "ici", short_text(step.ici), short_text(step.ici_hidden));
  text += fmt::format("  {:<15} {:>12} {:>12}", "dcn", short_text(step.dcn), short_text(step.dcn_hidden));
  return text + fmt::format("  {} sent by each slice\n", short_text(step.dcn_bytes_per_slice));
}

std::string memory_text(const StepAnswer& answer) {
  const MemoryUse& memory = answer.step.memory;
  const Bytes capacity = answer.machine.chip.hbm_capacity;
  std::string text = fmt::format("\nHBM of a chip: {} of {} ({:.1f}%)\n", short_text(memory.total()),
                                 short_text(capacity), 100.0 * (memory.total() / capacity));
  for (const auto& [name, bytes] : memory_of(memory))
    text += fmt::format("  {:<12} {:>12}\n", name, short_text(bytes));
  return text;
}

std::string rates_text(const StepTime& step) {
  return fmt::format(
      "\nMFU {:.1f}%, HFU {:.1f}%; {:.0f} tokens/s; mean use of matrix units {:.1f}%, HBM {:.1f}%, ICI "
      "{:.1f}%\n",
      100.0 * step.mfu, 100.0 * step.hfu, step.tokens_per_second, 100.0 * step.activity.mxu,
      100.0 * step.activity.hbm, 100.0 * step.activity.ici);
}

}  // namespace

double balance(const StepAnswer& answer) {
  const ChipSpec& chip = answer.machine.chip;
  return (chip.mxu_efficiency * peak_rate(chip, answer.plan.precision)).value() /
         (chip.hbm_efficiency * chip.hbm_bandwidth).value();
}

std::string step_text(const StepAnswer& answer, bool explains) {
  const TrainingPlan& plan = answer.plan;
  std::string text =
      fmt::format("{} on {} x {} of {} (pod {}): {} chips, {} sequences of {} tokens, {:.4g} B parameters\n",
                  plan.model.name, answer.machine.slices, to_text(answer.shape), answer.machine.chip.name, answer.pod,
                  answer.machine.slice.chips() * answer.machine.slices, plan.global_batch, plan.sequence_length,
                  parameter_count(plan.model) / 1e9);
  text += time_text(answer.step) + operators_text(answer) + communication_text(answer.step) + memory_text(answer);
  text += rates_text(answer.step);
  if (explains) text += step_explanation(answer);
  for (const std::string& warning : answer.step.warnings) text += fmt::format("warning: {}\n", warning);
  return text;
}

std::string step_json(const StepAnswer& answer) {
  const StepTime& step = answer.step;
  nlohmann::json parts;
  for (const auto& [name, time] : parts_of(step)) parts[fmt::format("{}_seconds", name)] = time.value();
  nlohmann::json operators = nlohmann::json::array();
  for (const OperatorShare& share : answer.operators) {
    operators.push_back({{"name", name_of(share.operators)},
                         {"forward_seconds", share.forward.value()},
                         {"recompute_seconds", share.recompute.value()},
                         {"backward_seconds", share.backward.value()},
                         {"flops", share.flops.value()},
                         {"hbm_bytes", share.bytes.value()},
                         {"is_memory_bound", share.is_memory_bound}});
  }
  nlohmann::json memory;
  for (const auto& [name, bytes] : memory_of(step.memory)) memory[fmt::format("{}_bytes", name)] = bytes.value();
  memory["total_bytes"] = step.memory.total().value();
  memory["capacity_bytes"] = answer.machine.chip.hbm_capacity.value();
  nlohmann::json communication = {{"ici_exposed_seconds", step.ici.value()},
                                  {"ici_hidden_seconds", step.ici_hidden.value()},
                                  {"dcn_exposed_seconds", step.dcn.value()},
                                  {"dcn_hidden_seconds", step.dcn_hidden.value()},
                                  {"dcn_bytes_per_slice", step.dcn_bytes_per_slice.value()}};
  for (std::size_t i = 0; i < kTrafficKinds; ++i) {
    const std::string name = name_of(static_cast<Traffic>(i));
    communication[name + "_exposed_seconds"] = step.traffic[i].exposed.value();
    communication[name + "_hidden_seconds"] = step.traffic[i].hidden.value();
  }
  const nlohmann::json all = {{"model", answer.plan.model.name},
                              {"chip", answer.machine.chip.name},
                              {"pod", answer.pod},
                              {"slice", to_text(answer.shape)},
                              {"slices", answer.machine.slices},
                              {"chips", answer.machine.slice.chips() * answer.machine.slices},
                              {"step_seconds", step.total.value()},
                              {"parts", parts},
                              {"recompute_seconds", step.remat_compute.value()},
                              {"operators", operators},
                              {"communication", communication},
                              {"memory", memory},
                              {"mfu", step.mfu},
                              {"hfu", step.hfu},
                              {"model_flops", step.model_flops.value()},
                              {"hardware_flops", step.hardware_flops.value()},
                              {"tokens_per_second", step.tokens_per_second},
                              {"warnings", step.warnings}};
  return all.dump(2, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace gigapod::app
