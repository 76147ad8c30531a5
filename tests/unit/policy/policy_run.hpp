#pragma once

#include "sim/base/registry.hpp"
#include "sim/policy/scheduler.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace gigapod::test {

/// Runs jobs of exact durations to their ends on pods of one type under a scheduler. Slices go first fit, lowest pod
/// first; a preempted job yields at once and goes on later with what is left. Throws when a rule is broken: a block
/// given out twice, a start of a job that does not wait, a quota exceeded.
class PolicyRun final : public StartProbe {
 public:
  PolicyRun(const std::string& scheduler, std::vector<WaitingJob> jobs, std::vector<int> pods,
            const ParameterValues& values = {})
      : scheduler_(Registry<Scheduler>::make(scheduler, values)), free_(std::move(pods)) {
    for (const WaitingJob& job : jobs) jobs_[job.job] = {job, job.planned_duration, State::kFuture, {}, Seconds(0.0)};
  }

  std::map<std::string, double> quotas;   ///< blocks by tenant
  std::map<std::string, double> weights;  ///< by tenant
  Signal signal;
  Watts power{1e18};  ///< of the grid

  // What happened.
  std::map<std::uint32_t, double> starts;  ///< first ones
  std::map<std::uint32_t, double> ends;
  std::map<std::uint32_t, int> preemptions;
  std::map<std::string, double> block_seconds;   ///< by tenant
  std::map<std::uint32_t, std::string> reasons;  ///< first ones
  double worked = 0.0;                           ///< block-seconds, all jobs

  PolicyRun& run(double horizon = std::numeric_limits<double>::infinity()) {
    while (true) {
      for (auto& [id, job] : jobs_) {
        if (job.state == State::kFuture && job.view.submit <= now_) job.state = State::kWaiting;
      }
      decide();
      const Seconds next = next_event();
      if (!std::isfinite(next.value()) || next.value() > horizon) return *this;
      advance(next);
    }
  }

  // StartProbe
  bool try_start(JobId id) override {
    Job& job = jobs_.at(id);
    if (job.state != State::kWaiting) throw std::logic_error("a job is started that does not wait");
    const auto blocks = find(job.view, free_);
    if (!blocks || power_used() + job.view.power > power) return false;
    if (!is_within_quota(id)) throw std::logic_error("a job is started beyond its quota");
    for (const PodBlocks& part : *blocks) {
      free_[part.pod.value] -= part.blocks;
      if (free_[part.pod.value] < 0) throw std::logic_error("a block is given out twice");
    }
    job.state = State::kRunning;
    job.held = *blocks;
    job.since = now_;
    starts.try_emplace(id.value, now_.value());
    return true;
  }
  int free_blocks(std::string_view) const override {
    int sum = 0;
    for (const int free : free_) sum += free;
    return sum;
  }
  std::vector<PodBlocks> free_blocks_by_pod(std::string_view) const override {
    std::vector<PodBlocks> all;
    for (const int free : free_) all.push_back({PodId{static_cast<std::uint32_t>(all.size())}, free});
    return all;
  }
  std::optional<std::vector<PodBlocks>> preview(JobId id) const override { return find(jobs_.at(id).view, free_); }
  bool is_within_quota(JobId id) const override {
    const WaitingJob& view = jobs_.at(id).view;
    const auto quota = quotas.find(std::string(view.tenant));
    if (quota == quotas.end()) return true;
    return held_by(view.tenant) + view.blocks_per_slice * view.slices <= quota->second;
  }
  bool fits_without(JobId id, std::span<const JobId> gone) const override {
    std::vector<int> free = free_;
    for (const JobId other : gone) {
      for (const PodBlocks& part : jobs_.at(other).held) free[part.pod.value] += part.blocks;
    }
    return find(jobs_.at(id).view, free).has_value();
  }
  void preempt(JobId victim, JobId winner) override {
    Job& job = jobs_.at(victim);
    if (job.state != State::kRunning || job.view.priority >= jobs_.at(winner).view.priority) {
      throw std::logic_error("a job is preempted that may not be");
    }
    ++preemptions[victim.value];
    stop(job);
    job.state = State::kWaiting;
    is_stale_ = true;
  }
  void look_again(Seconds time) override { looks_.insert(time); }
  void explain_wait(JobId id, std::string_view, const std::function<std::string()>& sentence) override {
    reasons.try_emplace(id.value, sentence());
  }

 private:
  enum class State {
    kFuture,
    kWaiting,
    kRunning,
    kDone
  };
  struct Job {
    WaitingJob view;
    Seconds left;
    State state = State::kFuture;
    std::vector<PodBlocks> held;
    Seconds since;
  };

  static std::optional<std::vector<PodBlocks>> find(const WaitingJob& job, std::vector<int> free) {
    std::vector<PodBlocks> taken;
    for (int slice = 0; slice < job.slices; ++slice) {
      const auto pod =
          std::find_if(free.begin(), free.end(), [&](int blocks) { return blocks >= job.blocks_per_slice; });
      if (pod == free.end()) return std::nullopt;
      *pod -= job.blocks_per_slice;
      taken.push_back({PodId{static_cast<std::uint32_t>(pod - free.begin())}, job.blocks_per_slice});
    }
    return taken;
  }
  double held_by(std::string_view tenant) const {
    double blocks = 0.0;
    for (const auto& [id, job] : jobs_) {
      if (job.state == State::kRunning && job.view.tenant == tenant)
        blocks += job.view.blocks_per_slice * job.view.slices;
    }
    return blocks;
  }
  Watts power_used() const {
    Watts used;
    for (const auto& [id, job] : jobs_) {
      if (job.state == State::kRunning) used += job.view.power;
    }
    return used;
  }

  /// Asks until a decision displaces nobody any more.
  void decide() {
    int rounds = 0;
    do {
      if (++rounds > 100) throw std::logic_error("the scheduler never comes to rest");
      is_stale_ = false;
      std::vector<WaitingJob> waiting;
      std::vector<RunningJob> running;
      std::map<std::string_view, TenantUse> use;
      for (const auto& [id, job] : jobs_) {
        TenantUse& tenant = use[job.view.tenant];
        tenant.name = job.view.tenant;
        const auto weight = weights.find(std::string(job.view.tenant));
        tenant.weight = weight == weights.end() ? 1.0 : weight->second;
        tenant.chip_seconds = decayed_[std::string(job.view.tenant)];
        tenant.held_chips = held_by(job.view.tenant);
        if (job.state == State::kWaiting) {
          waiting.push_back(job.view);
          waiting.back().planned_duration = job.left;
        }
        if (job.state != State::kRunning) continue;
        RunningJob view{id, job.view.priority, job.since + job.left, job.view.pod_type, 0, job.held};
        for (const PodBlocks& part : job.held) view.blocks += part.blocks;
        view.tenant = job.view.tenant;
        view.power = job.view.power;
        view.can_yield = true;
        running.push_back(view);
      }
      std::vector<TenantUse> tenants;
      for (const auto& [name, tenant] : use) tenants.push_back(tenant);
      SchedulingView view{now_, waiting, running, tenants};
      view.headroom = power - power_used();
      view.rating = power;
      view.signal = &signal;
      scheduler_->choose(view, *this);
    } while (is_stale_);
  }

  Seconds next_event() const {
    Seconds next(std::numeric_limits<double>::infinity());
    for (const auto& [id, job] : jobs_) {
      if (job.state == State::kFuture) next = min(next, job.view.submit);
      if (job.state == State::kRunning) next = min(next, job.since + job.left);
    }
    const auto look = looks_.upper_bound(now_);
    return look == looks_.end() ? next : min(next, *look);
  }

  void advance(Seconds time) {
    const Seconds half_life = scheduler_->usage_half_life();
    std::map<std::string, double> held;
    for (const auto& [id, job] : jobs_) held[std::string(job.view.tenant)] = held_by(job.view.tenant);
    for (const auto& [tenant, blocks] : held) {
      const double span = (time - now_).value();
      const double left = half_life > Seconds(0.0) ? std::exp2(-(span / half_life.value())) : 1.0;
      decayed_[tenant] = decayed_[tenant] * left + blocks * span;
      block_seconds[tenant] += blocks * span;
    }
    now_ = time;
    for (auto& [id, job] : jobs_) {
      if (job.state != State::kRunning || job.since + job.left > now_ * (1.0 + 1e-12)) continue;
      stop(job);
      job.state = State::kDone;
      ends[id.value] = now_.value();
    }
  }

  void stop(Job& job) {
    for (const PodBlocks& part : job.held) {
      free_[part.pod.value] += part.blocks;
      worked += part.blocks * (now_ - job.since).value();
    }
    job.left = max(Seconds(0.0), job.left - (now_ - job.since));
    job.held.clear();
  }

  std::unique_ptr<Scheduler> scheduler_;
  std::vector<int> free_;
  std::map<JobId, Job> jobs_;
  Seconds now_;
  std::set<Seconds> looks_;
  std::map<std::string, double> decayed_;
  bool is_stale_ = false;
};

/// A job of one slice.
inline WaitingJob job_of(std::uint32_t id, double submit, double duration, int blocks, int priority = 0) {
  WaitingJob job{JobId{id}, priority, Seconds(submit), Seconds(duration), "ironwood", blocks, 1};
  job.chips = blocks;
  return job;
}

}  // namespace gigapod::test
