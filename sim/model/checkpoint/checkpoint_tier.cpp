// Copies of a job's state near its chips. With B bytes a chip:
//
//   peer   pause B / (ICI link x ici_efficiency); whole after the pause; restore as long (the lost shard comes back)
//   host   pause B / PCIe; whole after the pause; restore as long
//   disk   pause B / PCIe, then h B / disk in the background, h chips a host; restore h B / disk
//
// Peer and host copies are in host memory: two of them for peers, the own and the neighbour's (Gemini, SOSP 2023; the
// blocking time of 0.01 to 0.04 s that ByteRobust, arXiv:2509.16293, reports for peers is of this size). A copy in
// the own host is lost with the host, a peer's in the same block with the block; `survives` says otherwise for peers
// that lie farther apart. Assumed: a disk of 3 GB/s; copies of one step do not disturb the collectives of the next.
#include "sim/model/checkpoint/checkpoint_tier.hpp"

#include "sim/base/dimension.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace gigapod {
namespace {

constexpr BytesPerSecond kDisk{3e9};  // assumed: one NVMe drive, written sequentially

BytesPerSecond own_or(BytesPerSecond given, BytesPerSecond otherwise) {
  return given > BytesPerSecond(0.0) ? given : otherwise;
}

Seconds time_of(Bytes bytes, BytesPerSecond bandwidth) {
  return bandwidth > BytesPerSecond(0.0) ? bytes / bandwidth : Seconds(0.0);
}

}  // namespace

const char* tier_name(TierKind kind) {
  static constexpr const char* names[] = {"peer", "host", "disk"};
  return names[static_cast<std::size_t>(kind)];
}

FieldList<CheckpointTier> checkpoint_tier_fields() {
  FieldList<CheckpointTier> list;
  list.choice("tier", &CheckpointTier::tier, {"peer", "host", "disk"},
              "Where the copy is: in the memory of the own host and a peer's, of the own host alone, or on its disk.")
      .required();
  list.quantity("interval", &CheckpointTier::interval, kNonNegative,
                "Time between copies; `auto`: Young and Daly's optimum for the failures they survive.");
  list.quantity("bandwidth", &CheckpointTier::bandwidth, kNonNegative,
                "Of one chip for peer and host, of one host for disk; `auto`: ICI link, PCIe, 3 GB/s.");
  list.flags("survives", &CheckpointTier::survives, {"job", "link", "chip", "host", "rack", "row", "hall"},
             "Failures after which the copy can be read; none given: job and link, for peers chip and host too.");
  return list;
}

bool survives(const CheckpointTier& tier, FailureScope scope) {
  constexpr unsigned kOwnHost = 0b0011;
  constexpr unsigned kPeerHost = 0b1111;
  const unsigned kind = tier.tier == TierKind::kPeer ? kPeerHost : kOwnHost;
  const unsigned bits = tier.survives != 0 ? tier.survives : kind;
  const auto* found = std::find(std::begin(kSurvivable), std::end(kSurvivable), scope);
  return found != std::end(kSurvivable) && (bits >> (found - std::begin(kSurvivable)) & 1U) != 0;
}

bool survives(const CheckpointTier& tier, const FailureClass& failure) {
  return survives(tier, failure.scope) && failure.effect != FailureEffect::kCorrupt;
}

TierTimes tier_times(const CheckpointTier& tier, Bytes bytes, double chips, const ChipSpec& chip) {
  const Bytes of_chip = bytes / chips;
  const Bytes of_host = of_chip * chip.chips_per_host;
  switch (tier.tier) {
    case TierKind::kPeer: {
      const BytesPerSecond link = own_or(tier.bandwidth, chip.ici_link_bandwidth * chip.ici_efficiency);
      const Seconds copy = time_of(of_chip, link);
      return {copy, copy, copy, of_host * 2.0};
    }
    case TierKind::kHost: {
      const Seconds copy = time_of(of_chip, own_or(tier.bandwidth, chip.pcie_bandwidth));
      return {copy, copy, copy, of_host};
    }
    case TierKind::kDisk: break;
  }
  const Seconds copy = time_of(of_chip, chip.pcie_bandwidth);
  const Seconds write = time_of(of_host, own_or(tier.bandwidth, kDisk));
  return {copy, copy + write, write, Bytes(0.0)};
}

std::vector<std::string> checkpoint_tier_faults(const std::vector<CheckpointTier>& tiers, Bytes bytes, double chips,
                                                const ChipSpec& chip) {
  std::vector<std::string> faults;
  Bytes per_host;
  for (std::size_t i = 0; i < tiers.size(); ++i) {
    const TierTimes times = tier_times(tiers[i], bytes, chips, chip);
    const char* name = tier_name(tiers[i].tier);
    per_host += times.per_host;
    const auto is_same = [&](const CheckpointTier& other) { return other.tier == tiers[i].tier; };
    if (std::any_of(tiers.begin(), tiers.begin() + static_cast<std::ptrdiff_t>(i), is_same)) {
      faults.push_back(fmt::format("checkpoint_tiers: the tier '{}' is given twice", name));
    }
    if (tiers[i].interval > Seconds(0.0) && tiers[i].interval < shortest_interval(times)) {
      faults.push_back(fmt::format(
          "checkpoint_tiers: a copy to '{}' takes {}; an interval of {} is too short, {} will do", name,
          short_text(times.complete), short_text(tiers[i].interval), short_text(shortest_interval(times))));
    }
  }
  if (chip.host_memory > Bytes(0.0) && per_host > chip.host_memory) {
    faults.push_back(fmt::format("checkpoint_tiers: copies of {} do not fit into the host memory of {}",
                                 short_text(per_host), short_text(chip.host_memory)));
  }
  return faults;
}

}  // namespace gigapod
