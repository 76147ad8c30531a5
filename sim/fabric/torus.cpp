// Torus and mesh figures.
//
// Per axis of k chips, over all ordered pairs (a chip with itself included):
//   ring: mean hops (k^2 - (k mod 2)) / (4 k), longest floor(k / 2);   line: (k^2 - 1) / (3 k), longest k - 1.
// Bisection: the fewest links of any axis cut in the middle, N / k per line and twice that per ring (k even).
//   Range: exact when the longest ring or line is even, as every slice shape is; an odd box is cut into as equal
//   halves as whole planes allow.
//
// Twisted tori: closing a short axis of n shifts every long axis (2n) by n. The chips are then Z^3 modulo n times the
// face-centred (n x n x 2n) or body-centred (n x 2n x 2n) cubic lattice, all links are alike, and for even n
//   diameter 3 n / 2; sum of hops from a chip (7 n^4 - 2 n^2) / 4 or (35 n^4 - 8 n^2) / 8; bisection 2 N / n.
// Sources: Camarero, Martinez, Beivide, "Lattice graphs for high-scale interconnection topologies" (the crystals FCC
// and BCC); Camara et al., "Twisted torus topologies for enhanced interconnection networks"; arXiv:2304.01433. The
// tests check every figure against the graph itself; the bisection against a spectral lower bound and local search.
#include "sim/fabric/torus.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace gigapod {
namespace {

Shape shape_of(const SliceTopology& slice) {
  Shape shape;
  for (const SliceAxis& axis : slice.axes) shape.axes.push_back(axis.length);
  return shape;
}

int shortest_axis(const SliceTopology& slice) {
  int shortest = std::numeric_limits<int>::max();
  for (const SliceAxis& axis : slice.axes) shortest = std::min(shortest, axis.length);
  return shortest;
}

double mean_hops_along(const SliceAxis& axis) {
  const double k = axis.length;
  return axis.wraps ? (k * k - axis.length % 2) / (4.0 * k) : (k * k - 1.0) / (3.0 * k);
}

int links_of_middle_chip(const SliceAxis& axis) {
  if (axis.wraps) return 2;
  return std::min(axis.length - 1, 2);
}

/// Load of the busiest link of an axis under even traffic: on a ring all are alike, on a line the middle one, which
/// a quarter of all ordered pairs of chips cross in each direction.
double uniform_load_along(const SliceAxis& axis) {
  if (axis.length == 1) return 0.0;
  if (axis.wraps) return mean_hops_along(axis) / 2.0;
  const int below = axis.length / 2;
  return static_cast<double>(below) * (axis.length - below) / axis.length;
}

TorusFigures twisted_figures(const SliceTopology& slice) {
  const double n = shortest_axis(slice);
  const double chips = slice.chips();
  const bool is_face_centred = chips < 3.0 * n * n * n;
  const double hops = is_face_centred ? (7.0 * std::pow(n, 4) - 2.0 * n * n) / 4.0  //
                                      : (35.0 * std::pow(n, 4) - 8.0 * n * n) / 8.0;
  TorusFigures figures;
  figures.degree = 6;
  figures.diameter = static_cast<int>(n) * 3 / 2;
  figures.mean_hops = hops / (chips - 1.0);
  figures.bisection_links = 2.0 * chips / n;
  figures.uniform_load = hops / chips / 6.0;
  return figures;
}

}  // namespace

Torus::Torus(const SliceTopology& slice) : box_(shape_of(slice)) {
  const int n = shortest_axis(slice);
  for (std::size_t axis = 0; axis < slice.axes.size(); ++axis) {
    wraps_[axis] = slice.axes[axis].wraps;
    if (!slice.is_twisted || slice.axes[axis].length != n) continue;
    for (std::size_t other = 0; other < slice.axes.size(); ++other) {
      if (slice.axes[other].length == 2 * n) twist_[axis][other] = n;
    }
  }
}

std::optional<int> Torus::neighbour(int chip, int axis, int step) const {
  const auto a = static_cast<std::size_t>(axis);
  Coordinate at = box_.at(chip);
  at[a] += step;
  if (at[a] >= 0 && at[a] < box_.length(axis)) return box_.index(at);
  if (!wraps_[a]) return std::nullopt;
  at[a] = (at[a] + box_.length(axis)) % box_.length(axis);
  for (int other = 0; other < 3; ++other) {
    const auto o = static_cast<std::size_t>(other);
    // The offset is half the other axis, so it is the same in both directions.
    at[o] = (at[o] + twist_[a][o]) % box_.length(other);
  }
  return box_.index(at);
}

bool Torus::is_wrap_link(int chip, int axis) const {
  const auto a = static_cast<std::size_t>(axis);
  return wraps_[a] && box_.at(chip)[a] == box_.length(axis) - 1;
}

TorusFigures torus_figures(const SliceTopology& slice) {
  if (slice.is_twisted) return twisted_figures(slice);
  const double chips = slice.chips();
  TorusFigures figures;
  if (slice.chips() < 2) return figures;
  double hops = 0.0;
  figures.bisection_links = std::numeric_limits<double>::infinity();
  for (const SliceAxis& axis : slice.axes) {
    if (axis.length == 1) continue;
    figures.degree += links_of_middle_chip(axis);
    figures.diameter += axis.wraps ? axis.length / 2 : axis.length - 1;
    hops += mean_hops_along(axis);
    figures.bisection_links = std::min(figures.bisection_links, (axis.wraps ? 2.0 : 1.0) * chips / axis.length);
    figures.uniform_load = std::max(figures.uniform_load, uniform_load_along(axis));
  }
  figures.mean_hops = hops * chips / (chips - 1.0);
  return figures;
}

}  // namespace gigapod
