#include "sim/model/step/axis_mapping.hpp"

#include <algorithm>
#include <numeric>

namespace gigapod {

namespace {

/// Axes of the slice that no degree has taken yet.
struct FreeAxes {
  std::array<SliceAxis, 3> axes{};
  int count = 0;

  void remove(int index) {
    for (int i = index; i + 1 < count; ++i) axes[static_cast<std::size_t>(i)] = axes[static_cast<std::size_t>(i + 1)];
    --count;
  }
};

void append(ParallelGroup& group, SliceAxis axis) {
  if (axis.length < 2 || group.axis_count == 3) return;
  group.axes[static_cast<std::size_t>(group.axis_count++)] = axis;
}

/// Takes the fewest whole axes that multiply to `degree`; false when there are none.
bool take_whole(FreeAxes& free, int degree, ParallelGroup& group) {
  int best = 0;
  int best_bits = 4;
  for (int mask = 1; mask < (1 << free.count); ++mask) {
    int product = 1;
    int bits = 0;
    for (int i = 0; i < free.count; ++i) {
      if ((mask >> i & 1) == 0) continue;
      product *= free.axes[static_cast<std::size_t>(i)].length;
      ++bits;
    }
    if (product != degree || bits >= best_bits) continue;
    best = mask;
    best_bits = bits;
  }
  if (best == 0) return false;
  for (int i = free.count - 1; i >= 0; --i) {
    if ((best >> i & 1) == 0) continue;
    append(group, free.axes[static_cast<std::size_t>(i)]);
    free.remove(i);
  }
  return true;
}

/// Takes parts of axes: the largest common divisor of what is left of the degree and each axis.
void take_parts(FreeAxes& free, int degree, ParallelGroup& group) {
  int left = degree;
  for (int i = free.count - 1; i >= 0 && left > 1; --i) {
    SliceAxis& axis = free.axes[static_cast<std::size_t>(i)];
    const int part = std::gcd(left, axis.length);
    if (part < 2) continue;
    left /= part;
    if (part == axis.length) {
      append(group, axis);
      free.remove(i);
      continue;
    }
    append(group, SliceAxis{part, false});
    axis = SliceAxis{axis.length / part, false};
  }
}

ParallelGroup take(FreeAxes& free, int degree) {
  ParallelGroup group;
  group.members = degree;
  if (degree > 1 && !take_whole(free, degree, group)) take_parts(free, degree, group);
  return group;
}

ParallelGroup join(const ParallelGroup& a, const ParallelGroup& b) {
  if (a.members == 1) return b;
  ParallelGroup group = a;
  group.members *= b.members;
  group.members_per_domain *= b.members_per_domain;
  for (const SliceAxis& axis : b.torus()) append(group, axis);
  return group;
}

AxisMapping joined(AxisMapping mapping) {
  mapping.weights = join(join(mapping.fsdp, mapping.expert), mapping.context);
  mapping.gradients = join(mapping.data, join(mapping.expert, mapping.context));
  return mapping;
}

}  // namespace

AxisMapping map_axes(const Parallelism& parallelism, const SliceTopology& slice) {
  AxisMapping mapping;
  FreeAxes free;
  for (const SliceAxis& axis : slice.axes) {
    if (axis.length > 1 && free.count < 3) free.axes[static_cast<std::size_t>(free.count++)] = axis;
  }
  int inner = 1;
  const auto place = [&](int degree) {
    if (!slice.is_switched) return take(free, degree);
    ParallelGroup group;
    group.members = degree;
    group.members_per_domain = std::clamp(slice.domain / inner, 1, degree);
    inner *= degree;
    return group;
  };
  mapping.tensor = place(parallelism.tensor);
  mapping.context = place(parallelism.context);
  mapping.expert = place(parallelism.expert);
  mapping.fsdp = place(parallelism.fsdp);
  mapping.data = place(parallelism.data);
  mapping.pipeline = place(parallelism.pipeline);
  return joined(mapping);
}

}  // namespace gigapod
