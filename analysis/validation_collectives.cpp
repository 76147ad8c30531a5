#include "analysis/validation.hpp"
#include "sim/model/collective/collective.hpp"
#include "sim/model/step/published_model.hpp"
#include "sim/model/step/step_constants.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <optional>

namespace gigapod {
namespace {

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

/// A row's numbers in its own unit, and the chip it is about.
struct CollectiveFigures {
  std::string chip;
  std::string kind;
  double measured = 0.0;
  double simulated = 0.0;
  std::string unit{};
  std::string dominant = "busiest link";
  std::string warning{};
};

LinkRate link_of(const ChipSpec& chip) {
  return {chip.ici_link_bandwidth * chip.ici_efficiency, chip.ici_hop_latency,
          Seconds(step_constants().launch_seconds)};
}

SwitchedRate switched_rate_of(const ChipSpec& chip) {
  return {chip.ici_link_bandwidth * chip.ici_efficiency * chip.ici_links,
          chip.ici_efficiency * chip.host_nic_bandwidth / chip.chips_per_host, chip.ici_hop_latency,
          Seconds(step_constants().launch_seconds)};
}

/// The second number of `560 / 680`: theory and measurement.
double measured_part(std::string_view text) {
  const std::size_t slash = text.find('/');
  return slash == std::string_view::npos ? 0.0 : std::atof(std::string(text.substr(slash + 1)).c_str());
}

/// arXiv:2304.01433: all-to-all on a twisted torus over the same on a plain one, both limited by their links.
CollectiveFigures twisted_gain(const MeasuredRow& row, const ChipSpec& chip) {
  const bool is_long = contains(cell_text(row, "topology"), "4x4x8");
  const std::vector<SliceAxis> axes{{4, true}, {is_long ? 4 : 8, true}, {8, true}};
  const LinkRate link{chip.ici_link_bandwidth * chip.ici_efficiency, Seconds(0.0)};
  const Seconds plain = collective_time(Collective::kAllToAll, Bytes(1e9), axes, link);
  const Seconds twisted = collective_time(Collective::kAllToAll, Bytes(1e9), axes, link, true);
  return {chip.name, "all_to_all", cell_number(row, "value"), plain / twisted, "x"};
}

/// Groups of four chips in a square without wrap-around; bandwidth counts what both devices of a chip receive.
CollectiveFigures ironwood_gather(const MeasuredRow& row, const ChipSpec& chip) {
  const double transferred = cell_number(row, "size_bytes");
  const std::vector<SliceAxis> square{{2, false}, {2, false}};
  const Seconds time = collective_time(Collective::kAllGather, Bytes(transferred * 4.0 / 3.0), square, link_of(chip));
  return {chip.name, "all_gather", cell_number(row, "value"), transferred / time.value() / 1e9, "GB/s"};
}

/// Bus bandwidth: what each link of a ring carries, twice the array less one part.
double bus_bandwidth(double bytes, int chips, Seconds time) {
  return 2.0 * bytes * (1.0 - 1.0 / chips) / time.value() / 1e9;
}

CollectiveFigures trillium_psum(const MeasuredRow& row, const ChipSpec& chip) {
  const double bytes = cell_number(row, "size_bytes");
  const std::vector<SliceAxis> pod{{16, true}, {16, true}};
  const Seconds time = collective_time(Collective::kAllReduce, Bytes(bytes), pod, link_of(chip));
  return {chip.name,
          "all_reduce",
          cell_number(row, "value"),
          bus_bandwidth(bytes, 256, time),
          "GB/s",
          "busiest link",
          "the published bandwidth is taken as bus bandwidth"};
}

CollectiveFigures line_gather(const MeasuredRow& row, const ChipSpec& chip) {
  const std::vector<SliceAxis> line{{4, false}};
  const Seconds time =
      collective_time(Collective::kAllGather, Bytes(cell_number(row, "size_bytes")), line, link_of(chip));
  return {chip.name, "all_gather", measured_part(cell_text(row, "value")), time.value() * 1e6, "us"};
}

CollectiveFigures node_collective(const MeasuredRow& row, const ChipSpec& chip) {
  constexpr int kNode = 8;
  const double bytes = cell_number(row, "size_bytes");
  const SwitchedRate rate = switched_rate_of(chip);
  if (contains(cell_text(row, "op"), "all_gather")) {
    const Seconds time = switched_collective_time(Collective::kAllGather, Bytes(bytes), kNode, kNode, rate);
    return {chip.name, "all_gather", measured_part(cell_text(row, "value")), time.value() * 1e3, "ms", "NVLink"};
  }
  const Seconds time = switched_collective_time(Collective::kAllReduce, Bytes(bytes), kNode, kNode, rate);
  return {chip.name, "all_reduce", cell_number(row, "value"), bus_bandwidth(bytes, kNode, time), "GB/s", "NVLink"};
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
    {"TPU v6e-256", "psum ICI (all-reduce bf16 17408x17408)", "achieved bandwidth", "v6e", trillium_psum},
    {"TPU v5e", "all_gather bf16 34MB (1 axis of 4)", "time theory / measured", "v5e", line_gather},
    {"8xH100 NVLink", "all_reduce", "bus bandwidth (no SHARP)", "h100", node_collective},
    {"8xH100 NVLink", "all_reduce", "bus bandwidth", "h100", node_collective},
    {"8xH100 NVLink", "all_gather", "time theory / measured", "h100", node_collective}};

std::string reason_for(const MeasuredRow& row) {
  if (!cell_text(row, "kind").starts_with("measured")) {
    return fmt::format("not a measurement ({})", cell_text(row, "kind"));
  }
  const std::string_view op = cell_text(row, "op");
  if (op.starts_with("multislice weak scaling")) return "a ratio of training runs, not a collective";
  if (op.starts_with("gemm") || op.starts_with("HBM copy")) return "not a collective: it calibrates the chip";
  if (contains(op, "SHARP")) return "reduced in the switches, which is not modelled";
  if (contains(op, "all_reduce_bench"))
    return "above the NVLink rate: reduced in the switches, which is not modelled";
  if (cell_text(row, "system") == "TPU v2") return "no chip 'v2' in the catalog";
  return "no closed form gives this figure";
}

const Case* find_case(const MeasuredRow& row) {
  for (const Case& known : kCases) {
    if (known.system == cell_text(row, "system") && known.op == cell_text(row, "op") &&
        known.metric == cell_text(row, "metric") && cell_text(row, "kind").starts_with("measured")) {
      return &known;
    }
  }
  return nullptr;
}

}  // namespace

Validation validate_collectives(const std::vector<MeasuredRow>& rows, const std::map<std::string, ChipSpec>& chips) {
  Validation validation;
  for (const MeasuredRow& row : rows) {
    const std::string id = fmt::format("collective {}", cell_text(row, "line"));
    const std::string subject = fmt::format("{} {}", cell_text(row, "op"), cell_text(row, "topology"));
    const std::string system(cell_text(row, "system"));
    const Case* known = find_case(row);
    const auto chip = known == nullptr ? chips.end() : chips.find(std::string(known->chip));
    if (chip == chips.end()) {
      const std::string reason =
          known == nullptr ? reason_for(row) : fmt::format("no chip '{}' in the catalog", known->chip);
      validation.left_out.push_back({id, system, subject, reason});
      continue;
    }
    const CollectiveFigures figures = known->simulate(row, chip->second);
    ValidationRow result{id,           fmt::format("{} {}", figures.chip, figures.kind),
                         system,       subject,
                         figures.chip, std::string(cell_text(row, "source"))};
    result.measured = figures.measured;
    result.simulated = figures.simulated;
    result.unit = figures.unit;
    result.dominant = figures.dominant;
    if (!figures.warning.empty()) result.warnings.push_back(figures.warning);
    validation.rows.push_back(std::move(result));
  }
  return validation;
}

}  // namespace gigapod
