#include "sim/model/pipeline_schedule.hpp"
#include "sim/model/step/training_step.hpp"

#include <fmt/format.h>

namespace gigapod {

namespace {

constexpr double kGibibyte = 1073741824.0;

void check_degrees(const TrainingPlan& plan, const StepMachine& machine, std::vector<std::string>& faults) {
  const Parallelism& p = plan.parallelism;
  if (p.chips_per_slice() != machine.slice.chips()) {
    faults.push_back(fmt::format(
        "parallelism: tensor x fsdp x data x pipeline x expert x context is {}, but the slice has {} chips",
        p.chips_per_slice(), machine.slice.chips()));
  }
  if (p.slices() != machine.slices) {
    faults.push_back(fmt::format("parallelism: dcn_data x dcn_fsdp x dcn_pipeline is {}, but the job has {} slices",
                                 p.slices(), machine.slices));
  }
  const int stages = pipeline_stages(p);
  if (stages > plan.model.layers) {
    faults.push_back(
        fmt::format("pipeline: {} stages are more than the {} layers of the model", stages, plan.model.layers));
  }
  if (p.tensor > plan.model.heads) {
    faults.push_back(
        fmt::format("tensor: degree {} is more than the {} query heads of the model", p.tensor, plan.model.heads));
  }
  if (machine.slices > 1 && machine.dcn_bandwidth_per_slice.value() <= 0.0) {
    faults.push_back(fmt::format("dcn: {} slices have no bandwidth between them", machine.slices));
  }
  if (plan.model.experts > 0 && p.expert > plan.model.experts) {
    faults.push_back(
        fmt::format("expert: degree {} is more than the {} experts of the model", p.expert, plan.model.experts));
  }
  if (plan.model.experts == 0 && p.expert > 1) {
    faults.push_back(fmt::format("expert: degree {} needs a mixture-of-experts model", p.expert));
  }
}

void check_batch(const TrainingPlan& plan, std::vector<std::string>& faults) {
  const Parallelism& p = plan.parallelism;
  const int replicas = p.fsdp * p.data * p.expert * p.dcn_data * p.dcn_fsdp;
  if (plan.global_batch % replicas != 0) {
    faults.push_back(fmt::format(
        "global_batch: {} sequences do not divide over {} replicas (fsdp x data x expert x dcn_data x dcn_fsdp)",
        plan.global_batch, replicas));
    return;
  }
  const int passes = plan.gradient_accumulation * p.microbatches;
  if (plan.global_batch / replicas % passes != 0) {
    faults.push_back(
        fmt::format("global_batch: {} sequences of a replica do not divide into {} passes "
                    "(gradient_accumulation x microbatches)",
                    plan.global_batch / replicas, passes));
  }
}

void check_memory(const TrainingPlan& plan, const StepMachine& machine, std::vector<std::string>& faults) {
  const Bytes needed = training_memory(plan, machine).total();
  const Bytes available = machine.chip.hbm_capacity;
  if (needed <= available) return;
  faults.push_back(fmt::format("memory: needs {:.1f} GiB of HBM a chip, {:.1f} GiB more than the {:.4g} GiB of a {}",
                               needed.value() / kGibibyte, (needed - available).value() / kGibibyte,
                               available.value() / kGibibyte, machine.chip.name));
}

}  // namespace

std::vector<std::string> plan_faults(const TrainingPlan& plan, const StepMachine& machine) {
  std::vector<std::string> faults;
  check_degrees(plan, machine, faults);
  check_batch(plan, faults);
  if (faults.empty()) check_memory(plan, machine, faults);
  return faults;
}

}  // namespace gigapod
