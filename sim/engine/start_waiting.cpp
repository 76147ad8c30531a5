#include "sim/engine/start_waiting.hpp"

#include "sim/base/dimension.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

namespace gigapod {
namespace {

/// Chips that workloads of one pod type wait for, by what they lack.
struct Shortage {
  bool lacks_blocks = false;
  double lacks_power_chips = 0.0;
};

std::vector<BlockId> all_blocks(const Placement& placement) {
  std::vector<BlockId> blocks;
  for (const auto& slice : placement.slices) blocks.insert(blocks.end(), slice.begin(), slice.end());
  return blocks;
}

Watts block_draw(const TrainingJob& job, const EngineContext& context) {
  return job.running_power() * chips_per_block(context.scenario.pods.at(job.spec().pod_type));
}

/// Tries starts for real: a job that fits holds its blocks and runs when `try_start` returns.
class EngineProbe final : public StartProbe {
 public:
  EngineProbe(Jobs& jobs, const PlacementPolicy& placement, EngineContext& context)
      : jobs_(jobs), placement_(placement), context_(context) {}

  bool try_start(JobId id) override {
    TrainingJob& job = *jobs_[id.value];
    const auto placed = fit(job);
    if (!placed) return false;
    context_.site.take(all_blocks(*placed), static_cast<std::int32_t>(id.value), job.running_power(), context_.now());
    job.start(job.size(), *placed, context_);
    return true;
  }

  [[nodiscard]] int free_blocks(const std::string& pod_type) const override {
    int free = 0;
    for (const PodView& view : context_.site.views(pod_type)) free += view.free_count;
    return free;
  }

  [[nodiscard]] std::vector<PodBlocks> free_blocks_by_pod(const std::string& pod_type) const override {
    std::vector<PodBlocks> free;
    for (const PodView& view : context_.site.views(pod_type)) free.push_back({view.pod, view.free_count});
    return free;
  }

  [[nodiscard]] std::optional<std::vector<PodBlocks>> preview(JobId id) const override {
    const auto placed = fit(*jobs_[id.value]);
    if (!placed) return std::nullopt;
    std::map<PodId, int> by_pod;
    for (const BlockId block : all_blocks(*placed)) ++by_pod[context_.site.pod_of(block).id];
    std::vector<PodBlocks> blocks;
    for (const auto& [pod, count] : by_pod) blocks.push_back({pod, count});
    return blocks;
  }

 private:
  [[nodiscard]] std::optional<Placement> fit(const TrainingJob& job) const {
    const auto views = context_.site.views(job.spec().pod_type);
    auto placed = placement_.place(job.request(), views);
    if (placed && context_.site.power().shortage(all_blocks(*placed), block_draw(job, context_))) return std::nullopt;
    return placed;
  }

  Jobs& jobs_;
  const PlacementPolicy& placement_;
  EngineContext& context_;
};

/// Notes why a job waits; an event is written when the reason is of another kind than last time.
void explain_wait(TrainingJob& job, const PlacementPolicy& placement, Shortage& shortage, EngineContext& context) {
  const auto views = context.site.views(job.spec().pod_type);
  const auto placed = placement.place(job.request(), views);
  std::string kind = "turn";
  std::string detail = "waits behind jobs of higher priority";
  if (!placed) {
    kind = "blocks";
    shortage.lacks_blocks = true;
    if (job.wait_reason != kind) {
      detail = "waits: " + shortage_text(job.request(), views, context.scenario.pods.at(job.spec().pod_type));
    }
  } else if (const auto power = context.site.power().shortage(all_blocks(*placed), block_draw(job, context))) {
    kind = "power";
    shortage.lacks_power_chips += static_cast<double>(job.chips());
    detail = fmt::format("waits: {} short at {}", short_text(power->missing), power->node);
  } else {
    shortage.lacks_blocks = true;  // kept free for the reservation of a job before it
  }
  if (kind == job.wait_reason) return;
  job.wait_reason = kind;
  context.writer.add(EventRecord{context.now(), "wait", job.name(), "", static_cast<double>(job.chips()), detail});
}

}  // namespace

void start_waiting(Jobs& jobs, const Fleets& fleets, const Scheduler& scheduler, const PlacementPolicy& placement,
                   EngineContext& context) {
  std::vector<WaitingJob> waiting;
  std::vector<RunningJob> running;
  for (const std::uint32_t job : context.jobs.waiting) waiting.push_back(jobs[job]->waiting_view());
  if (!waiting.empty()) {
    for (const std::uint32_t job : context.jobs.holding) running.push_back(jobs[job]->running_view(context.now()));
  }
  EngineProbe probe(jobs, placement, context);
  if (!waiting.empty()) scheduler.choose(context.now(), waiting, running, probe);

  std::map<std::string, Shortage> shortages;
  for (const auto& [type, pod] : context.scenario.pods) shortages[type];
  double queue_jobs = 0.0;
  double queue_chips = 0.0;
  for (const WaitingJob& view : waiting) {
    TrainingJob& job = *jobs[view.job.value];
    if (job.state() != JobState::kWaiting) continue;
    queue_jobs += 1.0;
    queue_chips += static_cast<double>(job.chips());
    explain_wait(job, placement, shortages[job.spec().pod_type], context);
  }
  for (const auto& fleet : fleets) {
    Shortage& shortage = shortages[fleet->spec().pod_type];
    if (fleet->lacks_blocks()) shortage.lacks_blocks = true;
    if (fleet->lacks_power()) shortage.lacks_power_chips += fleet->missing_chips();
  }
  for (const auto& [type, shortage] : shortages) {
    context.site.set_shortage(type, shortage.lacks_blocks, shortage.lacks_power_chips, context.now());
  }
  context.writer.add_metric("queue_jobs", "", context.now(), queue_jobs);
  context.writer.add_metric("queue_chips", "", context.now(), queue_chips);
}

}  // namespace gigapod
