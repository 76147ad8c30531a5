#include "analysis/plan/plan_query.hpp"
#include "sim/fabric/slice.hpp"

#include <algorithm>
#include <numeric>
#include <set>

namespace gigapod {
namespace {

constexpr std::size_t kSliceCounts = 2;    ///< numbers of slices tried for a number of chips
constexpr std::size_t kShapesOffered = 3;  ///< shapes tried for a size, the most compact first

int sum_of_axes(const Shape& shape) { return std::accumulate(shape.axes.begin(), shape.axes.end(), 0); }

class Allocations {
 public:
  explicit Allocations(const PlanQuery& query) : query_(query) {
    for (Shape& shape : query.slice ? std::vector<Shape>{*query.slice} : slice_shapes(query.pod)) {
      shapes_.push_back(std::move(shape));
    }
  }

  std::vector<PlanAllocation> all() const {
    std::vector<PlanAllocation> found;
    for (const std::int64_t size : sizes()) append(found, size);
    return found;
  }

 private:
  [[nodiscard]] std::set<std::int64_t> sizes() const {
    std::set<std::int64_t> all;
    const auto add = [&](std::int64_t chips) {
      if (chips >= query_.least_chips && chips <= query_.most_chips) all.insert(chips);
    };
    const std::int64_t base = query_.slice ? query_.slice->chips() : 1;
    for (std::int64_t size = base; size <= query_.most_chips; size *= 2) {
      add(size);
      add(3 * size);
      if (!query_.slice) add(size * query_.pod.shape.chips());
      if (!query_.slice) add(3 * size * query_.pod.shape.chips());
    }
    if (const auto least = nearest_size(query_.least_chips, 1)) add(*least);
    if (const auto most = nearest_size(query_.most_chips, -1)) add(*most);
    return all;
  }

  /// The first number of chips from `start` on, up or down within the range, that slices come to.
  [[nodiscard]] std::optional<std::int64_t> nearest_size(std::int64_t start, int direction) const {
    for (std::int64_t size = start; size >= query_.least_chips && size <= query_.most_chips; size += direction) {
      if (!slice_counts(size).empty()) return size;
    }
    return std::nullopt;
  }

  [[nodiscard]] bool has_shape(std::int64_t chips) const {
    return std::any_of(shapes_.begin(), shapes_.end(),
                       [chips](const Shape& shape) { return shape.chips() == chips; });
  }

  /// The fewest slices that such chips come to, and the next more, at most four times as many.
  [[nodiscard]] std::vector<int> slice_counts(std::int64_t chips) const {
    const std::int64_t pod = query_.pod.shape.chips();
    const std::int64_t least = query_.slices > 0 ? query_.slices : (chips + pod - 1) / pod;
    const std::int64_t most = query_.slices > 0 ? query_.slices : query_.slice ? chips : 4 * least;
    std::vector<int> counts;
    for (std::int64_t count = least; count <= most && counts.size() < kSliceCounts; ++count) {
      if (chips % count == 0 && has_shape(chips / count)) counts.push_back(static_cast<int>(count));
    }
    return counts;
  }

  void append(std::vector<PlanAllocation>& found, std::int64_t chips) const {
    for (const int count : slice_counts(chips)) {
      std::vector<Shape> shapes;
      for (const Shape& shape : shapes_) {
        if (shape.chips() == chips / count) shapes.push_back(shape);
      }
      std::stable_sort(shapes.begin(), shapes.end(),
                       [](const Shape& a, const Shape& b) { return sum_of_axes(a) < sum_of_axes(b); });
      if (shapes.size() > kShapesOffered) shapes.resize(kShapesOffered);
      for (const Shape& shape : shapes) {
        found.push_back({{shape, count}, false});
        const bool is_choice = is_twistable(shape, query_.pod) && !slice_topology(shape, query_.pod).is_twisted;
        if (is_choice) found.push_back({{shape, count}, true});
      }
    }
  }

  const PlanQuery& query_;
  std::vector<Shape> shapes_;
};

}  // namespace

std::vector<PlanAllocation> plan_allocations(const PlanQuery& query) { return Allocations(query).all(); }

}  // namespace gigapod
