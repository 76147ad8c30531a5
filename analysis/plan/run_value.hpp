#pragma once

#include "analysis/plan/plan_query.hpp"
#include "analysis/plan/step_bound.hpp"

namespace gigapod {

/// What a whole run takes, by the wall clock and at the meter.
struct RunValue {
  Seconds time;
  Joules energy;
  Dollars cost;  ///< 0 where the chip has no price
  bool operator==(const RunValue&) const = default;
};

/// True when a run takes no more of anything on as many chips, and less of something.
[[nodiscard]] bool is_better(const RunValue& a, const RunValue& b);

/// IT power of one pod's switches and of its share of the data-centre network.
[[nodiscard]] Watts network_power(const PodSpec& pod, const DcnSpec& dcn);

/// Slices with what they cost and lose whatever plan runs on them.
///
///   time    tokens / (tokens/s x goodput)
///   energy  time x PUE x (chips x (power of the step + host) + optical switches, network in and between pods)
///   cost    time x chips x price
///
/// Assumes that lost time draws the power of steps, and pods in proportion to the chips used.
class RunSite {
 public:
  RunSite(const PlanQuery& query, const PlanAllocation& allocation);

  [[nodiscard]] const StepMachine& machine() const { return machine_; }
  [[nodiscard]] const JobGoodput& goodput() const { return goodput_; }
  [[nodiscard]] std::int64_t chips() const { return chips_; }
  /// Mean at the meter while stepping.
  [[nodiscard]] Watts power(const StepTime& step) const;
  /// At the meter with every chip at full activity; what a limit on power is held against.
  [[nodiscard]] Watts provisioned_power() const { return provisioned_; }
  [[nodiscard]] RunValue value(const StepTime& step) const;
  /// What no plan with that least step beats; `plan` for its batch.
  [[nodiscard]] RunValue least_value(const TrainingPlan& plan, const StepBound& bound) const;

 private:
  [[nodiscard]] Watts at_meter(Watts of_a_chip) const;
  [[nodiscard]] RunValue value_of(Seconds time, Watts power) const;

  StepMachine machine_;
  JobGoodput goodput_;
  std::int64_t chips_;
  double tokens_;
  double pue_;
  Watts beside_chips_;  ///< hosts, switches and networks; IT power
  Watts provisioned_;
  DollarsPerSecond price_;  ///< of all chips
};

}  // namespace gigapod
