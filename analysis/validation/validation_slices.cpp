#include "analysis/validation/validation_slices.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace gigapod {
namespace {

/// Whether two runs differ in their number of slices only.
bool is_same_but_slices(const ValidationRow& a, const ValidationRow& b) {
  const auto per_slice = [](int amount, const RunFigures& run) { return static_cast<double>(amount) / run.slices; };
  return a.kind == RowKind::kTraining && a.chip == b.chip && a.subject == b.subject &&
         per_slice(a.run.chips, a.run) == per_slice(b.run.chips, b.run) &&
         per_slice(a.run.global_batch, a.run) == per_slice(b.run.global_batch, b.run) &&
         a.run.sequence_length == b.run.sequence_length;
}

const ValidationRow* run_on_fewest_slices(const ValidationRow& row, const std::vector<ValidationRow>& rows) {
  const ValidationRow* fewest = nullptr;
  for (const ValidationRow& other : rows) {
    if (!is_same_but_slices(other, row) || other.run.slices >= row.run.slices) continue;
    if (fewest == nullptr || other.run.slices < fewest->run.slices) fewest = &other;
  }
  return fewest;
}

}  // namespace

std::vector<ValidationRow> slice_loss_rows(const std::vector<ValidationRow>& rows) {
  std::vector<ValidationRow> result;
  for (const ValidationRow& row : rows) {
    if (row.kind != RowKind::kTraining || row.run.slices < 2) continue;
    const ValidationRow* base = run_on_fewest_slices(row, rows);
    if (base == nullptr) continue;
    ValidationRow loss{fmt::format("loss {}/{}", row.id, base->id),
                       fmt::format("{} multi-slice throughput", row.chip),
                       row.system,
                       fmt::format("{}, {} slices against {}", row.subject, row.run.slices, base->run.slices),
                       row.chip,
                       row.source};
    loss.measured = 100.0 * row.run.measured_mfu / base->run.measured_mfu;
    loss.simulated = 100.0 * row.run.simulated_mfu / base->run.simulated_mfu;
    loss.unit = base->run.slices == 1 ? "% of one slice" : fmt::format("% of {} slices", base->run.slices);
    loss.dominant = row.dominant;
    loss.kind = RowKind::kSliceLoss;
    loss.exclusion = row.run.slice_loss_exclusion;
    if (!loss.exclusion.empty()) loss.warnings.push_back("excluded: " + loss.exclusion);
    result.push_back(std::move(loss));
  }
  return result;
}

void add_slice_loss(std::vector<ValidationRow>& rows) {
  std::vector<ValidationRow> losses = slice_loss_rows(rows);
  std::erase_if(losses, [&](const ValidationRow& loss) {
    return std::any_of(rows.begin(), rows.end(), [&](const ValidationRow& row) {
      return row.kind == RowKind::kSliceLoss && row.chip == loss.chip && row.subject == loss.subject;
    });
  });
  std::move(losses.begin(), losses.end(), std::back_inserter(rows));
}

double loss_difference(const ValidationRow& row) { return row.measured - row.simulated; }

}  // namespace gigapod
