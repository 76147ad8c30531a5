#pragma once

#include "sim/fabric/slice.hpp"

#include <vector>

namespace gigapod {

inline SliceTopology slice_with(const std::vector<int>& shape, bool wraps) {
  SliceTopology slice;
  for (const int length : shape) slice.axes.push_back({length, wraps});
  return slice;
}

inline SliceTopology torus(const std::vector<int>& shape) { return slice_with(shape, true); }
inline SliceTopology mesh(const std::vector<int>& shape) { return slice_with(shape, false); }
inline SliceTopology twisted(const std::vector<int>& shape) {
  SliceTopology slice = torus(shape);
  slice.is_twisted = true;
  return slice;
}
/// A v5e slice: a line of 8, a ring of 16.
inline SliceTopology mixed_8x16() {
  SliceTopology slice;
  slice.axes = {{8, false}, {16, true}};
  return slice;
}

}  // namespace gigapod
