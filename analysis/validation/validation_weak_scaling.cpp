// The runs behind the ratios: MaxText on slices of 16x16 TPU v5e, data parallel between them
// (AI-Hypercomputer/maxtext README.md, lines 112-121). Dimensions: topologies/catalog/models/maxtext-v5e-*.yaml;
// batch and parallelism inside a slice: MaxText/configs/largest_job/{16,32,64,128}b.sh.
#include "analysis/validation/validation_weak_scaling.hpp"

#include "sim/model/step/published_model.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>

namespace gigapod {
namespace {

struct ScaledModel {
  std::string_view system;
  std::string_view name;
  int billions;
  int layers;
  int hidden;
  int heads;
  int ffn;
  int sequences_per_chip;
  std::string_view inside_a_slice;
};
constexpr std::array kModels{
    ScaledModel{"TPU v5e MaxText 16B", "MaxText 16B", 16, 32, 5120, 32, 32768, 6, "ici_fsdp=256"},
    ScaledModel{"TPU v5e MaxText 32B", "MaxText 32B", 32, 32, 10240, 32, 32768, 4, "ici_fsdp=256"},
    ScaledModel{"TPU v5e MaxText 64B", "MaxText 64B", 64, 64, 10240, 32, 32768, 2, "ici_fsdp=256"},
    ScaledModel{"TPU v5e MaxText 128B", "MaxText 128B", 128, 64, 10240, 64, 65536, 1, "ici_fsdp=16 ici_tensor=16"},
};

/// The number in `multislice weak scaling 4 slices`; 0 for other text.
int slices_in(std::string_view op) {
  constexpr std::string_view kPrefix = "multislice weak scaling ";
  int slices = 0;
  if (op.starts_with(kPrefix)) std::from_chars(op.data() + kPrefix.size(), op.data() + op.size(), slices);
  return slices >= 1 && slices <= 4096 ? slices : 0;
}

/// The run as a row of training.csv.
MeasuredRow run_of(const ScaledModel& model, int slices) {
  constexpr int kSlice = 256;
  const auto text = [](int number) { return std::to_string(number); };
  return {{"chip", "v5e"},
          {"chips", text(kSlice * slices)},
          {"num_slices", text(slices)},
          {"slice_topology", "16x16"},
          {"model", std::string(model.name)},
          {"params_b", text(model.billions)},
          {"layers", text(model.layers)},
          {"hidden", text(model.hidden)},
          {"heads", text(model.heads)},
          {"head_dim", "256"},
          {"ffn", text(model.ffn)},
          {"vocab", "32768"},
          {"seq", "2048"},
          {"global_batch_seqs", text(kSlice * slices * model.sequences_per_chip)},
          {"dtype", "bf16"},
          {"parallelism", fmt::format("{} dcn_data={}", model.inside_a_slice, slices)},
          {"remat", "full"},
          {"step_time_s", "1"}};
}

}  // namespace

std::optional<ValidationRow> weak_scaling_row(const MeasuredRow& row, const std::map<std::string, ChipSpec>& chips) {
  const int slices = slices_in(cell_text(row, "op"));
  const double measured = cell_number(row, "value");
  if (slices < 2 || measured <= 0.0 || !std::isfinite(measured) || !chips.contains("v5e")) return std::nullopt;
  for (const ScaledModel& model : kModels) {
    if (model.system != cell_text(row, "system")) continue;
    const MeasuredRun one = measured_run(run_of(model, 1), chips);
    const MeasuredRun several = measured_run(run_of(model, slices), chips);
    ValidationRow result;
    result.family = "v5e multi-slice throughput";
    result.subject = fmt::format("{}, {} slices against 1", model.name, slices);
    result.chip = "v5e";
    result.source = cell_text(row, "source");
    const StepTime step = training_step(several.plan, several.machine);
    result.measured = 100.0 * measured;
    result.simulated = 100.0 * step.mfu / training_step(one.plan, one.machine).mfu;
    result.dominant = dominant_term(step);
    result.unit = "% of one slice";
    result.kind = RowKind::kSliceLoss;
    return result;
  }
  return std::nullopt;
}

}  // namespace gigapod
