#pragma once

#include "sim/base/plugin_choice.hpp"
#include "sim/base/quantity.hpp"
#include "sim/fabric/slice.hpp"
#include "sim/hardware/chip.hpp"
#include "sim/model/serving/replica.hpp"
#include "sim/model/serving/speculation.hpp"
#include "sim/serving/request.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gigapod {

/// One replica of a model and how its serving program batches. Mean lengths, `max_batch` and targets of the plan are
/// not used: requests have their own lengths.
struct ReplicaSetup {
  ServingPlan plan;
  ChipSpec chip;
  SliceTopology slice;
  int step_tokens = 2048;         ///< most tokens of one step, decode and prefill together (chunked prefill)
  int max_sequences = 256;        ///< running requests at most; their rows stay below `step_tokens`
  int kv_block_tokens = 16;       ///< tokens of one page of the cache, at least 2
  double kv_watermark = 0.01;     ///< of the cache that a new request must leave free
  bool has_prefix_cache = false;  ///< keep prompt blocks for requests that begin alike (RequestTrace::prefix_hashes)
  std::optional<Speculation> speculation;  ///< nothing: one token a step
  PluginChoice scheduler{"fcfs", {}};      ///< registered RequestScheduler
};

/// Null without speculation.
[[nodiscard]] inline const Speculation* speculation_of(const ReplicaSetup& setup) {
  return setup.speculation ? &*setup.speculation : nullptr;
}

/// Latencies that a request has to hold; a part of 0 is not asked for.
struct LatencyTargets {
  Seconds ttft{};        ///< time to first token
  Seconds tpot{};        ///< mean time per output token after the first
  Seconds end_to_end{};  ///< arrival to last token
};

/// Replicas that only compute prompts and send their caches to the others (disaggregation).
struct PrefillPool {
  int replicas = 1;
  SliceTopology slice;           ///< of each; chip and plan are those of ReplicaSetup
  BytesPerSecond transfer_rate;  ///< of one prefill replica, over ICI or DCN; its transfers queue
  Seconds transfer_latency{10e-6};
};

/// What a tenant may send: buckets that fill at a rate, up to what `burst` brings. Above it a request is refused
/// (429).
struct TenantLimit {
  int tenant = 0;
  double requests_per_second = 0.0;  ///< 0: no limit
  double tokens_per_second = 0.0;    ///< prompt and output together, of requests when they arrive; 0: no limit
  Seconds burst{60.0};
};

/// A time in which a replica does not serve.
struct ReplicaOutage {
  int replica = 0;
  Seconds begin;
  Seconds end;
  bool is_drain =
      false;  ///< it finishes what runs and takes nothing new (maintenance); else all on it is lost (failure)
};

/// Replicas that come and go with the load.
struct ReplicaScaling {
  PluginChoice policy{"target_utilization", {}};  ///< registered Autoscaler
  int least = 1;                                  ///< replicas
  int most = 1;
  Seconds interval{60.0};             ///< between two looks
  Seconds load_time;                  ///< until a new replica serves (sim/model/serving/load_time.hpp)
  double capacity_per_replica = 0.0;  ///< requests per second within the targets, as planned with
  double target_utilization = 0.8;
};

/// Replicas behind a router.
struct ServingSetup {
  ReplicaSetup replica;
  int replicas = 1;
  std::optional<PrefillPool> prefill;      ///< nothing: replicas compute prompts themselves
  PluginChoice router{"round_robin", {}};  ///< registered RequestRouter
  int concurrency = 0;                     ///< clients that each have one request in flight; 0: arrivals of the trace
  int queue_limit = 0;                     ///< waiting requests of a replica at most, more are refused; 0: any number
  std::vector<TenantLimit> limits;         ///< at most one a tenant
  std::vector<ReplicaOutage> outages;      ///< of replicas 0 to replicas - 1
  std::optional<ReplicaScaling> scaling;   ///< `replicas` is what it starts with
  LatencyTargets targets;
  Seconds warm_up;             ///< requests that arrive before it count, but not their latencies
  bool keeps_records = false;  ///< keep what happened to each request
};

/// Why the setup can't be simulated, one sentence each. Empty when it can.
[[nodiscard]] std::vector<std::string> setup_faults(const ServingSetup& setup);

/// Why the trace can't be simulated with it: requests out of order, without tokens or with hashes that are not there,
/// prefix blocks that are not whole pages. Of each kind the first request is named.
[[nodiscard]] std::vector<std::string> trace_faults(const RequestTrace& trace, const ServingSetup& setup);

}  // namespace gigapod
