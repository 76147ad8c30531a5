#pragma once

#include "sim/model/collective/collective.hpp"

namespace gigapod {

/// One pass of an all-gather or reduce-scatter, and an all-to-all, between slices; arguments as dcn_collective_time.
[[nodiscard]] Seconds dcn_gather_time(Bytes full_size, int members, BytesPerSecond bandwidth, Seconds latency);
[[nodiscard]] Seconds dcn_all_to_all_time(Bytes sent, int members, BytesPerSecond bandwidth, Seconds latency);

/// `passes` of an all-gather or reduce-scatter, and an all-to-all, behind switches; arguments as
/// switched_collective_time.
[[nodiscard]] Seconds switched_gather_time(Bytes full_size, int members, int members_per_domain,
                                           const SwitchedRate& rate, int passes);
[[nodiscard]] Seconds switched_all_to_all_time(Bytes sent, int members, int members_per_domain,
                                               const SwitchedRate& rate);

}  // namespace gigapod
