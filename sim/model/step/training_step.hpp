#pragma once

#include "sim/base/quantity.hpp"
#include "sim/fabric/slice.hpp"
#include "sim/hardware/chip.hpp"
#include "sim/model/memory/training_memory.hpp"
#include "sim/model/parallelism.hpp"
#include "sim/model/power/activity.hpp"
#include "sim/model/transformer.hpp"

#include <string>
#include <vector>

namespace gigapod {

/// Results of a layer that a remat policy can keep beyond what its name says, combined as bits.
enum class SavedTensor : unsigned {
  kQkv = 1,        ///< query, key and value projections
  kAttention = 2,  ///< result of the score and value products
  kOutput = 4,     ///< attention output projection
  kMlpIn = 8,      ///< first matrices of the MLP
  kMlpOut = 16,    ///< last matrix of the MLP, per expert in a mixture of experts
};

/// What a job trains and how: everything about a step but the machine.
struct TrainingPlan {
  TransformerSpec model;
  Parallelism parallelism;
  int global_batch = 1;  ///< sequences per optimizer step, all slices together
  int sequence_length = 2048;
  Precision precision = Precision::kBf16;
  Remat remat = Remat::kFull;
  int gradient_accumulation = 1;  ///< forward-backward passes per optimizer step
  double parameter_bytes = 4.0;   ///< master weights, per parameter
  double optimizer_bytes = 8.0;   ///< Adam's two moments, per parameter
  double gradient_bytes = 4.0;    ///< gradient in memory; exchanged as bf16
  unsigned saved_tensors = 0;     ///< SavedTensor bits kept beyond `remat`: on the chip, or on the host with offload
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
};

/// Groups of operators that a step is made of.
enum class OperatorClass : unsigned {
  kProjections,  ///< query, key and value
  kAttention,
  kOutput,
  kMlp,
  kExperts,
  kElementwise,  ///< norms, residuals, activation functions, token permutation
  kLogits,
  kLoss,
  kEmbedding,
  kCount
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
  Seconds straggler;  ///< wait for the slowest of the chips
  Seconds overhead;   ///< fixed per step: launch, host, input
  Seconds total;

  Seconds remat_compute;  ///< part of `compute` that repeats forward work
  Seconds ici_hidden;     ///< communication that overlaps compute, not part of total
  Seconds dcn_hidden;

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
