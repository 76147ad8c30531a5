/// Collectives over a data-centre network between slices, and inside switched GPU domains.
///
/// Between M slices (or domains) a ring of M members with one port each is optimal in bandwidth:
///   all-gather = reduce-scatter = (M - 1) latency + V (1 - 1/M) / bandwidth, all-reduce twice that
///   all-to-all = latency + S (1 - 1/M) / bandwidth
/// A group larger than a switched domain works in two levels that run as a pipeline: over the rails between domains,
/// each chip with its own share, and inside the domain; the slower level sets the time.
#include "sim/model/collective/collective.hpp"

#include <algorithm>

namespace gigapod {

Seconds dcn_collective_time(Collective kind, Bytes full_size, int members, BytesPerSecond bandwidth,
                            Seconds latency) {
  if (members < 2 || full_size.value() <= 0.0) return Seconds(0.0);
  const Seconds transfer = full_size * (1.0 - 1.0 / members) / bandwidth;
  if (kind == Collective::kAllToAll) return latency + transfer;
  const Seconds once = (members - 1) * latency + transfer;
  return kind == Collective::kAllReduce ? 2.0 * once : once;
}

Seconds switched_collective_time(Collective kind, Bytes full_size, int members, int members_per_domain,
                                 const SwitchedRate& rate) {
  if (members < 2 || full_size.value() <= 0.0) return Seconds(0.0);
  const int inner = std::clamp(members_per_domain, 1, members);
  const int outer = (members + inner - 1) / inner;
  const double factor = kind == Collective::kAllReduce ? 2.0 : 1.0;
  if (kind == Collective::kAllToAll) {
    const Seconds within = full_size * ((inner - 1.0) / members) / rate.in_domain;
    const Seconds across = full_size * (static_cast<double>(members - inner) / members) / rate.between_domains;
    return rate.launch + max(within, across);
  }
  const Seconds within = full_size * (1.0 - 1.0 / inner) / rate.in_domain;
  const Seconds across = full_size * ((1.0 - 1.0 / outer) / inner) / rate.between_domains;
  return rate.launch + factor * (max(within, across) + (outer - 1 + inner - 1) * rate.hop_latency);
}

}  // namespace gigapod
