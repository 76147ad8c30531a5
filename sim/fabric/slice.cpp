// Slice shapes and wrap rules.
//
// Cubes (v4, v5p, v7): a slice is one chip, a part of one 4x4x4 cube (a mesh), or whole cubes; the optical switches
// close every axis of whole cubes into a ring. Contiguous (v5e, v6e): a box of the pod; only an axis of `wrap_length`
// chips closes. A part of a pod or cube is one chip or at least a host's four, its axes divide those of the whole and
// the longest is at most twice the shortest; this gives exactly the shapes that are offered.
// Sources: docs.cloud.google.com/tpu/docs/v4, /v5e, /v5p ("supported configurations"); AI-Hypercomputer/xpk,
// src/xpk/core/system_characteristics.py (v6e and larger cube slices); arXiv:2304.01433 (twisted tori).
#include "sim/fabric/slice.hpp"

#include "sim/base/check.hpp"
#include "sim/fabric/pod_topology.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <tuple>
#include <utility>

namespace gigapod {
namespace {

std::vector<int> sorted(std::vector<int> axes) {
  std::sort(axes.begin(), axes.end());
  return axes;
}

/// Few chips first, of as many those with the shortest axes.
std::vector<Shape> by_size(std::vector<Shape> shapes) {
  struct Sized {
    int chips = 0;
    std::vector<int> axes;
    Shape shape;
  };
  std::vector<Sized> sized;
  for (Shape& shape : shapes) sized.push_back({shape.chips(), sorted(shape.axes), std::move(shape)});
  std::sort(sized.begin(), sized.end(),
            [](const Sized& a, const Sized& b) { return std::tie(a.chips, a.axes) < std::tie(b.chips, b.axes); });
  shapes.clear();
  for (Sized& one : sized) shapes.push_back(std::move(one.shape));
  return shapes;
}

/// At most 2^62, so that a shape of absurd lengths is only too large.
std::int64_t chip_count(const Shape& shape) {
  constexpr std::int64_t kMost = std::int64_t{1} << 62;
  std::int64_t product = 1;
  for (const int length : shape.axes) product = product > kMost / length ? kMost : product * length;
  return product;
}

bool divides(const std::vector<int>& part, const std::vector<int>& whole) {
  for (std::size_t i = 0; i < part.size(); ++i) {
    if (whole[i] % part[i] != 0) return false;
  }
  return true;
}

bool is_compact_part(const Shape& shape, const Shape& whole) {
  const std::vector<int> part = sorted(shape.axes);
  const bool is_whole_hosts = shape.chips() == 1 || shape.chips() >= 4;
  return divides(part, sorted(whole.axes)) && part.back() <= 2 * part.front() && is_whole_hosts;
}

/// Whole blocks in the order of the axes as given or, for a contiguous box, in any order.
bool fills_blocks(const Shape& shape, const PodSpec& pod) {
  if (slice_rule(pod) != SliceRule::kContiguous) return divides(pod.block.axes, shape.axes);
  std::vector<int> axes = sorted(shape.axes);
  do {
    if (divides(pod.block.axes, axes)) return true;
  } while (std::next_permutation(axes.begin(), axes.end()));
  return false;
}

bool is_allowed(const Shape& shape, const PodSpec& pod) {
  switch (slice_rule(pod)) {
    case SliceRule::kCubes: return fills_blocks(shape, pod) || is_compact_part(shape, pod.block);
    case SliceRule::kContiguous:
      return is_compact_part(shape, pod.shape) && (fills_blocks(shape, pod) || is_compact_part(shape, pod.block));
    case SliceRule::kSwitched:
      return fills_blocks(shape, pod) || (shape.axes[0] <= pod.block.axes[0] && shape.axes[1] <= pod.block.axes[1]);
  }
  return false;
}

bool fits_pod(const Shape& shape, const PodSpec& pod) {
  if (slice_rule(pod) == SliceRule::kCubes) return chip_count(shape) <= chip_count(pod.shape);
  if (slice_rule(pod) == SliceRule::kSwitched) {
    return shape.axes[0] <= pod.shape.axes[0] && shape.axes[1] <= pod.shape.axes[1];
  }
  const std::vector<int> part = sorted(shape.axes);
  const std::vector<int> whole = sorted(pod.shape.axes);
  for (std::size_t i = 0; i < part.size(); ++i) {
    if (part[i] > whole[i]) return false;
  }
  return true;
}

/// The offered shape that holds the wanted one with the fewest chips; the largest offered when none holds it.
Shape nearest_shape(const Shape& wanted, const PodSpec& pod) {
  const std::vector<Shape> offered = slice_shapes(pod);
  const std::vector<int> needed = sorted(wanted.axes);
  for (const Shape& shape : offered) {
    const std::vector<int> axes = sorted(shape.axes);
    bool holds = axes.size() == needed.size();
    for (std::size_t i = 0; holds && i < axes.size(); ++i) holds = axes[i] >= needed[i];
    if (holds) return shape;
  }
  return offered.back();
}

const char* block_word(SliceRule rule) {
  switch (rule) {
    case SliceRule::kCubes: return "cubes";
    case SliceRule::kContiguous: return "host tiles";
    case SliceRule::kSwitched: return "NVLink domains";
  }
  return "blocks";
}

std::string fit_fault(const Shape& shape, const PodSpec& pod) {
  const SliceRule rule = slice_rule(pod);
  if (rule == SliceRule::kCubes) {
    const std::int64_t per_block = chip_count(pod.block);
    return fmt::format("{} needs {} cubes but a pod of '{}' has {}; {} fits", to_text(shape),
                       (chip_count(shape) - 1) / per_block + 1, pod.name, blocks_per_pod(pod),
                       to_text(nearest_shape(shape, pod)));
  }
  return fmt::format("{} does not fit into a pod of '{}', which is {}; {} fits", to_text(shape), pod.name,
                     to_text(pod.shape), to_text(nearest_shape(shape, pod)));
}

bool wraps(int length, const Shape& shape, const PodSpec& pod) {
  if (slice_rule(pod) == SliceRule::kCubes) return fills_blocks(shape, pod);
  return pod.wrap_length > 0 && length >= pod.wrap_length;
}

/// The slice by the wrap rules of the pod alone.
SliceTopology ruled_slice(const Shape& shape, const PodSpec& pod, bool twisted) {
  SliceTopology slice;
  slice.is_switched = slice_rule(pod) == SliceRule::kSwitched;
  slice.domain = slice.is_switched ? pod.block.chips() : 0;
  slice.is_twisted = twisted;
  for (const int length : shape.axes) {
    slice.axes.push_back({length, !slice.is_switched && wraps(length, shape, pod)});
  }
  return slice;
}

/// The same as the pod's topology joins it.
SliceTopology joined_slice(const Shape& shape, const PodSpec& pod, bool twisted) {
  SliceTopology slice = ruled_slice(shape, pod, twisted);
  const PodTopology* topology = find_pod_topology(pod.topology);
  if (topology == nullptr) return slice;
  std::optional<SliceTopology> joined = topology->joined(slice, pod);
  GIGAPOD_CHECK(joined && joined->chips() == slice.chips() && joined->axes.size() <= 3,
                "a topology keeps the chips of a slice, on three axes at most");
  return *std::move(joined);
}

void append_parts(const PodSpec& pod, const std::vector<int>& limits, Shape shape, std::vector<Shape>& all) {
  const std::size_t axis = shape.axes.size();
  if (axis == pod.shape.axes.size()) {
    if (fits_pod(shape, pod) && is_allowed(shape, pod)) all.push_back(std::move(shape));
    return;
  }
  const bool is_ordered = slice_rule(pod) != SliceRule::kSwitched && axis > 0;
  for (int length = is_ordered ? shape.axes.back() : 1; length <= limits[axis]; ++length) {
    Shape longer = shape;
    longer.axes.push_back(length);
    append_parts(pod, limits, std::move(longer), all);
  }
}

/// Every ascending shape of whole cubes with at most the pod's chips.
void append_cube_shapes(const PodSpec& pod, std::vector<Shape>& all) {
  const std::vector<int>& cube = pod.block.axes;
  const int most = blocks_per_pod(pod);
  for (int a = 1; a <= most; ++a) {
    for (int b = a; a * b <= most; ++b) {
      for (int c = b; a * b * c <= most; ++c) all.push_back(Shape{{a * cube[0], b * cube[1], c * cube[2]}});
    }
  }
}

}  // namespace

SliceRule slice_rule(const PodSpec& pod) {
  if (pod.topology == "gpu_fat_tree") return SliceRule::kSwitched;
  if (pod.topology == "ocs_torus_3d" || pod.topology == "twisted_torus_3d") return SliceRule::kCubes;
  if (pod.topology == "fixed_torus_2d" || pod.ocs_count == 0) return SliceRule::kContiguous;
  return SliceRule::kCubes;
}

std::string pod_shape_fault(const PodSpec& pod) {
  const SliceRule rule = slice_rule(pod);
  const std::size_t wanted = rule == SliceRule::kCubes ? 3 : rule == SliceRule::kSwitched ? 2 : pod.shape.axes.size();
  if (pod.shape.axes.size() != wanted) {
    return fmt::format("shape {} has {} axes; topology '{}' has {}", to_text(pod.shape), pod.shape.axes.size(),
                       pod.topology, wanted);
  }
  if (pod.block.axes.size() != wanted || !divides(pod.block.axes, pod.shape.axes)) {
    return fmt::format("block {} does not divide the pod's shape {}", to_text(pod.block), to_text(pod.shape));
  }
  const PodTopology* topology = find_pod_topology(pod.topology);
  if (topology != nullptr && !topology->joined(ruled_slice(pod.block, pod, false), pod)) {
    return fmt::format("topology '{}' joins chips without axes; times of collectives are known along axes only",
                       pod.topology);
  }
  return {};
}

std::string slice_shape_fault(const Shape& shape, const PodSpec& pod) {
  const std::size_t axes = pod.shape.axes.size();
  if (shape.axes.size() != axes) {
    return fmt::format("{} has {} {}; slices of '{}' have {}, such as {}",
                       shape.axes.empty() ? "an empty shape" : to_text(shape), shape.axes.size(),
                       shape.axes.size() == 1 ? "axis" : "axes", pod.name, axes, to_text(pod.block));
  }
  if (std::any_of(shape.axes.begin(), shape.axes.end(), [](int length) { return length < 1; })) {
    return fmt::format("{} has an axis shorter than one chip", to_text(shape));
  }
  if (!fits_pod(shape, pod)) return fit_fault(shape, pod);
  if (is_allowed(shape, pod)) return {};
  if (slice_rule(pod) == SliceRule::kContiguous) {
    return fmt::format("{} is not a slice shape of '{}'; {} is", to_text(shape), pod.name,
                       to_text(nearest_shape(shape, pod)));
  }
  return fmt::format("{} does not fill whole {} {}; {} does", to_text(shape), to_text(pod.block),
                     block_word(slice_rule(pod)), to_text(nearest_shape(shape, pod)));
}

bool fits_twist(const Shape& shape, const PodSpec& pod) {
  if (slice_rule(pod) != SliceRule::kCubes || shape.axes.size() != 3 || !fills_blocks(shape, pod)) return false;
  const std::vector<int> axes = sorted(shape.axes);
  const int n = axes[0];
  return axes[2] == 2 * n && (axes[1] == n || axes[1] == 2 * n);
}

bool is_twistable(const Shape& shape, const PodSpec& pod) {
  return fits_twist(shape, pod) && joined_slice(shape, pod, true).is_twisted;
}

std::string twist_fault(const Shape& shape, const PodSpec& pod) {
  if (is_twistable(shape, pod)) return {};
  if (slice_rule(pod) != SliceRule::kCubes) {
    return fmt::format("slices of '{}' can't be twisted; only cubes joined by optical switches can", pod.name);
  }
  if (fits_twist(shape, pod)) {
    return fmt::format("slices of '{}' can't be twisted; its topology '{}' joins them otherwise", pod.name,
                       pod.topology);
  }
  return fmt::format("{} can't be twisted; shapes n x n x 2n and n x 2n x 2n can, such as 4x4x8 and 4x8x8",
                     to_text(shape));
}

SliceTopology slice_topology(const Shape& shape, const PodSpec& pod, bool twisted) {
  GIGAPOD_CHECK(slice_shape_fault(shape, pod).empty(), slice_shape_fault(shape, pod));
  GIGAPOD_CHECK(!twisted || is_twistable(shape, pod), "a twisted slice of a shape that has no twist");
  return joined_slice(shape, pod, twisted);
}

int blocks_of(const Shape& shape, const PodSpec& pod) {
  return std::max(1, (shape.chips() + pod.block.chips() - 1) / pod.block.chips());
}

std::vector<Shape> slice_shapes(const PodSpec& pod) {
  std::vector<Shape> all;
  const bool takes_cubes = slice_rule(pod) == SliceRule::kCubes;
  append_parts(pod, takes_cubes ? pod.block.axes : pod.shape.axes, {}, all);
  if (takes_cubes) {
    std::erase_if(all, [&pod](const Shape& shape) { return fills_blocks(shape, pod); });
    append_cube_shapes(pod, all);
  }
  return by_size(std::move(all));
}

}  // namespace gigapod
