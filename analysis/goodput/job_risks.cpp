#include "analysis/goodput/job_risks.hpp"

#include "sim/fabric/dcn_fabric.hpp"
#include "sim/model/checkpoint/checkpoint.hpp"

#include <algorithm>

namespace gigapod {
namespace {

/// What a job of some size makes of the terms.
class Reading {
 public:
  Reading(const FailureTerms& terms, const SiteSpec& site, const PodSpec& pod, const ChipSpec& chip,
          const SliceAllocation& slices, Bytes state, Seconds step)
      : terms_(terms), site_(site), pod_(pod), chip_(chip), slices_(slices), state_(state), step_(step) {}

  JobRisks risks() {
    for (const FailureClass& kind : terms_.failures) add_risk(kind);
    if (result_.interruption_rate() <= Hertz(0)) {
      std::erase_if(result_.risks, [](const JobRisk& risk) { return risk.interrupts; });
      return std::move(result_);
    }
    for (const CheckpointTier& tier : terms_.tiers) result_.copies.push_back(near_copies(tier));
    std::stable_sort(result_.copies.begin(), result_.copies.end(),
                     [](const StateCopies& a, const StateCopies& b) { return a.interval < b.interval; });
    result_.copies.push_back(storage_copies());
    result_.heartbeat = terms_.recovery.heartbeat;
    for (JobRisk& risk : result_.risks) add_recovery(risk);
    return std::move(result_);
  }

 private:
  [[nodiscard]] double pods() const { return static_cast<double>(slices_.chips()) / pod_.shape.chips(); }

  [[nodiscard]] bool is_rerouted(const FailureClass& kind) const {
    return terms_.reroutes && kind.scope == FailureScope::kLink && pod_.ocs_count > 0;
  }

  void add_risk(const FailureClass& kind) {
    JobRisk risk;
    risk.kind = kind;
    risk.interrupts = interrupts_jobs(kind) && !is_rerouted(kind);
    if (risk.interrupts) {
      risk.rate = interruption_rate({kind}, pod_, chip_, static_cast<int>(slices_.chips()), site_);
    } else if (kind.slowdown > 0.0) {
      // A switch of a pod slows every job there, however small.
      const double share = kind.scope == FailureScope::kOcs ? std::max(1.0, pods()) : pods();
      risk.rate = failures_per_pod(kind, pod_, chip_, site_) * share;
    }
    if (risk.rate > Hertz(0)) result_.risks.push_back(std::move(risk));
  }

  /// Rate of the interruptions that copies are for: of a tier, or, without one, of those that no tier survives.
  [[nodiscard]] Hertz rate_for(const CheckpointTier* tier) const {
    Hertz rate;
    for (const JobRisk& risk : result_.risks) {
      const auto holds = [&](const CheckpointTier& near) { return survives(near, risk.kind); };
      const bool is_for =
          tier != nullptr ? holds(*tier) : std::none_of(terms_.tiers.begin(), terms_.tiers.end(), holds);
      if (risk.interrupts && is_for) rate += risk.rate;
    }
    return rate;
  }

  [[nodiscard]] Seconds optimum(Seconds pause, Hertz rate, Seconds shortest) const {
    return max(shortest, rate > Hertz(0) ? best_checkpoint_interval(pause, 1.0 / rate) : kIntervalWithoutFailures);
  }

  [[nodiscard]] StateCopies near_copies(const CheckpointTier& tier) const {
    const TierTimes times = tier_times(tier, state_, static_cast<double>(slices_.chips()), chip_);
    const Seconds shortest = max(step_, shortest_interval(times));
    const Seconds interval =
        tier.interval > Seconds(0) ? max(tier.interval, shortest) : optimum(times.pause, rate_for(&tier), shortest);
    return {interval, times.pause, times.complete, times.restore, tier};
  }

  [[nodiscard]] StateCopies storage_copies() const {
    const StorageSpec& storage = site_.storage;
    const double count = slices_.slices;
    const BytesPerSecond link = slice_dcn_bandwidth(pod_, chip_, slices_.slice.chips(), site_.dcn);
    const Seconds write = state_ / min(storage.write_bandwidth, link * count);
    const Seconds copy_to_host = state_ / (chip_.pcie_bandwidth * slices_.slice.chips());
    StateCopies copies;
    copies.pause = terms_.checkpoints_async ? copy_to_host : write;
    copies.whole = max(copies.pause, write);
    copies.restore = max(state_ * count / storage.read_bandwidth, state_ / link);
    const Seconds shortest = max(kShortestAutoInterval, write / kStorageShare);
    copies.interval = terms_.checkpoint_interval > Seconds(0) ? terms_.checkpoint_interval
                                                              : optimum(copies.pause, rate_for(nullptr), shortest);
    return copies;
  }

  void add_recovery(JobRisk& risk) const {
    const FailureClass& kind = risk.kind;
    const auto is_for = [&](const StateCopies& copies) { return !copies.tier || survives(*copies.tier, kind); };
    const auto place = std::find_if(result_.copies.begin(), result_.copies.end(), is_for);
    risk.place = static_cast<std::size_t>(place - result_.copies.begin());
    if (kind.effect == FailureEffect::kHang) risk.silence = terms_.recovery.collective_timeout;
    if (kind.effect == FailureEffect::kStop) risk.silence = mean_detection(terms_.recovery);
    risk.restart = terms_.restart_time + place->restore;
    if (kind.scope != FailureScope::kJob) risk.restart += pod_.ocs_reconfiguration;  // a spare takes its place
  }

  const FailureTerms& terms_;
  const SiteSpec& site_;
  const PodSpec& pod_;
  const ChipSpec& chip_;
  const SliceAllocation& slices_;
  Bytes state_;
  Seconds step_;
  JobRisks result_;
};

}  // namespace

Hertz JobRisks::interruption_rate() const {
  Hertz rate;
  for (const JobRisk& risk : risks) {
    if (risk.interrupts) rate += risk.rate;
  }
  return rate;
}

JobRisks job_risks(const FailureTerms& terms, const SiteSpec& site, const PodSpec& pod, const ChipSpec& chip,
                   const SliceAllocation& slices, Bytes state, Seconds step) {
  return Reading(terms, site, pod, chip, slices, state, step).risks();
}

}  // namespace gigapod
