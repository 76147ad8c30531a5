#pragma once

#include "sim/base/quantity.hpp"
#include "sim/fabric/slice.hpp"
#include "sim/hardware/chip.hpp"
#include "sim/model/memory/training_memory.hpp"
#include "sim/model/parallelism.hpp"
#include "sim/model/power/activity.hpp"
#include "sim/model/transformer.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace gigapod {

/// Results of a layer that a plan can keep beyond what its remat policy does, on the chip or in host memory, combined
/// as bits.
enum class SavedTensor : unsigned {
  kQkv = 1,        ///< query, key and value projections
  kAttention = 2,  ///< result of the score and value products
  kOutput = 4,     ///< attention output projection
  kMlpIn = 8,      ///< first matrices of the MLP
  kMlpOut = 16,    ///< last matrix of the MLP, per expert in a mixture of experts
};

[[nodiscard]] constexpr bool holds(unsigned tensors, SavedTensor tensor) {
  return (tensors & static_cast<unsigned>(tensor)) != 0;
}

/// What a job trains and how: everything about a step but the machine.
struct TrainingPlan {
  TransformerSpec model;
  Parallelism parallelism;
  int global_batch = 1;  ///< sequences per optimizer step, all slices together
  int sequence_length = 2048;
  Precision precision = Precision::kBf16;
  Remat remat = Remat::kFull;
  int gradient_accumulation = 1;         ///< forward-backward passes per optimizer step
  double parameter_bytes = 4.0;          ///< master weights, per parameter
  double optimizer_bytes = 8.0;          ///< Adam's two moments, per parameter
  double gradient_bytes = 4.0;           ///< gradient in memory
  double weight_transfer_bytes = 4.0;    ///< weights gathered over a slice; fp32 masters travel as stored
  double gradient_transfer_bytes = 4.0;  ///< gradients reduced inside a slice
  double dcn_gradient_bytes = 2.0;       ///< gradients exchanged over the DCN: 2 as bf16, 1 compressed to int8
  double expert_imbalance = 1.0;         ///< load of the busiest expert group over the mean
  unsigned saved_tensors = 0;            ///< SavedTensor bits kept on the chip beyond `remat`
  unsigned offloaded_tensors = 0;        ///< SavedTensor bits kept in host memory, moved over PCIe
  bool shards_optimizer = false;  ///< optimizer state split over the data replicas too (ZeRO-1); weights are not
  bool operator==(const TrainingPlan&) const = default;
};

/// The machine under a step.
struct StepMachine {
  ChipSpec chip;
  SliceTopology slice;
  int slices = 1;
  /// Bandwidth that one slice has to the others over the DCN, one direction (hosts' NICs after oversubscription).
  BytesPerSecond dcn_bandwidth_per_slice;
  Seconds dcn_latency;
  double straggler_spread = 1.0;  ///< of chips and slices around their mean step time, over the measured one
};

/// Groups of operators that a step is made of.
enum class OperatorClass : unsigned {
  kProjections,  ///< query, key and value
  kAttention,
  kOutput,
  kMlp,
  kExperts,
  kElementwise,   ///< norms, residuals, activation functions, token permutation
  kQuantization,  ///< operands of products brought into int8, fp8 or fp4
  kLogits,
  kLoss,
  kEmbedding,
  kCount
};

/// Kinds of communication in a step.
enum class Traffic : unsigned {
  kWeights,       ///< FSDP: weights gathered, gradients reduced, inside the slice
  kTensor,        ///< activations of tensor parallelism
  kContext,       ///< keys and values round the ring
  kExpert,        ///< tokens to their experts and back
  kPipeline,      ///< activations between stages of a slice
  kReplicas,      ///< gradients of replicas inside the slice
  kDcnWeights,    ///< FSDP over slices
  kDcnGradients,  ///< gradients of slices
  kDcnPipeline,   ///< activations between slices
  kCount
};
inline constexpr std::size_t kTrafficKinds = static_cast<std::size_t>(Traffic::kCount);

/// Time of one kind of communication on a chip in a step.
struct TrafficTime {
  Seconds exposed;  ///< part of the step
  Seconds hidden;   ///< beside compute
};

/// True when the plan keeps that result of every layer.
[[nodiscard]] bool keeps(const TrainingPlan& plan, SavedTensor tensor);

/// Where one optimizer step goes, by cause; the parts add up to `total`.
struct StepTime {
  Seconds compute;    ///< matrix units busy, remat included
  Seconds hbm;        ///< beyond compute: operators bound by memory, optimizer update
  Seconds ici;        ///< exposed communication inside slices
  Seconds dcn;        ///< exposed communication between slices
  Seconds bubble;     ///< pipeline fill and drain
  Seconds straggler;  ///< wait for the slowest of the chips and slices
  Seconds overhead;   ///< fixed per step: launch, host, input
  Seconds total;

  Seconds remat_compute;   ///< part of `compute` that repeats forward work
  Seconds update;          ///< part of `hbm`: the optimizer
  Seconds update_traffic;  ///< its bytes at the full HBM rate
  Seconds ici_hidden;      ///< communication that overlaps compute, not part of total
  Seconds dcn_hidden;
  std::array<TrafficTime, kTrafficKinds> traffic{};  ///< by kind; exposed parts add up to ici and dcn

  Flops model_flops;     ///< whole job, one step, MFU convention (6N + 12LHQT, causal not halved)
  Flops hardware_flops;  ///< with remat and padding
  double mfu = 0.0;      ///< model_flops over chips x peak bf16 x total
  double hfu = 0.0;
  double tokens_per_second = 0.0;     ///< whole job
  Bytes dcn_bytes_per_slice;          ///< sent by one slice over the DCN each step
  Activity activity;                  ///< mean over the step, for power
  MemoryUse memory;                   ///< per chip
  std::vector<std::string> warnings;  ///< where a model is used outside its range of validity
};

/// Evaluates one training step in closed form: at most 20 us. The plan must satisfy `plan_faults`.
[[nodiscard]] StepTime training_step(const TrainingPlan& plan, const StepMachine& machine);

/// Everything that makes a plan impossible on a machine, one sentence each: degrees that do not multiply to the
/// chips, batch that does not divide, memory shortfall with its exact size. Empty when it runs.
[[nodiscard]] std::vector<std::string> plan_faults(const TrainingPlan& plan, const StepMachine& machine);

}  // namespace gigapod
