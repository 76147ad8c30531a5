#include "analysis/validation.hpp"
#include "analysis/validation_cells.hpp"
#include "analysis/validation_weak_scaling.hpp"
#include "sim/model/collective/collective.hpp"
#include "sim/model/step/published_model.hpp"
#include "sim/model/step/step_constants.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <utility>
#include <variant>

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

constexpr int kMostIciLinks = 6;  ///< of a torus; a chip with more is behind a switch

Seconds launch() { return Seconds(step_constants().launch_seconds); }

/// Where a transfer that takes `moving` of `time` spends most of it.
void tell_dominant(Seconds time, Seconds moving, CollectiveFigures& figures) {
  if (2.0 * moving > time) return;
  figures.dominant = "latency";
  figures.warning = "mostly start and hops, whose latencies are known roughly";
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
  const LinkRate link = link_rate(chip, launch());
  const Seconds time = collective_time(Collective::kAllGather, whole, square, link);
  CollectiveFigures figures{chip.name, "all_gather", cell_number(row, "value")};
  figures.simulated = transferred / time.value() / 1e9;
  figures.unit = "GB/s";
  tell_dominant(time, collective_bound(Collective::kAllGather, whole, square, link), figures);
  return figures;
}

CollectiveFigures line_gather(const MeasuredRow& row, const ChipSpec& chip) {
  const std::vector<SliceAxis> line{{4, false}};
  const Seconds time =
      collective_time(Collective::kAllGather, Bytes(cell_number(row, "size_bytes")), line, link_rate(chip, launch()));
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

/// The kind that an operation's name starts with.
std::optional<Collective> kind_in(std::string_view op) {
  constexpr std::pair<std::string_view, Collective> kNames[] = {
      {"all_gather", Collective::kAllGather},         {"all-gather", Collective::kAllGather},
      {"reduce_scatter", Collective::kReduceScatter}, {"reduce-scatter", Collective::kReduceScatter},
      {"psum_scatter", Collective::kReduceScatter},   {"all_reduce", Collective::kAllReduce},
      {"all-reduce", Collective::kAllReduce},         {"psum", Collective::kAllReduce},
      {"all_to_all", Collective::kAllToAll},          {"all-to-all", Collective::kAllToAll}};
  for (const auto& [name, kind] : kNames) {
    if (op.starts_with(name)) return kind;
  }
  return std::nullopt;
}

const char* name_of(Collective kind) {
  switch (kind) {
    case Collective::kAllGather: return "all_gather";
    case Collective::kReduceScatter: return "reduce_scatter";
    case Collective::kAllReduce: return "all_reduce";
    case Collective::kAllToAll: return "all_to_all";
  }
  return "";
}

/// The axes of `4x4x8` or `4x4x8 twisted`; a ring wherever the chip's slices close: 16 on flat tori, whole cubes.
std::vector<SliceAxis> axes_in(std::string_view topology, const ChipSpec& chip) {
  std::vector<SliceAxis> axes;
  int length = 0;
  for (const char c : std::string(topology.substr(0, topology.find(' '))) + "x") {
    if (c >= '0' && c <= '9' && length < 100'000) {
      length = 10 * length + (c - '0');
    } else if (c == 'x' && length > 0) {
      axes.push_back({length, chip.ici_links <= 4 ? length == 16 : length % 4 == 0});
      length = 0;
    } else {
      return {};
    }
  }
  double chips = 1.0;
  for (const SliceAxis& axis : axes) chips *= axis.length;
  return axes.size() <= 3 && chips <= 1e7 ? axes : std::vector<SliceAxis>{};
}

/// n x n x 2n or n x 2n x 2n in any order.
bool has_twist(const std::vector<SliceAxis>& axes) {
  if (axes.size() != 3) return false;
  std::array<int, 3> lengths{axes[0].length, axes[1].length, axes[2].length};
  std::sort(lengths.begin(), lengths.end());
  return lengths[2] == 2 * lengths[0] && (lengths[1] == lengths[0] || lengths[1] == lengths[2]);
}

/// Bytes that count as moved in the bandwidth that benchmarks call bus bandwidth.
double bus_bytes(Collective kind, double bytes, int chips) {
  return bytes * (1.0 - 1.0 / chips) * (kind == Collective::kAllReduce ? 2.0 : 1.0);
}

/// A collective over a GPU's node, or over axes; `latency_share` 0 leaves the transfer alone.
Seconds time_of(Collective kind, Bytes bytes, const ChipSpec& chip, const std::vector<SliceAxis>& axes,
                bool is_twisted, double latency_share) {
  if (chip.ici_links > kMostIciLinks) {
    SwitchedRate rate = switched_rate(chip, launch() * latency_share);
    rate.hop_latency = rate.hop_latency * latency_share;
    return switched_collective_time(kind, bytes, chip.chips_per_host, chip.chips_per_host, rate);
  }
  LinkRate link = link_rate(chip, launch() * latency_share);
  link.hop_latency = link.hop_latency * latency_share;
  return collective_time(kind, bytes, axes, link, is_twisted);
}

/// A time in its unit, or a bandwidth, of a collective over the whole topology.
std::variant<CollectiveFigures, std::string> plain_figures(const MeasuredRow& row, const ChipSpec& chip) {
  const auto kind = kind_in(cell_text(row, "op"));
  if (!kind) return "no closed form gives this figure";
  const double bytes = cell_number(row, "size_bytes");
  if (bytes <= 0.0) return "no size_bytes published";
  const std::string_view topology = cell_text(row, "topology");
  const bool is_node = chip.ici_links > kMostIciLinks;
  const std::vector<SliceAxis> axes = axes_in(topology, chip);
  if (!is_node && axes.empty()) return fmt::format("topology '{}' is not lengths such as 4x4x8", topology);
  const bool is_twisted = contains(topology, "twisted");
  if (is_twisted && !has_twist(axes)) return fmt::format("topology '{}' has no twisted torus", topology);
  const int members = is_node ? chip.chips_per_host : group_size(axes);
  const Seconds time = time_of(*kind, Bytes(bytes), chip, axes, is_twisted, 1.0);
  const std::string_view metric = cell_text(row, "metric");
  const std::string_view value = cell_text(row, "value");
  const double measured = contains(value, "/") ? measured_part(value) : written_number(value).value_or(0.0);
  if (measured <= 0.0 || time.value() <= 0.0) return fmt::format("value '{}' is not a measurement", value);
  CollectiveFigures figures{chip.name, name_of(*kind), measured};
  figures.unit = cell_text(row, "unit");
  tell_dominant(time, time_of(*kind, Bytes(bytes), chip, axes, is_twisted, 0.0), figures);
  for (const auto& [unit, factor] : {std::pair{"s", 1.0}, std::pair{"ms", 1e3}, std::pair{"us", 1e6}}) {
    if (figures.unit != unit) continue;
    figures.simulated = time.value() * factor;
    return figures;
  }
  if (figures.unit != "GB/s" || !contains(metric, "bandwidth")) return "no closed form gives this figure";
  const bool is_algorithm = contains(metric, "algo");
  figures.simulated = (is_algorithm ? bytes : bus_bytes(*kind, bytes, members)) / time.value() / 1e9;
  if (!is_algorithm && !contains(metric, "bus"))
    figures.warning = "the published bandwidth is taken as bus bandwidth";
  return figures;
}

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
    const bool is_whole = figures.measured > 0.0 && figures.simulated > 0.0 && std::isfinite(figures.simulated);
    if (!is_whole) return "no size_bytes or no value published";
    return validated_row(row, std::move(figures));
  }
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
