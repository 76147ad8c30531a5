#include "analysis/validation/validation_replica.hpp"

#include <fmt/format.h>

#include <utility>

namespace gigapod {
namespace {

ServingSetup setup_of(const ReplicaCase& c, const ChipSpec& chip, const TransformerSpec& model) {
  ServingSetup setup;
  ServingPlan& plan = setup.replica.plan;
  plan.model = model;
  plan.precision = c.weight_bytes < 2.0 ? Precision::kFp8 : Precision::kBf16;
  plan.weight_bytes = c.weight_bytes;
  plan.kv_bytes = c.weight_bytes;
  setup.replica.chip = chip;
  for (const int length : c.shape) setup.replica.slice.axes.push_back({length, false});
  return setup;
}

ValidationRow row_of(const ReplicaCase& c) {
  ValidationRow row;
  row.id = fmt::format("{} on {}", c.model, c.chip);
  row.system = fmt::format("{} on {} {}x{}", c.model, c.chip, c.shape[0], c.shape[1]);
  row.chip = c.chip;
  row.source = "sim/serving";
  return row;
}

}  // namespace

std::vector<ValidationRow> rows_of_replicas(
    std::span<const ReplicaCase> cases, const std::map<std::string, ChipSpec>& chips,
    const std::map<std::string, TransformerSpec>& models,
    const std::function<void(const ReplicaCase&, ServingSetup, const ValidationRow&, std::vector<ValidationRow>&)>&
        add) {
  std::vector<ValidationRow> rows;
  for (const ReplicaCase& c : cases) {
    const auto chip = chips.find(c.chip);
    const auto model = models.find(c.model);
    if (chip == chips.end() || model == models.end()) continue;
    add(c, setup_of(c, chip->second, model->second), row_of(c), rows);
  }
  return rows;
}

}  // namespace gigapod
