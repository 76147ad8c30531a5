#include "analysis/scaling/scaling_machine.hpp"

#include "sim/fabric/dcn_fabric.hpp"
#include "sim/fabric/slice.hpp"

#include <algorithm>
#include <numeric>

namespace gigapod {
namespace {

/// Share of the chips asked for that whole pods may leave unused.
constexpr double kAcceptedWaste = 0.1;

/// Shapes of one size, the most compact first; the others have longer rings and a narrower cut.
constexpr std::size_t kShapesOffered = 6;

int sum_of_axes(const Shape& shape) { return std::accumulate(shape.axes.begin(), shape.axes.end(), 0); }

/// Chips of the largest shape up to `chips`; 0: none.
int largest_size(std::int64_t chips, const std::vector<Shape>& shapes) {
  int size = 0;
  for (const Shape& shape : shapes) {
    if (shape.chips() <= chips) size = std::max(size, shape.chips());
  }
  return size;
}

/// A ring over slices in the order of their blocks crosses each edge of a block once each way, so a block's uplinks
/// hold a slice back only where they carry less than one pod's.
BytesPerSecond ring_bandwidth(BytesPerSecond slice_bandwidth, const DcnSpec& dcn, int slices) {
  if (slices <= dcn.pods_per_block) return slice_bandwidth;
  return slice_bandwidth / std::max(1.0, dcn.block_oversubscription / dcn.pods_per_block);
}

}  // namespace

std::vector<SliceAllocation> allocations_for(std::int64_t chips, const PodSpec& pod,
                                             const std::vector<Shape>& shapes) {
  const std::int64_t whole_pods = chips / pod.shape.chips();
  std::int64_t slices = std::max<std::int64_t>(1, whole_pods);
  int size = largest_size(chips / slices, shapes);
  const auto waste = static_cast<double>(chips - slices * size) / static_cast<double>(chips);
  if (whole_pods > 0 && waste > kAcceptedWaste) {
    const int smaller = largest_size(chips / (whole_pods + 1), shapes);
    if ((whole_pods + 1) * smaller > slices * size) {
      size = smaller;
      slices = whole_pods + 1;
    }
  }
  std::vector<SliceAllocation> all;
  for (const Shape& shape : shapes) {
    if (size > 0 && shape.chips() == size) all.push_back({shape, static_cast<int>(slices)});
  }
  std::stable_sort(all.begin(), all.end(), [](const SliceAllocation& a, const SliceAllocation& b) {
    return sum_of_axes(a.slice) < sum_of_axes(b.slice);
  });
  if (all.size() > kShapesOffered) all.resize(kShapesOffered);
  return all;
}

StepMachine machine_for(const SliceAllocation& allocation, bool is_twisted, const PodSpec& pod, const ChipSpec& chip,
                        const DcnSpec& dcn) {
  StepMachine machine;
  machine.chip = chip;
  machine.slice = slice_topology(allocation.slice, pod, is_twisted && is_twistable(allocation.slice, pod));
  machine.slices = allocation.slices;
  machine.dcn_bandwidth_per_slice =
      ring_bandwidth(slice_dcn_bandwidth(pod, chip, allocation.slice.chips(), dcn), dcn, allocation.slices);
  machine.dcn_latency = dcn.latency;
  return machine;
}

StepMachine machine_for(const SliceAllocation& allocation, const JobSpec& job, const Scenario& scenario) {
  const PodSpec& pod = scenario.pods.at(job.pod_type);
  return machine_for(allocation, job.is_twisted, pod, scenario.chips.at(pod.chip), scenario.site.dcn);
}

}  // namespace gigapod
