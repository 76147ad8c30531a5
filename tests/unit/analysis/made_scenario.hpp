#pragma once

#include "sim/scenario/scenario.hpp"

namespace gigapod {

inline ChipSpec made_chip() {
  ChipSpec chip;
  chip.name = "v7";
  chip.peak_bf16 = 2307_TFLOPs;
  chip.peak_fp8 = 4614_TFLOPs;
  chip.mxu_dimension = 256;
  chip.tensor_cores = 2;
  chip.hbm_capacity = 192_GiB;
  chip.vmem_capacity = 128_MiB;
  chip.hbm_bandwidth = 7380_GBps;
  chip.ici_link_bandwidth = 100_GBps;
  chip.host_nic_bandwidth = 400_Gbps;
  chip.pcie_bandwidth = 32_GBps;
  chip.host_memory = 960_GB;
  chip.idle_power = 270_W;
  chip.peak_power = 900_W;
  chip.host_power = 700_W;
  return chip;
}

inline TransformerSpec made_model() {
  TransformerSpec model;
  model.name = "dense-70b";
  model.layers = 80;
  model.hidden = 8192;
  model.heads = 64;
  model.kv_heads = 8;
  model.head_dim = 128;
  model.ffn = 28672;
  model.vocabulary = 128256;
  return model;
}

inline JobSpec made_training() {
  JobSpec job;
  job.name = "pretrain";
  job.pod_type = "ironwood";
  job.slice = Shape{{4, 4, 4}};
  job.plan.model = made_model();
  job.plan.parallelism.fsdp = 64;
  job.plan.global_batch = 128;
  job.plan.sequence_length = 8192;
  return job;
}

/// A dense model of 70 billion parameters on Ironwood pods, with a scaling study of two sequences a chip.
inline Scenario made_scaling_scenario() {
  Scenario scenario;
  scenario.name = "scaling";
  scenario.file = "scaling.yaml";
  scenario.chips["v7"] = made_chip();
  PodSpec pod;
  pod.name = "ironwood";
  pod.ocs_power = Watts(108);
  scenario.pods["ironwood"] = pod;
  scenario.site.power.grid_power = 1_GW;
  scenario.site.dcn.power_per_pod = 100_kW;
  scenario.site.storage = {40_TBps, 40_TBps};
  scenario.site.pods = {{"ironwood", 0, 1000000}};
  scenario.jobs = {made_training()};
  scenario.failures = published_failure_classes();
  scenario.scale = ScaleSpec{"pretrain", {}, 16384, 0};
  return scenario;
}

}  // namespace gigapod
