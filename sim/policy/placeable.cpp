#include "sim/fabric/slice.hpp"
#include "sim/policy/placement.hpp"
#include "sim/policy/pod_space.hpp"

#include <fmt/format.h>

#include <algorithm>

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

/// Longest axis as short as possible, then the next: the most cubic first.
bool is_more_cubic(const Shape& a, const Shape& b) {
  std::vector<int> first = a.axes;
  std::vector<int> second = b.axes;
  std::sort(first.rbegin(), first.rend());
  std::sort(second.rbegin(), second.rend());
  return first < second;
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
  std::vector<Shape> shapes = slice_shapes(spec);
  std::stable_sort(shapes.begin(), shapes.end(), [](const Shape& a, const Shape& b) {
    return a.chips() != b.chips() ? a.chips() > b.chips() : is_more_cubic(a, b);
  });
  for (const Shape& shape : shapes) {
    if (blocks_of(shape, spec) <= most && fits_somewhere(shape, spaces)) return shape;
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
