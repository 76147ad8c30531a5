#pragma once

#include "sim/base/plugin_choice.hpp"
#include "sim/base/quantity.hpp"
#include "sim/fabric/slice.hpp"
#include "sim/hardware/chip.hpp"
#include "sim/model/serving/replica.hpp"

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
  int max_sequences = 256;        ///< running requests at most; below `step_tokens`
  int kv_block_tokens = 16;       ///< tokens of one page of the cache, at least 2
  double kv_watermark = 0.01;     ///< of the cache that a new request must leave free
  bool has_prefix_cache = false;  ///< keep prompt blocks for requests that begin alike (RequestTrace::prefix_hashes)
  PluginChoice scheduler{"fcfs", {}};  ///< registered RequestScheduler
};

/// Latencies that a request has to hold; a part of 0 is not asked for.
struct LatencyTargets {
  Seconds ttft{};        ///< time to first token
  Seconds tpot{};        ///< mean time per output token after the first
  Seconds end_to_end{};  ///< arrival to last token
};

/// Replicas behind a router.
struct ServingSetup {
  ReplicaSetup replica;
  int replicas = 1;
  PluginChoice router{"round_robin", {}};  ///< registered RequestRouter
  int concurrency = 0;                     ///< clients that each have one request in flight; 0: arrivals of the trace
  LatencyTargets targets;
  Seconds warm_up;             ///< requests that arrive before it count, but not their latencies
  bool keeps_records = false;  ///< keep what happened to each request
};

/// Why the setup can't be simulated, one sentence each. Empty when it can.
[[nodiscard]] std::vector<std::string> setup_faults(const ServingSetup& setup);

}  // namespace gigapod
