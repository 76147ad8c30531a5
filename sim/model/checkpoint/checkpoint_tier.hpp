#pragma once

#include "sim/base/fields.hpp"
#include "sim/base/quantity.hpp"
#include "sim/hardware/chip.hpp"
#include "sim/model/failure/failure_class.hpp"

#include <string>
#include <vector>

namespace gigapod {

/// Where a job keeps copies of its state beside the checkpoint storage, nearest first.
enum class TierKind {
  kPeer,  ///< the memory of its own host and of one other of the same block, over ICI
  kHost,  ///< the memory of its own host, over PCIe
  kDisk,  ///< the disk of its own host
};

/// One such place.
struct CheckpointTier {
  TierKind tier = TierKind::kPeer;
  Seconds interval;          ///< 0: Young and Daly's optimum for the failures that the copy survives
  BytesPerSecond bandwidth;  ///< peer and host: of one chip, disk: of one host; 0: from the chip, a disk 3 GB/s
  unsigned survives = 0;     ///< bits of kSurvivable after which the copy can be read; 0: as the kind
  bool operator==(const CheckpointTier&) const = default;
};

/// Scopes of failures that a copy may survive, in the order of the bits of `survives`.
inline constexpr FailureScope kSurvivable[] = {FailureScope::kJob,  FailureScope::kLink, FailureScope::kChip,
                                               FailureScope::kHost, FailureScope::kRack, FailureScope::kRow,
                                               FailureScope::kHall};

[[nodiscard]] FieldList<CheckpointTier> checkpoint_tier_fields();

/// Whether the copy can be read after a failure of that scope, by a job that keeps its other blocks.
[[nodiscard]] bool survives(const CheckpointTier& tier, FailureScope scope);
/// The same for a class of failures: what has corrupted the state is in the copy too.
[[nodiscard]] bool survives(const CheckpointTier& tier, const FailureClass& failure);

/// What one copy costs.
struct TierTimes {
  Seconds pause;     ///< of the steps
  Seconds complete;  ///< from the beginning of the pause until the copy is whole
  Seconds restore;
  Bytes per_host;  ///< in the memory of a host; 0 for a disk
};
/// For a job of `bytes` of state spread over `chips` chips.
[[nodiscard]] TierTimes tier_times(const CheckpointTier& tier, Bytes bytes, double chips, const ChipSpec& chip);

/// Copies of all tiers together must leave the steps most of the time.
[[nodiscard]] inline Seconds shortest_interval(const TierTimes& times) { return times.complete * 4.0; }

/// What the tiers of a job ask for and can't have; each starts with the key it is about.
[[nodiscard]] std::vector<std::string> checkpoint_tier_faults(const std::vector<CheckpointTier>& tiers, Bytes bytes,
                                                              double chips, const ChipSpec& chip);

/// Name of a kind, as in files.
[[nodiscard]] const char* tier_name(TierKind kind);

}  // namespace gigapod
