#include "sim/base/dimension.hpp"
#include "sim/fabric/draw.hpp"
#include "sim/fabric/torus.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

namespace gigapod {
namespace {

constexpr int kMostChipsDrawn = 256;
constexpr const char* kAxisNames[] = {"first", "second", "third"};
constexpr const char* kAxisColors[] = {"#c0392b", "#2471a3", "#1e8449"};

std::string axes_text(const SliceTopology& slice) {
  std::string text;
  for (const SliceAxis& axis : slice.axes) text += fmt::format("{}{}", text.empty() ? "" : "x", axis.length);
  return text;
}

/// What one drawn vertex stands for: a chip, or a block of chips in a large slice.
struct Grain {
  SliceTopology slice;  ///< by vertices
  bool is_blocks = false;
  std::array<int, 3> links{1, 1, 1};  ///< links that one drawn line stands for, by axis
};

Grain grain_of(const SliceTopology& slice, const PodSpec& pod) {
  Grain grain{slice, slice.chips() > kMostChipsDrawn, {1, 1, 1}};
  if (!grain.is_blocks) return grain;
  for (std::size_t axis = 0; axis < slice.axes.size(); ++axis) {
    // A contiguous box may lie across the tiles; it is then drawn by tiles turned with it.
    const int side = slice.axes[axis].length % pod.block.axes[axis] == 0 ? pod.block.axes[axis] : 1;
    grain.slice.axes[axis].length /= side;
    for (std::size_t other = 0; other < slice.axes.size(); ++other) {
      if (other != axis) grain.links[other] *= side;
    }
  }
  return grain;
}

class TorusDrawing {
 public:
  TorusDrawing(const SliceTopology& slice, const PodSpec& pod, const ChipSpec& chip)
      : grain_(grain_of(slice, pod)),
        torus_(grain_.slice),
        axes_(slice.axes.size()),
        front_step_(kStep * (torus_.box().length(0) + 0.6)),
        chip_(chip) {
    dot_ = fmt::format(
        "graph slice {{\n"
        "  layout=neato; overlap=true; splines=line; outputorder=edgesfirst; labelloc=t; fontname=\"Helvetica\";\n"
        "  label=\"{}\";\n"
        "  node [shape={}, style=filled, fillcolor=\"#e6f3e3\", fontname=\"Helvetica\", fontsize=8, width=0.36, "
        "height=0.36, fixedsize=true];\n"
        "  edge [penwidth=1.2, fontname=\"Helvetica\", fontsize=7];\n",
        title(slice), grain_.is_blocks ? "box" : "circle");
  }

  std::string text() {
    for (int i = 0; i < torus_.chips(); ++i) draw_vertex(i);
    for (int i = 0; i < torus_.chips(); ++i) {
      for (int axis = 0; axis < static_cast<int>(axes_); ++axis) draw_link(i, axis);
    }
    return dot_ + "}\n";
  }

 private:
  [[nodiscard]] std::string title(const SliceTopology& slice) const {
    std::string text = fmt::format("{} {}{}: {} chips", axes_text(slice), chip_.name,
                                   slice.is_twisted ? ", twisted" : "", slice.chips());
    if (grain_.is_blocks) text += fmt::format(", drawn as {} blocks", torus_.chips());
    for (std::size_t axis = 0; axis < axes_; ++axis) {
      const int links = grain_.links[axis];
      text += fmt::format("\\n{} axis: {}, {}{} per direction", kAxisNames[axis],
                          slice.axes[axis].wraps ? "ring" : "line", links > 1 ? fmt::format("{} links, ", links) : "",
                          short_text(chip_.ici_link_bandwidth * static_cast<double>(links)));
    }
    const bool closes = std::any_of(slice.axes.begin(), slice.axes.end(), [](const SliceAxis& a) { return a.wraps; });
    if (closes) {
      text += slice.is_twisted ? "\\ndashed ends close an axis; the label is where the other end is"
                               : "\\ndashed ends close an axis at the opposite side";
    }
    return text;
  }

  /// Where a vertex is drawn, in inches: the last axis runs right and the one before it up (down with two axes); a
  /// first of three goes back at a slant, in steps that fit into one step of the others.
  [[nodiscard]] std::array<double, 2> position(int vertex) const {
    const Coordinate c = torus_.box().at(vertex);
    if (axes_ < 3) return {c[1] * kStep, -c[0] * kStep};
    return {c[2] * front_step_ + c[0] * kStep, c[1] * front_step_ + c[0] * kStep};
  }

  /// Direction in which an axis leaves a vertex, in inches.
  [[nodiscard]] std::array<double, 2> direction(int axis) const {
    if (axes_ < 3) return axis == 0 ? std::array{0.0, -0.5 * kStep} : std::array{0.5 * kStep, 0.0};
    if (axis == 0) return {0.62 * kStep, 0.62 * kStep};
    return axis == 1 ? std::array{0.0, 0.8 * kStep} : std::array{0.8 * kStep, 0.0};
  }

  [[nodiscard]] std::string name(int vertex) const {
    const Coordinate c = torus_.box().at(vertex);
    std::string text = std::to_string(c[0]);
    for (std::size_t axis = 1; axis < axes_; ++axis) text += fmt::format(",{}", c[axis]);
    return text;
  }

  void draw_vertex(int vertex) {
    const auto [x, y] = position(vertex);
    dot_ += fmt::format("  v{} [label=\"{}\", pos=\"{:.3f},{:.3f}!\"];\n", vertex, name(vertex), x, y);
  }

  void draw_link(int from, int axis) {
    const auto to = torus_.neighbour(from, axis, 1);
    if (!to) return;
    const char* color = kAxisColors[axis];
    if (!torus_.is_wrap_link(from, axis)) {
      dot_ += fmt::format("  v{} -- v{} [color=\"{}\"{}];\n", from, *to, color,
                          axes_ == 3 && axis == 0 ? ", penwidth=0.6" : "");
      return;
    }
    draw_stub(from, axis, 1.0, *to, "a");
    draw_stub(*to, axis, -1.0, from, "b");
  }

  /// A short dashed end that leaves a vertex along an axis.
  void draw_stub(int vertex, int axis, double way, int other_end, const char* side) {
    const auto [x, y] = position(vertex);
    const auto [right, up] = direction(axis);
    const std::string stub = fmt::format("s{}_{}{}", vertex, axis, side);
    // A drawing without twist needs no label: the other end is straight across.
    const std::string shape =
        grain_.slice.is_twisted
            ? fmt::format(
                  "shape=plaintext, style=\"\", fixedsize=false, margin=0, width=0, height=0, fontsize=6, "
                  "fontcolor=\"{}\", label=\"{}\"",
                  kAxisColors[axis], name(other_end))
            : "shape=point, style=invis, width=0.01, height=0.01, label=\"\"";
    dot_ += fmt::format("  {} [{}, pos=\"{:.3f},{:.3f}!\"];\n", stub, shape, x + way * right, y + way * up);
    dot_ += fmt::format("  v{} -- {} [style=dashed, color=\"{}\"];\n", vertex, stub, kAxisColors[axis]);
  }

  static constexpr double kStep = 0.6;

  Grain grain_;
  Torus torus_;
  std::size_t axes_;
  double front_step_;
  const ChipSpec& chip_;
  std::string dot_;
};

std::string switched_dot(const SliceTopology& slice, const ChipSpec& chip) {
  const int in_domain = std::min(slice.domain, slice.chips());
  const int domains = slice.chips() / in_domain;
  const BytesPerSecond nic = chip.host_nic_bandwidth / chip.chips_per_host;
  std::string dot = fmt::format(
      "graph slice {{\n"
      "  labelloc=t; fontname=\"Helvetica\"; label=\"{} {}: {} GPUs in {} NVLink domain{}\";\n"
      "  node [shape=box, style=\"rounded,filled\", fontname=\"Helvetica\", fontsize=11];\n"
      "  edge [fontname=\"Helvetica\", fontsize=10];\n",
      axes_text(slice), chip.name, slice.chips(), domains, domains == 1 ? "" : "s");
  const int drawn = domains > 6 ? 1 : domains;
  if (domains > 1) {
    dot += fmt::format("  rails [label=\"{} rails: leaf and spine switches\", fillcolor=\"#f6e3db\"];\n",
                       slice.axes.back().length);
  }
  for (int i = 0; i < drawn; ++i) {
    const bool is_folded = drawn < domains;
    dot += fmt::format("  d{} [label=\"{}\\nNVLink switch\", fillcolor=\"#dbe9f6\"{}];\n", i,
                       is_folded ? fmt::format("domain 0 … domain {}", domains - 1) : fmt::format("domain {}", i),
                       is_folded ? ", peripheries=2" : "");
    dot += fmt::format("  g{} [label=\"{} GPUs{}\", fillcolor=\"#e6f3e3\"{}];\n", i, in_domain,
                       is_folded ? " in each domain" : "", in_domain > 1 ? ", peripheries=2" : "");
    dot += fmt::format("  d{} -- g{} [label=\"each {}\"];\n", i, i,
                       short_text(chip.ici_link_bandwidth * static_cast<double>(chip.ici_links)));
    if (domains > 1) dot += fmt::format("  rails -- g{} [label=\"each {}\"];\n", i, short_text(nic));
  }
  return dot + "}\n";
}

}  // namespace

std::string slice_dot(const SliceTopology& slice, const PodSpec& pod, const ChipSpec& chip) {
  return slice.is_switched ? switched_dot(slice, chip) : TorusDrawing(slice, pod, chip).text();
}

}  // namespace gigapod
