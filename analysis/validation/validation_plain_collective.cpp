#include "analysis/validation/validation_plain_collective.hpp"

#include "analysis/validation/validation_cells.hpp"
#include "sim/model/collective/collective.hpp"
#include "sim/model/step/published_model.hpp"
#include "sim/model/step/step_constants.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <utility>
#include <vector>

namespace gigapod {
namespace {

constexpr int kMostIciLinks = 6;  ///< of a torus; a chip with more is behind a switch

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

/// A kind by its registered name.
struct NamedKind {
  const char* name;
  const Collective& collective;
};

/// The kind that an operation's name starts with; null when it starts with none.
const NamedKind* kind_in(std::string_view op) {
  static const NamedKind kGather{"all_gather", Collective::kAllGather};
  static const NamedKind kScatter{"reduce_scatter", Collective::kReduceScatter};
  static const NamedKind kReduce{"all_reduce", Collective::kAllReduce};
  static const NamedKind kExchange{"all_to_all", Collective::kAllToAll};
  constexpr std::pair<std::string_view, const NamedKind*> kWords[] = {
      {"all_gather", &kGather},      {"all-gather", &kGather},    {"reduce_scatter", &kScatter},
      {"reduce-scatter", &kScatter}, {"psum_scatter", &kScatter}, {"all_reduce", &kReduce},
      {"all-reduce", &kReduce},      {"psum", &kReduce},          {"all_to_all", &kExchange},
      {"all-to-all", &kExchange}};
  for (const auto& [word, kind] : kWords) {
    if (op.starts_with(word)) return kind;
  }
  return nullptr;
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

/// A collective over a GPU's node, or over axes; `latency_share` 0 leaves the transfer alone.
Seconds time_of(const Collective& kind, Bytes bytes, const ChipSpec& chip, const std::vector<SliceAxis>& axes,
                bool is_twisted, double latency_share) {
  if (chip.ici_links > kMostIciLinks) {
    SwitchedRate rate = switched_rate(chip, collective_launch() * latency_share);
    rate.hop_latency = rate.hop_latency * latency_share;
    return switched_collective_time(kind, bytes, chip.chips_per_host, chip.chips_per_host, rate);
  }
  LinkRate link = link_rate(chip, collective_launch() * latency_share);
  link.hop_latency = link.hop_latency * latency_share;
  return collective_time(kind, bytes, axes, link, is_twisted);
}

}  // namespace

bool names_collective(const MeasuredRow& row) { return kind_in(cell_text(row, "op")) != nullptr; }

Seconds collective_launch() { return Seconds(step_constants().launch_seconds); }

double measured_part(std::string_view text) {
  const std::size_t slash = text.find('/');
  return slash == std::string_view::npos ? 0.0 : std::atof(std::string(text.substr(slash + 1)).c_str());
}

void tell_dominant(Seconds time, Seconds moving, CollectiveFigures& figures) {
  if (2.0 * moving > time) return;
  figures.dominant = "latency";
  figures.warning = "mostly start and hops, whose latencies are known roughly";
}

std::variant<CollectiveFigures, std::string> plain_figures(const MeasuredRow& row, const ChipSpec& chip) {
  const NamedKind* kind = kind_in(cell_text(row, "op"));
  if (kind == nullptr) return "no closed form gives this figure";
  const double bytes = cell_number(row, "size_bytes");
  if (bytes <= 0.0) return "no size_bytes published";
  const std::string_view topology = cell_text(row, "topology");
  const bool is_node = chip.ici_links > kMostIciLinks;
  const std::vector<SliceAxis> axes = axes_in(topology, chip);
  if (!is_node && axes.empty()) return fmt::format("topology '{}' is not lengths such as 4x4x8", topology);
  const bool is_twisted = contains(topology, "twisted");
  if (is_twisted && !has_twist(axes)) return fmt::format("topology '{}' has no twisted torus", topology);
  const int members = is_node ? chip.chips_per_host : group_size(axes);
  const Seconds time = time_of(kind->collective, Bytes(bytes), chip, axes, is_twisted, 1.0);
  const std::string_view metric = cell_text(row, "metric");
  const std::string_view value = cell_text(row, "value");
  const double measured = contains(value, "/") ? measured_part(value) : written_number(value).value_or(0.0);
  if (measured <= 0.0 || !std::isfinite(measured) || time.value() <= 0.0)
    return fmt::format("value '{}' is not a measurement", value);
  CollectiveFigures figures{chip.name, kind->name, measured};
  figures.unit = cell_text(row, "unit");
  tell_dominant(time, time_of(kind->collective, Bytes(bytes), chip, axes, is_twisted, 0.0), figures);
  for (const auto& [unit, factor] : {std::pair{"s", 1.0}, std::pair{"ms", 1e3}, std::pair{"us", 1e6}}) {
    if (figures.unit != unit) continue;
    figures.simulated = time.value() * factor;
    return figures;
  }
  if (figures.unit != "GB/s" || !contains(metric, "bandwidth")) return "no closed form gives this figure";
  // What benchmarks call bus bandwidth counts the bytes that reach a chip.
  const double bus_bytes = bytes * kind->collective.received_share(members);
  const bool is_algorithm = contains(metric, "algo");
  figures.simulated = (is_algorithm ? bytes : bus_bytes) / time.value() / 1e9;
  if (!is_algorithm && !contains(metric, "bus"))
    figures.warning = "the published bandwidth is taken as bus bandwidth";
  return figures;
}

}  // namespace gigapod
