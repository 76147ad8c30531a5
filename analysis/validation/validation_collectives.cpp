#include "analysis/validation/validation.hpp"
#include "analysis/validation/validation_cells.hpp"
#include "analysis/validation/validation_plain_collective.hpp"
#include "analysis/validation/validation_weak_scaling.hpp"
#include "sim/model/collective/collective.hpp"
#include "sim/model/step/published_model.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>
#include <variant>

namespace gigapod {
namespace {

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

/// arXiv:2304.01433: all-to-all on a twisted torus over the same on a plain one, both limited by their links.
CollectiveFigures twisted_gain(const MeasuredRow& row, const ChipSpec& chip) {
  const bool is_long = contains(cell_text(row, "topology"), "4x4x8");
  const std::vector<SliceAxis> axes{{4, true}, {is_long ? 4 : 8, true}, {8, true}};
  LinkRate link = link_rate(chip, Seconds(0.0));
  link.hop_latency = Seconds(0.0);
  const Seconds plain = collective_time(Collective::kAllToAll, Bytes(1e9), axes, link);
  const Seconds twisted = collective_time(Collective::kAllToAll, Bytes(1e9), axes, link, true);
  return {chip.name, "all_to_all", cell_number(row, "value"), plain / twisted, "x"};
}

/// Groups of four chips in a square without wrap-around; bandwidth counts what both devices of a chip receive.
CollectiveFigures ironwood_gather(const MeasuredRow& row, const ChipSpec& chip) {
  const double transferred = cell_number(row, "size_bytes");
  const std::vector<SliceAxis> square{{2, false}, {2, false}};
  const Bytes whole(transferred * 4.0 / 3.0);
  const LinkRate link = link_rate(chip, collective_launch());
  const Seconds time = collective_time(Collective::kAllGather, whole, square, link);
  CollectiveFigures figures{chip.name, "all_gather", cell_number(row, "value")};
  figures.simulated = transferred / time.value() / 1e9;
  figures.unit = "GB/s";
  tell_dominant(time, collective_bound(Collective::kAllGather, whole, square, link), figures);
  return figures;
}

CollectiveFigures line_gather(const MeasuredRow& row, const ChipSpec& chip) {
  const std::vector<SliceAxis> line{{4, false}};
  const Seconds time = collective_time(Collective::kAllGather, Bytes(cell_number(row, "size_bytes")), line,
                                       link_rate(chip, collective_launch()));
  return {chip.name, "all_gather", measured_part(cell_text(row, "value")), time.value() * 1e6, "us"};
}

using Simulate = CollectiveFigures (*)(const MeasuredRow&, const ChipSpec&);

/// What identifies a kind of row, and how it is simulated.
struct Case {
  std::string_view system;
  std::string_view op;
  std::string_view metric;
  std::string_view chip;
  Simulate simulate;
};

constexpr Case kCases[] = {
    {"TPU v4", "all_to_all", "speedup twisted/regular torus", "v4", twisted_gain},
    {"TPU7x", "all_gather (f32)", "achieved bandwidth", "v7", ironwood_gather},
    {"TPU v5e", "all_gather bf16 34MB (1 axis of 4)", "time theory / measured", "v5e", line_gather}};

const Case* find_case(const MeasuredRow& row) {
  for (const Case& known : kCases) {
    if (known.system == cell_text(row, "system") && known.op == cell_text(row, "op") &&
        known.metric == cell_text(row, "metric")) {
      return &known;
    }
  }
  return nullptr;
}

std::string reason_for(const MeasuredRow& row) {
  const std::string_view kind = cell_text(row, "kind");
  if (!kind.empty() && !kind.starts_with("measured")) return fmt::format("not a measurement ({})", kind);
  const std::string_view op = cell_text(row, "op");
  if (op.starts_with("multislice weak scaling")) return "a ratio of training runs, not a collective";
  if (op.starts_with("gemm") || op.starts_with("HBM copy")) return "not a collective: it calibrates the chip";
  if (contains(op, "SHARP")) return "reduced in the switches, which is not modelled";
  if (contains(op, "all_reduce_bench")) {
    return "above the NVLink rate: reduced in the switches, which is not modelled";
  }
  return {};
}

ValidationRow validated_row(const MeasuredRow& row, CollectiveFigures figures) {
  ValidationRow result;
  result.family = fmt::format("{} {}", figures.chip, figures.kind);
  result.chip = figures.chip;
  result.measured = figures.measured;
  result.simulated = figures.simulated;
  result.unit = figures.unit;
  result.kind = RowKind::kCollective;
  result.dominant = figures.dominant;
  if (!figures.warning.empty()) result.warnings.push_back(figures.warning);
  result.source = cell_text(row, "source");
  return result;
}

/// Scores a row, or says why not.
std::variant<ValidationRow, std::string> scored(const MeasuredRow& row,
                                                const std::map<std::string, ChipSpec>& chips) {
  if (auto scaling = weak_scaling_row(row, chips)) return *std::move(scaling);
  if (std::string reason = reason_for(row); !reason.empty()) return reason;
  if (const Case* known = find_case(row)) {
    const auto chip = chips.find(std::string(known->chip));
    if (chip == chips.end()) return fmt::format("no chip '{}' in the catalog", known->chip);
    CollectiveFigures figures = known->simulate(row, chip->second);
    const bool is_whole =
        figures.measured > 0.0 && figures.simulated > 0.0 && std::isfinite(figures.measured + figures.simulated);
    if (!is_whole) return "no size_bytes or no value published";
    return validated_row(row, std::move(figures));
  }
  if (!names_collective(row)) return "no closed form gives this figure";
  const auto name = chip_named(cell_text(row, "system"), chips);
  if (!name) return fmt::format("no chip of the catalog is named in '{}'", cell_text(row, "system"));
  std::variant<CollectiveFigures, std::string> figures = plain_figures(row, chips.at(*name));
  if (auto* reason = std::get_if<std::string>(&figures)) return *reason;
  return validated_row(row, std::get<CollectiveFigures>(std::move(figures)));
}

}  // namespace

Validation validate_collectives(const std::vector<TableRow>& rows, const std::map<std::string, ChipSpec>& chips) {
  Validation validation;
  for (const TableRow& row : rows) {
    const std::string own_id(cell_text(row.cells, "row_id"));
    const std::string id = own_id.empty() ? fmt::format("collective {}", row.line) : own_id;
    const std::string subject = fmt::format("{} {}", cell_text(row.cells, "op"), cell_text(row.cells, "topology"));
    const std::string system(cell_text(row.cells, "system"));
    std::variant<ValidationRow, std::string> answer = scored(row.cells, chips);
    if (auto* result = std::get_if<ValidationRow>(&answer)) {
      result->id = id;
      if (result->subject.empty()) result->subject = subject;
      result->system = system;
      result->warnings.insert(result->warnings.end(), row.notes.begin(), row.notes.end());
      validation.rows.push_back(std::move(*result));
      continue;
    }
    std::string reason = std::get<std::string>(answer);
    for (const std::string& note : row.notes) reason += "; " + note;
    validation.left_out.push_back({id, system, subject, std::move(reason), "collective",
                                   chip_named(system, chips).value_or(""),
                                   std::string(cell_text(row.cells, "source"))});
  }
  return validation;
}

}  // namespace gigapod
