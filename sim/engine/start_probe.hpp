#pragma once

#include "sim/engine/engine_context.hpp"
#include "sim/engine/training_job.hpp"
#include "sim/policy/placement.hpp"
#include "sim/policy/scheduler.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace gigapod {

using Jobs = std::vector<std::unique_ptr<TrainingJob>>;

/// Why a size can't start now.
enum class Refusal {
  kNone,
  kBlocks,
  kPower
};

/// Tries starts for real: a job that fits holds its blocks and runs when `try_start` returns. Within one decision
/// blocks only become fewer, so each size is refused once and not tried again: the cost follows the sizes, not the
/// jobs.
class EngineProbe final : public StartProbe {
 public:
  EngineProbe(Jobs& jobs, const PlacementPolicy& placement, EngineContext& context)
      : jobs_(jobs), placement_(placement), context_(context) {}

  bool try_start(JobId id) override;
  [[nodiscard]] int free_blocks(std::string_view pod_type) const override;
  [[nodiscard]] std::vector<PodBlocks> free_blocks_by_pod(std::string_view pod_type) const override;
  [[nodiscard]] std::optional<std::vector<PodBlocks>> preview(JobId id) const override;
  [[nodiscard]] bool is_within_quota(JobId id) const override;
  [[nodiscard]] bool fits_without(JobId id, std::span<const JobId> gone) const override;
  void preempt(JobId victim, JobId winner) override;
  void look_again(Seconds time) override;
  void explain_wait(JobId id, std::string_view kind, const std::function<std::string()>& sentence) override;
  void explain_start(JobId id, std::string sentence) override;
  [[nodiscard]] std::string name(JobId id) const override { return jobs_[id.value]->name(); }

  /// Why this size of the job can't start now.
  [[nodiscard]] Refusal refusal(const TrainingJob& job, const JobSize& size) const;
  /// What the policy said of a job that waits; null: nothing. Without a sentence where its kind is still the same.
  [[nodiscard]] const std::pair<std::string, std::string>* find_reason(JobId id) const;

 private:
  struct Fit {
    const JobSize* size = nullptr;
    const Placement* placement = nullptr;  ///< until the next start
  };
  [[nodiscard]] const Placement* find_placement(const TrainingJob& job, const JobSize& size) const;
  /// The largest size that fits; null without one.
  [[nodiscard]] Fit fit(const TrainingJob& job) const;

  Jobs& jobs_;
  const PlacementPolicy& placement_;
  EngineContext& context_;
  // Looked up only, never listed. Where a size would go holds until the next start.
  mutable std::unordered_map<const JobSize*, Refusal> refused_;
  mutable std::unordered_map<const JobSize*, Placement> placed_;
  std::unordered_map<JobId, std::pair<std::string, std::string>> reasons_;  ///< looked up only, never listed
};

/// Every block of a placement.
[[nodiscard]] std::vector<BlockId> all_blocks(const Placement& placement);
/// What one block of the job's pod type draws at most while it runs at this size.
[[nodiscard]] Watts block_draw(const TrainingJob& job, const JobSize& size, const EngineContext& context);

}  // namespace gigapod
