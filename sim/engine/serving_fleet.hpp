#pragma once

#include "sim/base/ids.hpp"
#include "sim/engine/block_range.hpp"
#include "sim/engine/engine_context.hpp"
#include "sim/model/demand/demand.hpp"
#include "sim/model/serving/replica.hpp"
#include "sim/policy/placement.hpp"
#include "sim/policy/power_cap.hpp"

#include <memory>
#include <string>
#include <vector>

namespace gigapod {

/// Replicas of one model that follow demand: looked at every `resize_interval`, grown where blocks and power allow,
/// shrunk when demand falls. Between two looks demand and load are constant at their means.
class ServingFleet {
 public:
  ServingFleet(const FleetSpec& spec, std::uint32_t index, std::int32_t owner, const Scenario& scenario);

  /// Looks at demand, takes or gives back blocks, and plans the next look.
  void resize(const PlacementPolicy& placement, EngineContext& context);
  /// Blocks are faulty now: replicas on them are gone and the fleet looks again at once.
  void lose(BlockRange range, EngineContext& context);
  // Under power control.
  void set_power(const PowerDecision& decision, EngineContext& context);
  [[nodiscard]] bool lowers_power(const PowerDecision& decision) const { return decision.level >= level_; }
  [[nodiscard]] bool holds_units() const { return !units_.empty(); }
  [[nodiscard]] const std::vector<std::vector<BlockId>>& units() const { return units_; }
  [[nodiscard]] std::vector<ClockLevel> power_levels(const EngineContext& context) const;
  [[nodiscard]] Watts planned_power(const EngineContext& context) const;
  [[nodiscard]] CappedLoad capped_view() const;
  void settle(EngineContext& context);
  void close(EngineContext& context);

  [[nodiscard]] const FleetSpec& spec() const { return *spec_; }
  [[nodiscard]] std::uint64_t generation() const { return generation_; }
  /// Where the serving model is used outside its range.
  [[nodiscard]] const std::vector<std::string>& warnings() const { return clocks_.front().capacity.warnings; }
  [[nodiscard]] bool lacks_power() const { return lacks_power_; }
  [[nodiscard]] bool lacks_blocks() const { return lacks_blocks_; }
  [[nodiscard]] double missing_chips() const;
  [[nodiscard]] double total_tokens() const;
  [[nodiscard]] double output_tokens() const { return served_requests_ * spec_->plan.output_tokens; }
  [[nodiscard]] double served_requests() const { return served_requests_; }
  [[nodiscard]] double unserved_requests() const { return unserved_requests_; }

 private:
  void plan_clocks(const ChipSpec& chip, const SliceTopology& slice);
  [[nodiscard]] double mean_demand(Seconds begin, Seconds end) const;
  [[nodiscard]] double replicas() const { return static_cast<double>(units_.size()) * replicas_per_unit_; }
  [[nodiscard]] double capacity() const { return replicas() * clocked().capacity.requests_per_second; }
  [[nodiscard]] double held_chips() const { return static_cast<double>(units_.size()) * chips_per_unit_; }
  void grow(std::size_t units, const PlacementPolicy& placement, EngineContext& context);
  void shrink(std::size_t units, EngineContext& context);
  void list_blocks();
  void set_load(EngineContext& context);
  void write_metrics(EngineContext& context);

  const FleetSpec* spec_;
  std::uint32_t index_;
  std::int32_t owner_;
  std::unique_ptr<DemandCurve> curve_;
  /// A replica at one clock of its chips.
  struct Clocked {
    double clock = 1.0;
    ReplicaCapacity capacity;
    Watts active_power;  ///< per chip, host share included, at its full load
  };
  [[nodiscard]] const Clocked& clocked() const { return clocks_[level_]; }
  [[nodiscard]] double load_at(const Clocked& clocked) const;
  [[nodiscard]] Watts draw_at(const Clocked& clocked) const;  ///< per chip

  std::vector<Clocked> clocks_;  ///< full clock first, down to the lowest that holds the targets
  std::size_t level_ = 0;
  Shape unit_;  ///< what is taken and given back: a block shared by replicas, or one replica's slice
  double replicas_per_unit_ = 1.0;
  double chips_per_unit_ = 1.0;
  Watts idle_power_;
  std::string slice_text_;

  std::uint64_t generation_ = 0;
  std::vector<std::vector<BlockId>> units_;
  std::vector<BlockId> blocks_;  ///< of all units
  bool is_changed_ = false;      ///< the units, since their blocks were listed
  std::size_t wanted_units_ = 0;
  bool lacks_power_ = false;
  bool lacks_blocks_ = false;
  double demand_ = 0.0;  ///< requests per second until the next look
  double load_ = 0.0;    ///< share of capacity in use
  Seconds settled_;
  double served_requests_ = 0.0;
  double unserved_requests_ = 0.0;
  double peak_units_ = 0.0;
  Seconds chip_seconds_;
  Joules energy_;
  EnergyBill bill_;
  double ttft_request_seconds_ = 0.0;  ///< for the means over requests
  double tpot_request_seconds_ = 0.0;
};

}  // namespace gigapod
