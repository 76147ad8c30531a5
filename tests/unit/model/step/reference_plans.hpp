#pragma once

#include "sim/model/step/training_step.hpp"

namespace gigapod::reference {

/// TPU v5p as in the catalog.
inline ChipSpec v5p() {
  using namespace literals;
  ChipSpec chip;
  chip.name = "v5p";
  chip.peak_bf16 = 459_TFLOPs;
  chip.mxu_dimension = 128;
  chip.tensor_cores = 2;
  chip.hbm_capacity = 95_GiB;
  chip.hbm_bandwidth = 2765_GBps;
  chip.ici_links = 6;
  chip.ici_link_bandwidth = 100_GBps;
  chip.host_nic_bandwidth = 25_GBps;
  chip.pcie_bandwidth = 15_GBps;
  chip.mxu_efficiency = 0.92;
  chip.hbm_efficiency = 0.85;
  chip.ici_efficiency = 0.9;
  return chip;
}

inline TransformerSpec llama_70b() {
  TransformerSpec model;
  model.name = "llama3.1-70b";
  model.layers = 80;
  model.hidden = 8192;
  model.heads = 64;
  model.kv_heads = 8;
  model.head_dim = 128;
  model.ffn = 28672;
  model.vocabulary = 128256;
  return model;
}

/// Llama 70B on a 4x4x4 cube: 128 sequences of 8192 tokens, FSDP over all chips.
inline TrainingPlan llama_plan() {
  TrainingPlan plan;
  plan.model = llama_70b();
  plan.parallelism.fsdp = 64;
  plan.global_batch = 128;
  plan.sequence_length = 8192;
  return plan;
}

inline StepMachine cube(int slices = 1) {
  using namespace literals;
  StepMachine machine;
  machine.chip = v5p();
  machine.slice.axes = {{4, true}, {4, true}, {4, true}};
  machine.slices = slices;
  machine.dcn_bandwidth_per_slice = 16 * 25_GBps;
  machine.dcn_latency = 20_us;
  return machine;
}

}  // namespace gigapod::reference
