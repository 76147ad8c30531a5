#include "sim/engine/failure_source.hpp"

#include <algorithm>
#include <cmath>

namespace gigapod {

FailureSource::FailureSource(const std::vector<FailureClass>& classes, const SiteLayout& layout,
                             const RandomStreams& random)
    : layout_(&layout) {
  for (std::size_t i = 0; i < classes.size(); ++i) {
    Process process{&classes[i],
                    random.stream("failure/arrival/" + classes[i].name),
                    random.stream("failure/victim/" + classes[i].name),
                    random.stream("failure/repair/" + classes[i].name),
                    {}};
    double sum = 0.0;
    for (const PodInstance& pod : layout.pods) {
      sum += components_per_pod(classes[i].scope, *pod.spec, *pod.chip);
      process.reach.push_back(sum);
    }
    processes_.push_back(std::move(process));
  }
}

void FailureSource::begin(EngineContext& context) {
  for (std::uint32_t i = 0; i < processes_.size(); ++i) plan_next(i, context);
}

void FailureSource::plan_next(std::uint32_t index, EngineContext& context) {
  Process& process = processes_[index];
  const Hertz rate = process.kind->rate * process.reach.back();
  if (rate <= Hertz(0.0)) return;
  const Seconds time = context.now() + process.arrivals.exponential(rate);
  if (time < context.scenario.horizon) context.queue.add({time, EventKind::kFailure, index, 0});
}

Failure FailureSource::strike(std::uint32_t index, EngineContext& context) {
  Process& process = processes_[index];
  const double point = process.victims.uniform() * process.reach.back();
  const auto hit = std::upper_bound(process.reach.begin(), process.reach.end(), point);
  const auto pod_index =
      std::min<std::size_t>(static_cast<std::size_t>(hit - process.reach.begin()), layout_->pods.size() - 1);
  const PodInstance& pod = layout_->pods[pod_index];
  Failure failure{process.kind, pod.id, {}, 0, Seconds(0.0)};
  if (process.kind->scope != FailureScope::kOcs) {
    failure.block =
        BlockId{pod.first_block.value +
                static_cast<std::uint32_t>(process.victims.below(static_cast<std::uint64_t>(pod.blocks)))};
  }
  if (process.kind->scope == FailureScope::kHost || process.kind->scope == FailureScope::kChip) {
    failure.down_chips = std::min(pod.chip->chips_per_host, chips_per_block(*pod.spec));
  }
  const double mean = process.kind->repair.value();
  const double sigma = process.kind->repair_sigma;
  if (mean > 0.0) failure.repair = Seconds(process.repairs.lognormal(mean * std::exp(-sigma * sigma / 2.0), sigma));
  plan_next(index, context);
  return failure;
}

}  // namespace gigapod
