#include "sim/model/collective/collective.hpp"

#include "sim/base/check.hpp"

#include <fmt/format.h>

namespace gigapod {

std::string Collective::flow_fault(const SliceLinks& links) const {
  // Beyond these SimGrid takes minutes.
  constexpr std::size_t kMostRepresentatives = 1024;
  const std::size_t representatives = links.representatives().size();
  return representatives > kMostRepresentatives ? too_many_chips_fault(representatives) : std::string();
}

std::string too_many_chips_fault(std::size_t chips) {
  return fmt::format("{} chips that no symmetry folds are too many to check with flows", chips);
}

LinkRate link_rate(const ChipSpec& chip, Seconds launch) {
  return {chip.ici_link_bandwidth * chip.ici_efficiency, chip.ici_hop_latency, launch};
}

SwitchedRate switched_rate(const ChipSpec& chip, Seconds launch) {
  return {chip.ici_link_bandwidth * chip.ici_efficiency * chip.ici_links,
          chip.ici_efficiency * chip.host_nic_bandwidth / chip.chips_per_host, chip.ici_hop_latency, launch};
}

bool is_ring(const SliceAxis& axis) { return axis.wraps && axis.length > 2; }

int group_size(std::span<const SliceAxis> axes) {
  int size = 1;
  for (const SliceAxis& axis : axes) size *= axis.length;
  return size;
}

int links_in_use(std::span<const SliceAxis> axes) {
  int links = 0;
  for (const SliceAxis& axis : axes) links += axis.length < 2 ? 0 : (is_ring(axis) ? 2 : 1);
  return links;
}

Seconds collective_time(const Collective& kind, Bytes full_size, std::span<const SliceAxis> axes, LinkRate link,
                        bool is_twisted) {
  if (group_size(axes) < 2 || full_size.value() <= 0.0) return Seconds(0.0);
  return kind.time(full_size, {axes, is_twisted}, link);
}

Seconds collective_bound(const Collective& kind, Bytes full_size, std::span<const SliceAxis> axes, LinkRate link,
                         bool is_twisted) {
  if (group_size(axes) < 2) return Seconds(0.0);
  return kind.bound(full_size, {axes, is_twisted}, link);
}

Seconds dcn_collective_time(const Collective& kind, Bytes full_size, int members, BytesPerSecond bandwidth,
                            Seconds latency) {
  if (members < 2 || full_size.value() <= 0.0) return Seconds(0.0);
  const std::optional<Seconds> time = kind.dcn_time(full_size, members, bandwidth, latency);
  GIGAPOD_CHECK(time.has_value(), "the collective has a closed form between slices");
  return *time;
}

Seconds switched_collective_time(const Collective& kind, Bytes full_size, int members, int members_per_domain,
                                 const SwitchedRate& rate) {
  if (members < 2 || full_size.value() <= 0.0) return Seconds(0.0);
  const std::optional<Seconds> time = kind.switched_time(full_size, members, members_per_domain, rate);
  GIGAPOD_CHECK(time.has_value(), "the collective has a closed form behind switches");
  return *time;
}

}  // namespace gigapod
