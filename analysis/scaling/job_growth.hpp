#pragma once

#include "analysis/goodput/job_risks.hpp"
#include "analysis/plan/plan_query.hpp"
#include "analysis/plan/plan_search.hpp"
#include "analysis/scaling/scaling.hpp"

#include <cstdint>
#include <vector>

namespace gigapod {

/// What a job is grown with.
struct GrowthTerms {
  Scenario scenario;
  std::size_t job = 0;  ///< of the scenario
  CriticalBatch critical_batch;
  double batch = 1.0;             ///< times the sequences that the study asks for
  double straggler_spread = 1.0;  ///< times the measured one
  [[nodiscard]] const JobSpec& spec() const { return scenario.jobs[job]; }
};

/// A plan on slices.
struct PlacedPlan {
  PlanAllocation allocation;
  PlanSearchResult search;
};

/// One job of a scenario on machines of any size. The terms must outlive it.
class JobGrowth {
 public:
  explicit JobGrowth(const GrowthTerms& terms);
  JobGrowth(const JobGrowth&) = delete;
  JobGrowth& operator=(const JobGrowth&) = delete;

  [[nodiscard]] const GrowthTerms& terms() const { return terms_; }
  [[nodiscard]] const PodSpec& pod() const { return pod_; }
  [[nodiscard]] const ChipSpec& chip() const { return chip_; }

  /// Equal slices that use up to `size` chips, the job's own slices among those of their size.
  [[nodiscard]] std::vector<SliceAllocation> allocations(std::int64_t size) const;
  /// Sequences for each chip of the weak curve, and for a step of the strong one.
  [[nodiscard]] double sequences_per_chip() const;
  [[nodiscard]] std::int64_t fixed_batch() const;

  /// The fastest plan with the job's own remat on one of the allocations, which use equally many chips.
  [[nodiscard]] PlacedPlan fastest(const std::vector<SliceAllocation>& allocations, std::int64_t batch) const;
  /// What a plan with `batch` sequences that count comes to.
  [[nodiscard]] ScalePoint point(std::int64_t size, std::int64_t batch, const PlacedPlan& plan) const;

  /// The same plan under the failures, and the worth of tokens, of these terms.
  void add_goodput(ScalePoint& point) const;

  /// Provisioned power that the site accepts, and the chips that it carries.
  [[nodiscard]] Watts envelope() const;
  [[nodiscard]] double power_chips() const;
  [[nodiscard]] FailureTerms failure_terms() const;
  [[nodiscard]] JobRisks risks(const ScalePoint& point) const;

 private:
  void add_rates(ScalePoint& point, const PlannedStep& best, double pods) const;

  const GrowthTerms& terms_;
  const PodSpec& pod_;
  const ChipSpec& chip_;
  std::vector<Shape> shapes_;
};

}  // namespace gigapod
