#pragma once

#include "sim/base/quantity.hpp"
#include "sim/model/serving/latency_quantiles.hpp"

#include <cstdint>
#include <vector>

namespace gigapod {

/// Of a latency over requests; all 0 when there are none. A percentile is the smallest sample that so many are at
/// most.
struct LatencySummary {
  Seconds mean;
  Seconds p50;
  Seconds p95;
  Seconds p99;
  Seconds longest;

  [[nodiscard]] Seconds at(Percentile percentile) const {
    switch (percentile) {
      case Percentile::kMean: return mean;
      case Percentile::kP50: return p50;
      case Percentile::kP95: return p95;
      case Percentile::kP99: return p99;
    }
    return mean;
  }
};

/// How many requests ended in which way. arrived = completed + too_long + rate_limited + queue_full.
struct RequestCounts {
  std::int64_t arrived = 0;
  std::int64_t completed = 0;
  std::int64_t too_long = 0;      ///< refused: prompt and output together never fit the cache of a replica
  std::int64_t rate_limited = 0;  ///< refused: over its tenant's limit (429)
  std::int64_t queue_full = 0;    ///< refused: the replica chosen had `queue_limit` waiting
  [[nodiscard]] std::int64_t refused() const { return too_long + rate_limited + queue_full; }
  bool operator==(const RequestCounts&) const = default;
};

/// prefilled + cached + decoded = prompt + output - completed requests + recomputed + lost: the last token of a
/// request is not computed with.
struct TokenCounts {
  std::int64_t prompt = 0;      ///< of completed requests
  std::int64_t output = 0;      ///< of completed requests
  std::int64_t prefilled = 0;   ///< computed in prefill, again after preemptions
  std::int64_t cached = 0;      ///< found in the prefix cache instead
  std::int64_t decoded = 0;     ///< computed in decode: rows of all steps
  std::int64_t recomputed = 0;  ///< were in the cache and lost to preemptions
  std::int64_t lost = 0;        ///< were in the cache of a replica that failed
};

/// Time of all replicas together.
struct ReplicaSeconds {
  Seconds prefill;  ///< steps with prompt tokens in them, decode rows too
  Seconds decode;   ///< steps without
  Seconds idle;     ///< nothing to do
};

/// What the chips of all replicas took, with their share of the hosts.
struct ServingEnergy {
  Joules prefill;
  Joules decode;
  Joules idle;
  [[nodiscard]] Joules total() const { return prefill + decode + idle; }
};

/// Of the cache of one replica.
struct CacheUse {
  double peak = 0.0;  ///< largest share that running requests held, of any replica
  double mean = 0.0;  ///< over time and replicas
};

/// What happened to one request.
struct RequestRecord {
  std::uint32_t request = 0;  ///< index in the trace
  std::int32_t replica = 0;
  std::int32_t preemptions = 0;
  std::int32_t cached_tokens = 0;  ///< found in the prefix cache at its last start
  Seconds arrival;                 ///< closed loop: when its client sent it
  Seconds started;
  Seconds first_token;
  Seconds end;
};

/// Result of serve().
struct ServingOutcome {
  RequestCounts requests;
  TokenCounts tokens;
  Seconds duration;  ///< from time 0 to the last event
  LatencySummary ttft;
  LatencySummary tpot;  ///< of requests with at least two output tokens
  LatencySummary end_to_end;
  LatencySummary queueing;      ///< arrival to start
  Seconds transfer_mean;        ///< end of prefill to the arrival of the cache, with waiting for the link
  std::int64_t measured = 0;    ///< completed requests that the latencies are of
  double slo_attainment = 0.0;  ///< share of them that held every target; 1 when there is none
  ReplicaSeconds seconds;
  ServingEnergy energy;
  CacheUse cache;
  std::int64_t preemptions = 0;
  std::int64_t restarts = 0;       ///< of requests that ran on a replica that failed
  std::int64_t transfers = 0;      ///< of caches from prefill replicas
  Bytes transferred;               ///< by them
  double mean_replicas = 0.0;      ///< over time, with those of prefill, with those that load, drain or are down
  std::int64_t steps = 0;          ///< of all replicas
  std::int64_t events = 0;         ///< that the simulation took for them
  double mean_in_system = 0.0;     ///< requests, over time: counted at every arrival and departure
  double littles_law_error = 0.0;  ///< of mean_in_system x duration against the sum of times in the system, relative
  std::vector<RequestCounts> tenants;  ///< by tenant
  std::vector<RequestRecord> records;  ///< by end; empty unless asked for

  [[nodiscard]] double completed_per_second() const {
    return duration > Seconds(0.0) ? static_cast<double>(requests.completed) / duration.value() : 0.0;
  }
  [[nodiscard]] double output_tokens_per_second() const {
    return duration > Seconds(0.0) ? static_cast<double>(tokens.output) / duration.value() : 0.0;
  }
};

}  // namespace gigapod
