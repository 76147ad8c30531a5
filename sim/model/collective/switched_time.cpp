/// Collectives over a data-centre network between slices, and inside switched GPU domains.
///
/// Between M slices (or domains) a ring of M members with one port each is optimal in bandwidth:
///   all-gather = reduce-scatter = (M - 1) latency + V (1 - 1/M) / bandwidth, all-reduce twice that
///   all-to-all = latency + S (1 - 1/M) / bandwidth
/// A group larger than a switched domain works in two levels that run as a pipeline: over the rails between domains,
/// each chip with its own share, and inside the domain; the slower level sets the time.
#include "sim/model/collective/switched_time.hpp"

#include <algorithm>

namespace gigapod {

namespace {

Seconds transfer(Bytes size, int members, BytesPerSecond bandwidth) {
  return size * (1.0 - 1.0 / members) / bandwidth;
}

}  // namespace

Seconds dcn_gather_time(Bytes full_size, int members, BytesPerSecond bandwidth, Seconds latency) {
  return (members - 1) * latency + transfer(full_size, members, bandwidth);
}

Seconds dcn_all_to_all_time(Bytes sent, int members, BytesPerSecond bandwidth, Seconds latency) {
  return latency + transfer(sent, members, bandwidth);
}

Seconds switched_gather_time(Bytes full_size, int members, int members_per_domain, const SwitchedRate& rate,
                             int passes) {
  const int inner = std::clamp(members_per_domain, 1, members);
  const int outer = (members + inner - 1) / inner;
  const Seconds within = full_size * (1.0 - 1.0 / inner) / rate.in_domain;
  const Seconds across = full_size * ((1.0 - 1.0 / outer) / inner) / rate.between_domains;
  return rate.launch + passes * (max(within, across) + (outer - 1 + inner - 1) * rate.hop_latency);
}

Seconds switched_all_to_all_time(Bytes sent, int members, int members_per_domain, const SwitchedRate& rate) {
  const int inner = std::clamp(members_per_domain, 1, members);
  const Seconds within = sent * ((inner - 1.0) / members) / rate.in_domain;
  const Seconds across = sent * (static_cast<double>(members - inner) / members) / rate.between_domains;
  return rate.launch + max(within, across);
}

}  // namespace gigapod
