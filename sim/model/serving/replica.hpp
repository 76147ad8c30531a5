#pragma once

#include "sim/base/quantity.hpp"
#include "sim/fabric/slice.hpp"
#include "sim/hardware/chip.hpp"
#include "sim/model/power/activity.hpp"
#include "sim/model/serving/serving_engine.hpp"
#include "sim/model/transformer.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gigapod {

/// How the chips of a replica share a layer.
enum class ServingLayout {
  kTensor,                ///< every layer over the whole slice
  kDataParallelAttention  ///< each chip has all weights but the routed experts and keeps its own sequences; the
                          ///< routed experts are spread over the slice
};

/// What one model replica serves, and how.
struct ServingPlan {
  TransformerSpec model;
  Precision precision = Precision::kBf16;  ///< of matrix products
  double weight_bytes = 2.0;               ///< per parameter
  double kv_bytes = 2.0;                   ///< per element of the cache
  ServingLayout layout = ServingLayout::kTensor;
  double prompt_tokens = 1000;          ///< mean of a request
  double output_tokens = 300;           ///< mean of a request
  Seconds ttft_target{1.0};             ///< time to first token the fleet must hold
  Seconds tpot_target{0.05};            ///< time per output token the fleet must hold
  int max_batch = 0;                    ///< concurrent sequences; 0: as many as HBM and the targets allow
  std::optional<double> expert_skew;    ///< Zipf exponent of experts' popularity; nothing: even load of the chips
  std::optional<ServingEngine> engine;  ///< nothing: the one calibrated for the chip
  bool operator==(const ServingPlan&) const = default;
};

/// What limits the throughput of a replica.
enum class ServingLimit {
  kHbmCapacity,
  kTpotTarget,
  kMaxBatch,
  kTtftTarget
};

/// Time of one decode step at a batch size.
struct StepPoint {
  double batch = 1.0;
  Seconds step;
};

/// How a replica's latency follows from its load; what `latency_at_load` reads.
struct ServingCurve {
  double output_tokens = 1.0;
  Seconds prefill;               ///< time that one prompt adds to the steps it shares
  double prompt_share = 1.0;     ///< steps that one prompt fills, a fraction when several fit one step
  int prompt_steps = 1;          ///< steps from the start of a prompt to its first token
  std::vector<StepPoint> steps;  ///< by ascending batch, from 1 to the replica's batch
};

/// Steady state of one replica at the largest load that holds both targets.
struct ReplicaCapacity {
  double requests_per_second = 0.0;
  double output_tokens_per_second = 0.0;
  double prompt_tokens_per_second = 0.0;
  int batch = 0;  ///< sequences decoded together
  Seconds ttft;   ///< at that load
  Seconds tpot;
  Bytes weights_per_chip;
  Bytes kv_per_chip;
  Activity activity;        ///< at that load
  Flops flops_per_request;  ///< model FLOPs
  ServingLimit limit = ServingLimit::kHbmCapacity;
  std::vector<std::string> warnings;
  ServingCurve curve;
};

/// Roofline of prefill and decode with KV-cache and target limits. The plan must satisfy `serving_faults`.
[[nodiscard]] ReplicaCapacity replica_capacity(const ServingPlan& plan, const ChipSpec& chip,
                                               const SliceTopology& slice);

/// Why the plan can't serve on that slice, one sentence each (weights over HBM with the shortfall, TPOT that not
/// even one sequence reaches). Empty when it can.
[[nodiscard]] std::vector<std::string> serving_faults(const ServingPlan& plan, const ChipSpec& chip,
                                                      const SliceTopology& slice);

/// "HBM capacity", "TPOT target" …
[[nodiscard]] const char* serving_limit_name(ServingLimit limit);

}  // namespace gigapod
