#pragma once

#include "sim/engine/engine_context.hpp"
#include "sim/engine/failure_reaction.hpp"
#include "sim/engine/failure_source.hpp"
#include "sim/engine/maintenance.hpp"
#include "sim/engine/migration.hpp"
#include "sim/engine/power_control.hpp"
#include "sim/engine/power_faults.hpp"
#include "sim/engine/simulate.hpp"
#include "sim/engine/start_waiting.hpp"

#include <functional>
#include <memory>
#include <vector>

namespace gigapod {

/// One run: hands each event to whom it concerns, in the order of (time, kind, sequence).
class Simulation {
 public:
  Simulation(EngineContext& context, const std::function<void(const Progress&)>& progress,
             const FleetSurrogates& surrogates);

  /// Runs to the horizon; called inside the network's actor.
  void run();
  [[nodiscard]] std::uint64_t events() const { return events_; }

  [[nodiscard]] const Jobs& jobs() const { return jobs_; }
  [[nodiscard]] const Fleets& fleets() const { return fleets_; }
  [[nodiscard]] const PowerControl& power() const { return power_; }
  [[nodiscard]] const PowerFaults& power_faults() const { return power_faults_; }

 private:
  void make_workloads();
  void write_warnings();
  /// Whether its subject has planned another event since; such an event does not even let time pass.
  [[nodiscard]] bool is_void(const Event& event) const;
  void handle(const Event& event);
  void tick();
  void settle_all();
  void write_site_power();
  void write_pods();
  void write_block_stays();
  void report_progress();

  EngineContext& context_;
  const std::function<void(const Progress&)>& progress_;
  std::unique_ptr<Scheduler> scheduler_;
  std::unique_ptr<PlacementPolicy> placement_;
  FailureSource failures_;
  Maintenance maintenance_;
  JobSizes sizes_;
  Jobs jobs_;
  FleetSurrogates surrogates_;
  Fleets fleets_;
  Migration migration_;
  FailureReaction reaction_;
  PowerControl power_;
  PowerFaults power_faults_;
  Watts written_power_;
  std::uint64_t events_ = 0;
};

}  // namespace gigapod
