#pragma once

#include "sim/base/ids.hpp"
#include "sim/hardware/pod.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace gigapod {

/// Free blocks of one pod as placement sees them.
struct PodView {
  PodId pod;
  const PodSpec* spec = nullptr;
  BlockId first_block;
  std::span<const std::uint8_t> is_free;  ///< per block of the pod, 1: free and healthy
  int free_count = 0;
  int hall = 0;       ///< number of the hall that feeds it
  int dcn_block = 0;  ///< its aggregation block in the data-centre network
};

/// What has to be placed: slices of one shape, each inside one pod.
struct PlacementRequest {
  Shape slice;
  int slices = 1;
};

/// Blocks for every slice of the request, slice by slice.
struct Placement {
  std::vector<std::vector<BlockId>> slices;
};

/// The largest slice shape, by chips, that can be placed now in one of `pods`, all of the same type; of equally large
/// ones the most cubic. Nothing when no block is free.
[[nodiscard]] std::optional<Shape> largest_placeable_slice(std::span<const PodView> pods, const PodSpec& spec);

/// Why a request can't be placed now, for the event log: "3 cubes short of 4x4x16 in every pod; largest placeable is
/// 4x4x12", or "12 of 16 slices of 16x24x24 fit". Empty when it can.
[[nodiscard]] std::string shortage_text(const PlacementRequest& request, std::span<const PodView> pods,
                                        const PodSpec& spec);

/// Chooses blocks. With OCS any free blocks of a pod form a slice; without, a contiguous box of host tiles.
class PlacementPolicy {
 public:
  static constexpr const char* kRegistryName = "placement";
  virtual ~PlacementPolicy() = default;
  /// Nothing when the request can't be placed in `pods` (all of the wanted type).
  [[nodiscard]] virtual std::optional<Placement> place(const PlacementRequest& request,
                                                       std::span<const PodView> pods) const = 0;
};

}  // namespace gigapod
