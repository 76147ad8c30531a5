#pragma once

#include "sim/base/ids.hpp"
#include "sim/base/quantity.hpp"
#include "sim/base/series.hpp"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gigapod {

/// Blocks of one pod: free ones, or those a job holds.
struct PodBlocks {
  PodId pod;
  int blocks = 0;
  bool operator==(const PodBlocks&) const = default;
};

/// What a scheduler sees of one waiting job. A job that can start at several sizes is told at its smallest.
struct WaitingJob {
  JobId job;
  int priority = 0;
  Seconds submit;
  Seconds planned_duration;  ///< without failures
  std::string_view pod_type;
  int blocks_per_slice = 1;
  int slices = 1;
  std::string_view tenant{};
  double chips = 0.0;                 ///< that it would hold
  std::optional<Seconds> deadline{};  ///< when it should have ended
  Watts power{};                      ///< that a start adds to what its blocks draw idle, at the meter
};

/// What it sees of one running job.
struct RunningJob {
  JobId job;
  int priority = 0;
  Seconds expected_end;
  std::string_view pod_type;
  int blocks = 0;
  std::vector<PodBlocks> blocks_by_pod{};  ///< where they are; empty: not told
  std::string_view tenant{};
  Watts power{};           ///< that its end gives back, at the meter
  bool can_yield = false;  ///< false for a job that writes its last checkpoint already
  bool is_yielding = false;
  double yield_cost = 0.0;  ///< chip-seconds that a preemption costs: its checkpoint, its restart
};

/// What a tenant has had.
struct TenantUse {
  std::string_view name;
  double weight = 1.0;
  double chip_seconds = 0.0;  ///< decayed, see Scheduler::usage_half_life
  double held_chips = 0.0;    ///< now
};

/// A price or a carbon intensity over time, repeated after its period.
struct Signal {
  PiecewiseSeries series;  ///< from time 0
  Seconds period;          ///< 0: there is no signal
  std::string unit;        ///< "$/MWh"

  [[nodiscard]] bool is_given() const { return period > Seconds(0.0); }
  [[nodiscard]] double at(Seconds time) const;
  /// Mean from `begin` to `end`, which is later.
  [[nodiscard]] double mean(Seconds begin, Seconds end) const;
};

/// Everything a decision is made from.
struct SchedulingView {
  Seconds now;
  std::span<const WaitingJob> waiting;  ///< sorted by id
  std::span<const RunningJob> running;  ///< sorted by id
  std::span<const TenantUse> tenants{};
  Watts headroom{};                ///< between the grid's rating and what is promised, at the meter
  Watts rating{};                  ///< of the grid connection
  const Signal* signal = nullptr;  ///< null or not given: the scenario has none
};

/// Answers whether a job could start now; asks placement, health and every power envelope. What a policy decides
/// beside starts goes through it too.
class StartProbe {
 public:
  virtual ~StartProbe() = default;
  /// True when the job fits now together with those already chosen in this call.
  virtual bool try_start(JobId job) = 0;
  /// Free healthy blocks of the pod type after what was chosen in this call.
  [[nodiscard]] virtual int free_blocks(std::string_view pod_type) const = 0;
  /// The same pod by pod, every pod of the type in the order of ids. Empty: not told; then the pods of the type are
  /// planned as one pool.
  [[nodiscard]] virtual std::vector<PodBlocks> free_blocks_by_pod(std::string_view /*pod_type*/) const { return {}; }
  /// Blocks that `try_start` would take now, pod by pod, without starting the job. Nothing: it does not fit, or not
  /// told; then a backfill is judged by the worst pods it could take.
  [[nodiscard]] virtual std::optional<std::vector<PodBlocks>> preview(JobId /*job*/) const { return std::nullopt; }
  /// False while its tenant's quota keeps the job waiting, which must not hold others back.
  [[nodiscard]] virtual bool is_within_quota(JobId /*job*/) const { return true; }

  /// Whether the job would fit if these running jobs were gone.
  [[nodiscard]] virtual bool fits_without(JobId /*job*/, std::span<const JobId> /*gone*/) const { return true; }
  /// Makes a running job save what it did and give its blocks up, for `winner`. They come free later.
  virtual void preempt(JobId /*victim*/, JobId /*winner*/) {}
  /// The scheduler is asked again at this time at the latest.
  virtual void look_again(Seconds /*time*/) {}
  /// Why the job waits, in the event log: `kind` is a word that stays while the reason does. The sentence is asked
  /// for at once, and only where it is written.
  virtual void explain_wait(JobId /*job*/, std::string_view /*kind*/,
                            const std::function<std::string()>& /*sentence*/) {}
  /// Why the job that was started last could start before others.
  virtual void explain_start(JobId /*job*/, std::string /*sentence*/) {}
  /// Its name in sentences.
  [[nodiscard]] virtual std::string name(JobId job) const { return "job " + std::to_string(job.value); }
};

/// Decides which waiting jobs start now. Pure but for the probe.
class Scheduler {
 public:
  static constexpr const char* kRegistryName = "scheduler";
  virtual ~Scheduler() = default;
  /// Calls `probe.try_start` in the order of choice.
  virtual void choose(const SchedulingView& view, StartProbe& probe) const = 0;
  /// After this time a chip-second counts half in TenantUse; 0: nothing is forgotten.
  [[nodiscard]] virtual Seconds usage_half_life() const { return Seconds(0.0); }
};

}  // namespace gigapod
