#pragma once

#include "sim/base/random.hpp"
#include "sim/model/arrival/arrival_process.hpp"
#include "sim/model/request/length_mix.hpp"
#include "sim/serving/request.hpp"

#include <cstdint>

namespace gigapod {

/// Prompts that begin alike, such as with the instructions of an application.
struct SharedPrefixes {
  int tokens = 0;         ///< at the start of every prompt; 0: prompts share nothing
  int count = 1;          ///< different ones, each as likely
  int block_tokens = 16;  ///< tokens of a block of the prefix cache
};

/// How long a generated stream is.
struct StreamLength {
  Seconds duration{600.0};     ///< arrivals before this
  std::int64_t requests = -1;  ///< at most so many; negative: as many as arrive
};

/// Requests that arrive as the process says, with lengths of the mix.
[[nodiscard]] RequestTrace generate_requests(const ArrivalProcess& arrivals, const LengthMix& lengths,
                                             const StreamLength& length, const SharedPrefixes& prefixes,
                                             const RandomStreams& streams);

/// The same requests at `factor` (above 0) times the rate: every time is divided by it.
[[nodiscard]] RequestTrace at_rate(RequestTrace trace, double factor);

/// A share (0 to 1) of the requests, each kept or dropped apart from the others.
[[nodiscard]] RequestTrace thinned(RequestTrace trace, double share, const RandomStreams& streams);

/// The streams of several tenants as one; a tenant of the same name stays one tenant.
[[nodiscard]] RequestTrace merged(const std::vector<RequestTrace>& traces);

}  // namespace gigapod
