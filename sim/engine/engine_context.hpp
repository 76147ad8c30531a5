#pragma once

#include "sim/base/random.hpp"
#include "sim/engine/energy_rate.hpp"
#include "sim/engine/event_queue.hpp"
#include "sim/engine/flow_network.hpp"
#include "sim/engine/job_sets.hpp"
#include "sim/engine/site.hpp"
#include "sim/engine/tenant_accounts.hpp"
#include "sim/engine/usage_series.hpp"
#include "sim/record/run_writer.hpp"
#include "sim/scenario/scenario.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace gigapod {

/// Counts of a run that become figures.
struct RunCounts {
  std::int64_t failures = 0;
  std::int64_t interruptions = 0;
  std::int64_t checkpoints = 0;
  std::int64_t preemptions = 0;
  std::int64_t resizes = 0;
  std::int64_t migrations = 0;
  std::int64_t jobs_submitted = 0;
  std::int64_t jobs_finished = 0;
  std::int64_t planned_interruptions = 0;  ///< of the interruptions
  std::int64_t repairs = 0;                ///< begun
  std::int64_t longest_repair_queue = 0;
  std::int64_t retired = 0;          ///< lemons replaced for good
  Seconds repair_wait;               ///< for a crew, all repairs together
  std::int64_t serving_takes = 0;    ///< times that fleets took blocks from jobs
  double serving_taken_chips = 0.0;  ///< by that
  Seconds serving_resize_cost;       ///< chip-seconds of jobs that form their groups anew after it
  Seconds migration_cost;            ///< chip-seconds of jobs that save, start and read to move
  std::map<std::string, std::int64_t> interruptions_by_cause;
  Seconds wait;                                 ///< of all jobs together
  std::map<std::string, Seconds> wait_by_kind;  ///< chip-seconds asked for, by reason to wait

  void count_interruption(const std::string& cause, bool is_planned) {
    ++interruptions;
    if (is_planned) ++planned_interruptions;
    ++interruptions_by_cause[cause];
  }
};

/// What every part of the engine works on; owned by `simulate`.
struct EngineContext {
  const Scenario& scenario;
  RunWriter& writer;
  Site& site;
  FlowNetwork& network;
  EventQueue& queue;
  RandomStreams random;
  RunCounts counts;
  UsageSeries pod_busy;       ///< chip-seconds of workloads that don't stand still, by pod
  UsageSeries link_up_bytes;  ///< bytes by DCN link
  UsageSeries link_down_bytes;
  std::vector<double> pod_slowdown;    ///< longer steps, a fraction, summed over the faulty switches of each pod
  std::vector<double> block_slowdown;  ///< likewise over cables routed around and slow hosts of each block
  std::unordered_map<FlowId, std::uint32_t> flow_owner;  ///< job of each storage flow in flight
  JobSets jobs{};
  TenantAccounts tenants{};
  Signal signal{};  ///< of price or carbon; not given without one in the scenario
  EnergyRate energy_rate{};
  bool wants_schedule = false;  ///< the scheduler looks again at the end of this instant

  std::optional<Seconds> planned_look{};

  /// The scheduler looks at `time` at the latest.
  void look_again(Seconds time) {
    if (planned_look && *planned_look <= time) return;
    planned_look = time;
    if (time < scenario.horizon) queue.add({time, EventKind::kSchedule, 0, 0});
  }

  [[nodiscard]] Seconds now() const { return network.now(); }

  /// Counts bytes of a transfer over the links it crosses.
  void count_transfer(const std::vector<DcnFabric::Hop>& hops, Bytes bytes) { count_transfer_at(hops, now(), bytes); }
  void count_transfer_at(const std::vector<DcnFabric::Hop>& hops, Seconds time, Bytes bytes) {
    for (const DcnFabric::Hop& hop : hops) {
      (hop.up ? link_up_bytes : link_down_bytes).add_at(static_cast<std::size_t>(hop.link), time, bytes.value());
    }
  }
};

}  // namespace gigapod
