#pragma once

#include "sim/fabric/coordinates.hpp"
#include "sim/fabric/slice.hpp"

#include <array>
#include <optional>

namespace gigapod {

/// The chips of a slice that is a torus or mesh, twisted or not: neighbours by arithmetic.
class Torus {
 public:
  explicit Torus(const SliceTopology& slice);

  [[nodiscard]] int chips() const { return box_.count(); }
  [[nodiscard]] const BoxCoordinates& box() const { return box_; }
  /// The chip one link further along an axis, `step` +1 or -1; nothing at the open end of a mesh.
  [[nodiscard]] std::optional<int> neighbour(int chip, int axis, int step) const;
  /// True when the link from the chip in the positive direction of the axis is the one that closes the ring.
  [[nodiscard]] bool is_wrap_link(int chip, int axis) const;

 private:
  BoxCoordinates box_;
  std::array<bool, 3> wraps_{};
  /// Offset along each other axis when a link of the axis closes: 0 everywhere on a plain torus.
  std::array<Coordinate, 3> twist_{};
};

/// Closed-form figures of a torus or mesh.
struct TorusFigures {
  int degree = 0;              ///< links of the chip that has the most
  int diameter = 0;            ///< hops between the two farthest chips
  double mean_hops = 0.0;      ///< shortest path, over all pairs of two chips
  double bisection_links = 0;  ///< fewest links between two halves of the chips
  /// Hops per link and direction when every chip sends one unit evenly to all chips, itself included: the load of
  /// the busiest axis, in units per link. Its inverse bounds the all-to-all throughput of a chip.
  double uniform_load = 0.0;
};
[[nodiscard]] TorusFigures torus_figures(const SliceTopology& slice);

}  // namespace gigapod
