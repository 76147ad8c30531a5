#include "sim/fabric/slice.hpp"
#include "sim/policy/placement.hpp"
#include "sim/policy/pod_space.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace gigapod {
namespace {

std::vector<PodSpace> spaces_of(std::span<const PodView> pods) { return {pods.begin(), pods.end()}; }

int most_free(const std::vector<PodSpace>& spaces) {
  int most = 0;
  for (const PodSpace& space : spaces) most = std::max(most, space.free_count());
  return most;
}

bool fits_somewhere(const Shape& shape, const std::vector<PodSpace>& spaces) {
  return std::any_of(spaces.begin(), spaces.end(),
                     [&shape](const PodSpace& space) { return space.find_packed(shape).has_value(); });
}

int slices_that_fit(const PlacementRequest& request, std::vector<PodSpace> spaces) {
  int placed = 0;
  for (PodSpace& space : spaces) {
    while (placed < request.slices) {
      const auto blocks = space.find_packed(request.slice);
      if (!blocks) break;
      space.take(*blocks);
      ++placed;
    }
  }
  return placed;
}

/// The shapes of at most so many blocks, most chips first. Of as many chips the most cubic first: the longest axis as
/// short as possible, then the next.
std::vector<Shape> largest_first(const PodSpec& spec, int blocks) {
  struct Ranked {
    int chips = 0;
    std::vector<int> axes;  ///< longest first
    Shape shape;
  };
  std::vector<Ranked> ranked;
  for (Shape& shape : slice_shapes(spec)) {
    if (blocks_of(shape, spec) > blocks) continue;
    std::vector<int> axes = shape.axes;
    std::sort(axes.rbegin(), axes.rend());
    ranked.push_back({shape.chips(), std::move(axes), std::move(shape)});
  }
  std::stable_sort(ranked.begin(), ranked.end(), [](const Ranked& a, const Ranked& b) {
    return a.chips != b.chips ? a.chips > b.chips : a.axes < b.axes;
  });
  std::vector<Shape> shapes;
  for (Ranked& one : ranked) shapes.push_back(std::move(one.shape));
  return shapes;
}

std::string block_name(const PodSpec& spec, int count) {
  const SliceRule rule = slice_rule(spec);
  const char* word = rule == SliceRule::kCubes      ? "cube"
                     : rule == SliceRule::kSwitched ? "NVLink domain"
                                                    : "host tile";
  return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

std::string largest_text(std::span<const PodView> pods, const PodSpec& spec) {
  const auto largest = largest_placeable_slice(pods, spec);
  return largest ? "largest placeable is " + to_text(*largest) : "nothing is placeable";
}

}  // namespace

std::optional<Shape> largest_placeable_slice(std::span<const PodView> pods, const PodSpec& spec) {
  const std::vector<PodSpace> spaces = spaces_of(pods);
  const int most = most_free(spaces);
  if (most == 0) return std::nullopt;
  for (const Shape& shape : largest_first(spec, most)) {
    if (fits_somewhere(shape, spaces)) return shape;
  }
  return std::nullopt;
}

std::string shortage_text(const PlacementRequest& request, std::span<const PodView> pods, const PodSpec& spec) {
  const std::vector<PodSpace> spaces = spaces_of(pods);
  const int fit = slices_that_fit(request, spaces);
  if (fit >= request.slices) return {};
  const std::string shape = to_text(request.slice);
  if (fit > 0) return fmt::format("{} of {} slices of {} fit", fit, request.slices, shape);
  const int missing = blocks_of(request.slice, spec) - most_free(spaces);
  if (missing > 0) {
    return fmt::format("{} short of {} in every pod; {}", block_name(spec, missing), shape, largest_text(pods, spec));
  }
  return fmt::format("no contiguous {} in any pod; {}", shape, largest_text(pods, spec));
}

}  // namespace gigapod
