#pragma once

#include "analysis/interval.hpp"
#include "sim/hardware/chip.hpp"
#include "sim/hardware/pod.hpp"
#include "sim/model/failure/slice_availability.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gigapod {

/// Slices of one shape placed into a pod with random failed hosts, until no more fit.
struct PlacedCapacity {
  MeanInterval mean;      ///< share of the pod's chips in whole slices
  double promised = 0.0;  ///< share reached in at least 95% of the draws
};

/// One slice shape at one host availability.
struct SliceGoodputRow {
  Shape slice;
  double host_availability = 1.0;
  PlacedCapacity placed;                     ///< with the pod's own slice rule
  std::optional<SliceCapacity> exact;        ///< where any blocks form a slice
  std::optional<PlacedCapacity> contiguous;  ///< of a pod with OCS: the same pod wired as a fixed torus
  std::optional<double> published;           ///< share that the TPU v4 paper gives
};

struct SliceGoodputStudy {
  PodSpec pod;
  int draws = 0;
  std::vector<SliceGoodputRow> rows;
};

/// Places slices by best fit into a pod whose hosts are up with the chance `host_availability` each, `draws` times.
/// The same draws serve every slice and availability of a pod. The shapes must be slices of the pod.
[[nodiscard]] SliceGoodputStudy slice_goodput(const PodSpec& pod, const ChipSpec& chip,
                                              const std::vector<Shape>& slices,
                                              const std::vector<double>& host_availabilities, int draws,
                                              std::uint64_t seed);

/// The pod with its cubes wired as a fixed torus in place of optical switches: slices are contiguous boxes.
[[nodiscard]] PodSpec without_ocs(const PodSpec& pod);

/// A table for a terminal.
[[nodiscard]] std::string slice_goodput_text(const SliceGoodputStudy& study);
/// {"pod", "draws", "rows": [{…}]}; shares are fractions.
[[nodiscard]] std::string slice_goodput_json(const SliceGoodputStudy& study);

}  // namespace gigapod
