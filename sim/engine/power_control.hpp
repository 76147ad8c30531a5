#pragma once

#include "sim/engine/block_range.hpp"
#include "sim/engine/energy_supply.hpp"
#include "sim/engine/engine_context.hpp"
#include "sim/engine/import_limit.hpp"
#include "sim/engine/start_waiting.hpp"
#include "sim/policy/power_cap.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gigapod {

/// What one demand response event did, for the results.
struct CurtailmentRecord {
  const CurtailmentSpec* event = nullptr;
  Seconds begin;
  Seconds end;
  Watts baseline;  ///< import at its announcement
  Watts limit;
  Joules imported;  ///< while it lasted, or until the horizon
  Joules over;      ///< of that above the limit
  Dollars payment;
};

/// Keeps what the site draws within what it can get: follows limits, generation, battery and weather, and has the
/// registered policy slow down, pause or send back workloads when an envelope is too small. Acts when something
/// changes; a change costs the number of workloads, and a decision that moves one costs its blocks.
class PowerControl {
 public:
  PowerControl(Jobs& jobs, Fleets& fleets, EngineContext& context);

  /// Before the first event of the run.
  void begin();
  /// Its own event is due: a limit, a source or the weather changes, or a reaction time is over.
  void on_event();
  /// After everything that happened at an instant: takes the site's new demand.
  void follow_demand();
  /// At the horizon.
  void close();

  // Called by PowerFaults.
  /// A feed has lost units: it carries at most this. Acted on after the reaction time.
  void limit_feed(int node, Watts most, BlockRange blocks);
  void release_feed(int node);
  /// What is back after an outage comes no faster than the ramp.
  void ramp_from_here();
  [[nodiscard]] const EnergySupply& supply() const { return supply_; }
  /// Gas carries so much more (or, negative, less) from now on, whatever the grid gives.
  void force_gas(Watts change);

  [[nodiscard]] const std::vector<CurtailmentRecord>& curtailments() const { return curtailments_; }
  [[nodiscard]] Seconds capped_time() const { return capped_time_; }  ///< with some workload held back
  [[nodiscard]] std::int64_t decisions() const { return decisions_; }
  [[nodiscard]] bool has_sources() const;
  [[nodiscard]] std::uint64_t generation() const { return generation_; }

 private:
  struct Load {
    TrainingJob* job = nullptr;
    ServingFleet* fleet = nullptr;
    std::vector<ClockLevel> levels;  ///< of IT power
  };
  /// A node of the power tree whose input is limited now, and the blocks below it.
  struct Envelope {
    int node = 0;
    Watts limit;
    BlockRange blocks;
  };
  /// Ahead of an announced limit: jobs that it will cost their chips begin to save their work then, or replicas to
  /// end what they have.
  struct Leave {
    Seconds at;
    Seconds begin;  ///< of the limit
    bool is_fleets = false;
  };
  void take_turns();
  void plan_leaves(Seconds begin);
  void note(const ImportLimit::Turn& turn);
  /// Takes what the events that last at `now` have imported so far.
  void measure_curtailments(Seconds now);
  [[nodiscard]] static std::string decision_text(Watts available, const std::vector<Load>& loads,
                                                 const std::vector<PowerDecision>& decisions);
  void follow_weather();
  void set_start_limit();
  /// Has the policy decide anew what everybody may draw.
  void decide();
  [[nodiscard]] std::vector<PowerDecision> decisions_ahead(const std::vector<Load>& loads, Seconds begin) const;
  void leave_ahead();
  [[nodiscard]] std::vector<Envelope> envelopes() const;
  [[nodiscard]] Envelope grid() const;
  [[nodiscard]] bool is_over(const Envelope& envelope) const;
  [[nodiscard]] Watts budget(const Envelope& envelope, const std::vector<Load>& loads) const;
  [[nodiscard]] double share_below(const Envelope& envelope, const Load& load) const;
  [[nodiscard]] Watts planned_power(const Load& load) const;
  [[nodiscard]] std::vector<Load> loads() const;
  void lower(const Envelope& envelope, Watts budget, const std::vector<Load>& loads,
             std::vector<PowerDecision>& decisions) const;
  [[nodiscard]] bool apply(const std::vector<Load>& loads, const std::vector<PowerDecision>& decisions,
                           bool lets_end);
  [[nodiscard]] Watts available() const;
  [[nodiscard]] bool is_short() const;
  [[nodiscard]] bool lacks_power() const;
  void rebalance();
  void plan_next();
  void write_metrics();

  Jobs& jobs_;
  Fleets& fleets_;
  EngineContext& context_;
  std::unique_ptr<PowerCapPolicy> policy_;
  ImportLimit limit_;
  std::vector<Envelope> feeds_;  ///< below the grid
  EnergySupply supply_;
  bool is_capping_ = false;  ///< some workload is held back
  Seconds capping_since_;
  Seconds capped_time_;
  std::optional<Seconds> act_at_;  ///< a shortage is known and will be acted on then
  std::vector<Leave> leaves_;      ///< to come
  Seconds jobs_left_until_;        ///< for limits that begin by then
  Seconds fleets_left_until_;      ///< likewise
  Watts seen_demand_{-1.0};
  Watts seen_promise_;
  Watts futile_plan_;  ///< where the last decision left the site short
  Watts futile_supply_;
  std::optional<Seconds> planned_;  ///< when its next event is due
  std::uint64_t generation_ = 0;    ///< of that
  std::int64_t decisions_ = 0;
  std::vector<CurtailmentRecord> curtailments_;
  std::vector<SupplyAccount> at_begin_;  ///< beside `curtailments_`
};

}  // namespace gigapod
