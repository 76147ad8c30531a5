#pragma once

#include "sim/base/ids.hpp"
#include "sim/engine/block_range.hpp"
#include "sim/engine/engine_context.hpp"
#include "sim/engine/fleet_surrogates.hpp"
#include "sim/engine/fleet_tenants.hpp"
#include "sim/engine/fleet_units.hpp"
#include "sim/model/serving/latency_histogram.hpp"
#include "sim/policy/autoscaler.hpp"
#include "sim/policy/placement.hpp"
#include "sim/policy/power_cap.hpp"

#include <array>
#include <memory>
#include <string>
#include <vector>

namespace gigapod {

/// Replicas of one model that follow demand. Every `resize_interval` an autoscaler says how many there should be; new
/// ones read their weights before they serve, old ones end what they have before their blocks are free. Between two
/// looks demand is constant at its mean.
class ServingFleet {
 public:
  ServingFleet(const FleetSpec& spec, std::uint32_t index, std::int32_t owner, const Scenario& scenario,
               const RandomStreams& random, FleetSurrogates& surrogates);

  /// Looks at demand, takes or gives back blocks, and plans the next look.
  void resize(const PlacementPolicy& placement, EngineContext& context);
  /// Replicas have loaded or drained.
  void on_change(EngineContext& context);
  /// Takes what it lacks of the blocks that are free now.
  void take_free(const PlacementPolicy& placement, EngineContext& context);
  /// Blocks are faulty now: replicas on them are gone and the fleet looks again at once.
  void lose(BlockRange range, EngineContext& context);
  /// Blocks will be worked on: replicas elsewhere are loaded in place of theirs, which serve until then.
  void evacuate(BlockRange range, EngineContext& context);
  // Under power control.
  /// A decision may take several tries, each a set_power. `lets_end`: replicas that end what they have may do so.
  void begin_decision();
  void set_power(const PowerDecision& decision, bool lets_end, EngineContext& context);
  void end_decision(EngineContext& context);
  /// Ahead of a limit at which this will be decided: replicas that will not serve end what they have and stand by.
  void drain(const PowerDecision& decision, EngineContext& context);
  /// Until they have, at the highest load.
  [[nodiscard]] Seconds longest_drain() const {
    return surrogate_->latency(spec_->plan, 1.0, Seconds(0.0), clocked().slowdown).end_to_end.back();
  }
  [[nodiscard]] bool lowers_power(const PowerDecision& decision) const;
  [[nodiscard]] bool holds_units() const { return units_.held() > 0; }
  [[nodiscard]] const FleetUnits& units() const { return units_; }
  [[nodiscard]] std::vector<ClockLevel> power_levels(const EngineContext& context) const;
  [[nodiscard]] Watts planned_power(const EngineContext& context) const;
  [[nodiscard]] CappedLoad capped_view() const;
  void settle(EngineContext& context);
  void close(EngineContext& context);

  [[nodiscard]] const FleetSpec& spec() const { return *spec_; }
  [[nodiscard]] std::uint64_t generation() const { return generation_; }
  /// Where the serving model is used outside its range.
  [[nodiscard]] const std::vector<std::string>& warnings() const { return warnings_; }
  [[nodiscard]] bool lacks_power() const { return lacks_power_; }
  [[nodiscard]] bool lacks_blocks() const { return lacks_blocks_; }
  [[nodiscard]] std::size_t missing_units() const;
  [[nodiscard]] double missing_chips() const { return chips(missing_units()); }
  [[nodiscard]] const Shape& unit() const { return unit_; }
  [[nodiscard]] double chips(std::size_t units) const { return static_cast<double>(units) * chips_per_unit_; }
  /// The most that a block draws whose replicas serve.
  [[nodiscard]] Watts block_draw(const EngineContext& context) const;
  [[nodiscard]] const FleetTenants& tenants() const { return tenants_; }
  [[nodiscard]] const FleetSurrogate& surrogate() const { return *surrogate_; }
  /// Served ones within both targets.
  [[nodiscard]] double attained_requests() const { return attained_requests_; }
  [[nodiscard]] double restarted_requests() const { return restarted_requests_; }
  [[nodiscard]] Seconds standby_chip_seconds() const { return standby_chip_seconds_; }
  [[nodiscard]] double total_tokens() const { return tenants_.prompt_tokens() + tenants_.output_tokens(); }
  /// Chip-seconds by interval: held, and busy with requests.
  [[nodiscard]] const UsageSeries& held() const { return held_; }
  [[nodiscard]] const UsageSeries& busy() const { return busy_; }

 private:
  /// A replica at one clock of its chips.
  struct Clocked {
    double clock = 1.0;
    double speed = 1.0;                ///< of the throughput at the full clock
    double requests_per_second = 0.0;  ///< of the fleet's own lengths, within the targets
    double slowdown = 1.0;             ///< of its steps
    Watts active_power;                ///< per chip, host share included, at its full load
  };
  [[nodiscard]] const Clocked& clocked() const { return clocks_[level_]; }
  void plan_clocks(const Scenario& scenario, FleetSurrogates& surrogates);
  [[nodiscard]] FleetLatency latency(Seconds queued) const {
    return surrogate_->latency(spec_->plan, load_, queued, clocked().slowdown);
  }
  [[nodiscard]] double replicas(std::size_t units) const { return static_cast<double>(units) * replicas_per_unit_; }
  /// Requests of the present mix per second that so many units serve.
  [[nodiscard]] double capacity(const Clocked& clocked, std::size_t serving) const;
  [[nodiscard]] double load_at(const Clocked& clocked, std::size_t serving) const;
  [[nodiscard]] Watts draw_at(const Clocked& clocked, std::size_t serving) const;  ///< of a chip that serves
  // fleet_power.cpp
  [[nodiscard]] Watts power_at(const Clocked& clocked, std::size_t serving, std::size_t standby, bool by_draw) const;
  [[nodiscard]] std::size_t able_units() const;
  [[nodiscard]] std::size_t least_units() const;
  [[nodiscard]] std::size_t serving_units(const PowerDecision& decision) const;
  double start_over(std::size_t units, const FleetLatency& latency);
  [[nodiscard]] Seconds drain_time() const { return latency(Seconds(0.0)).end_to_end.back(); }
  void promise_power(Watts per_chip, EngineContext& context) const;
  void note_standby(std::string detail, EngineContext& context);

  // fleet_scaling.cpp
  void close_look(EngineContext& context);
  [[nodiscard]] std::size_t wanted_units(EngineContext& context) const;
  [[nodiscard]] Seconds load_time(double replicas, const EngineContext& context) const;
  void grow(const PlacementPolicy& placement, EngineContext& context);
  std::vector<FleetUnit> take(std::size_t units, const PlacementPolicy& placement, EngineContext& context);
  void load(std::vector<FleetUnit> units, EngineContext& context);
  void shrink(std::size_t units, EngineContext& context);
  void give_back(const std::vector<FleetUnit>& units, EngineContext& context);
  void look_at_once(EngineContext& context);
  void note_size(std::size_t before, EngineContext& context);
  [[nodiscard]] double needed_units() const;

  void set_load(EngineContext& context);
  void book_chips(Seconds begin, Seconds now, EngineContext& context);
  // fleet_record.cpp
  void write_metrics(EngineContext& context);
  void write_look(EngineContext& context);
  void write_tenants(EngineContext& context) const;
  void write_fleet(EngineContext& context) const;

  const FleetSpec* spec_;
  std::uint32_t index_;
  std::int32_t owner_;
  std::vector<std::string> warnings_;
  const FleetSurrogate* surrogate_ = nullptr;
  std::vector<Clocked> clocks_;  ///< full clock first, down to the lowest that holds the targets
  std::size_t level_ = 0;
  FleetTenants tenants_;
  std::unique_ptr<Autoscaler> autoscaler_;
  std::vector<DemandSample> history_;
  Shape unit_;  ///< what is taken and given back: a block shared by replicas, or one replica's slice
  double replicas_per_unit_ = 1.0;
  double chips_per_unit_ = 1.0;
  Watts idle_power_;
  Bytes weights_;                     ///< of one replica
  BytesPerSecond replica_bandwidth_;  ///< its share of the network
  double chip_hour_dollars_ = 0.0;
  std::string slice_text_;

  std::uint64_t generation_ = 0;
  FleetUnits units_;
  std::size_t wanted_units_ = 0;
  bool lacks_power_ = false;
  bool lacks_blocks_ = false;
  Seconds look_begin_;
  Seconds next_look_;
  double load_ = 0.0;  ///< share of capacity in use
  Seconds settled_;
  std::size_t peak_units_ = 0;
  Seconds chip_seconds_;
  Seconds loading_chip_seconds_;
  Seconds standby_chip_seconds_;
  Joules energy_;
  EnergyBill bill_;
  UsageSeries held_;
  UsageSeries busy_;
  std::array<LatencyHistogram, 3> latencies_;  ///< TTFT, TPOT, end to end
  double latency_requests_ = 0.0;              ///< in them
  double ttft_request_seconds_ = 0.0;          ///< for the means over requests
  double tpot_request_seconds_ = 0.0;
  double attained_requests_ = 0.0;
  double restarted_requests_ = 0.0;  ///< cut off while they ran
  Seconds unspent_wait_;             ///< of requests that are not served yet, all together
  struct {
    std::size_t serving = 0;
    std::size_t with_requests = 0;
    FleetLatency latency;
  } before_decision_;
};

}  // namespace gigapod
