#pragma once

#include "sim/base/quantity.hpp"
#include "sim/cluster/inventory.hpp"
#include "sim/cluster/ledger.hpp"
#include "sim/cluster/power_draw.hpp"
#include "sim/engine/block_stays.hpp"
#include "sim/fabric/dcn_fabric.hpp"
#include "sim/fabric/power_tree.hpp"
#include "sim/fabric/site_layout.hpp"
#include "sim/policy/placement.hpp"
#include "sim/scenario/scenario.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gigapod {

/// Chips that no workload holds, of one pod type.
struct UnheldChips {
  double free = 0.0;
  double stranded = 0.0;  ///< healthy, in a block that can't be used until a repair or is kept as a spare
  double down = 0.0;
  // What waiting workloads lack, set after each look of the scheduler; at most `free` counts.
  double power_held = 0.0;  ///< free chips that a start is refused for want of power
  bool is_wanted = false;   ///< a workload of this type waits for blocks
  Watts idle_power;         ///< of one chip with its share of the host
};

/// The fewest nodes of the power tree that feed the blocks of a workload and nothing else.
struct BlockFeeds {
  std::vector<int> nodes;
  double chips_per_block = 0.0;
};

/// The site's blocks, their power and the account of chips that nobody holds. Every change of a block goes through
/// here, so that inventory, power and ledger agree.
class Site {
 public:
  explicit Site(const Scenario& scenario);
  Site(const Site&) = delete;
  Site& operator=(const Site&) = delete;

  /// Gives free blocks to a workload, which will draw at most `promised_per_chip`.
  void take(const std::vector<BlockId>& blocks, std::int32_t owner, Watts promised_per_chip, Seconds now);
  void give_back(const std::vector<BlockId>& blocks, Seconds now);
  /// `chips` of a block that nobody holds go down; 0 for a cable fault.
  void add_fault(BlockId block, int chips, Seconds now);
  void repair_fault(BlockId block, int chips, Seconds now);
  /// A healthy block of the pod for a job that lost one: of those kept for that, else a free one.
  [[nodiscard]] std::optional<BlockId> find_spare(PodId pod) const;
  /// Lets a spare go, so that it can be taken; nothing for a block that is none.
  void release_spare(BlockId block, Seconds now);
  /// The feeds of these held blocks, all of one pod type; worked out once while a workload holds them.
  [[nodiscard]] BlockFeeds feeds_of(const std::vector<BlockId>& blocks) const;
  /// IT power of each chip of the blocks behind these feeds from now on.
  void set_chip_power(const BlockFeeds& feeds, Watts per_chip, Seconds now);
  /// The same for held blocks of one pod type that change hands too often to work out their feeds.
  void set_chip_power(const std::vector<BlockId>& blocks, Watts per_chip, Seconds now);
  /// Holds a node of the power tree under `most` from now on; nothing: its rating again.
  void set_power_limit(int node, std::optional<Watts> most, Seconds now);
  void set_temperature(Celsius outdoors, Seconds now);
  /// Changes the most that each chip below these feeds of one workload will draw.
  void promise(const BlockFeeds& feeds, Watts per_chip);
  void promise(const std::vector<BlockId>& blocks, Watts per_chip);
  /// Tells what waiting workloads of a pod type lack, for the classes of idle chips.
  void set_shortage(const std::string& pod_type, bool waits_for_blocks, double power_held_chips, Seconds now);
  /// Books the chips nobody holds up to `now`.
  void settle_unheld(Seconds now);
  /// Chips that were free while a workload of their pod type lacked blocks, x time: of `idle_fragmented` what is
  /// neither beside a fault nor a spare.
  [[nodiscard]] Seconds wanted_chip_seconds() const { return wanted_; }

  [[nodiscard]] std::vector<PodView> views(std::string_view pod_type) const;
  [[nodiscard]] double free_chips(const std::string& pod_type) const;
  [[nodiscard]] const PodInstance& pod(PodId id) const { return layout_.pods[id.value]; }
  [[nodiscard]] const PodInstance& pod_of(BlockId block) const { return pod(inventory_.pod_of(block)); }

  // Routes over the DCN, worked out once a pair.
  using Route = std::vector<DcnFabric::Hop>;
  [[nodiscard]] const Route& route_between(PodId from, PodId to);
  [[nodiscard]] const Route& route_to_storage(PodId from) const { return to_storage_[from.value]; }
  [[nodiscard]] const Route& route_from_storage(PodId to) const { return from_storage_[to.value]; }

  [[nodiscard]] const SiteLayout& layout() const { return layout_; }
  [[nodiscard]] const DcnFabric& dcn() const { return dcn_; }
  [[nodiscard]] const Inventory& inventory() const { return inventory_; }
  [[nodiscard]] const PowerDraw& power() const { return power_; }
  [[nodiscard]] Ledger& ledger() { return ledger_; }
  [[nodiscard]] BlockStays& stays() { return stays_; }

 private:
  UnheldChips& unheld(BlockId block) { return unheld_.at(pod_of(block).spec->name); }
  void count_block(BlockId block, double sign);
  void draw_as_unheld(const std::vector<BlockId>& blocks, Seconds now);
  void set_spare(BlockId block, bool is_spare, Seconds now);
  void keep_spares(const PodInstance& pod, int count);

  SiteLayout layout_;
  PowerTree tree_;
  DcnFabric dcn_;
  Inventory inventory_;
  BlockStays stays_;
  PowerDraw power_;
  Ledger ledger_;
  std::map<std::string, UnheldChips> unheld_;
  std::vector<Route> to_storage_;    ///< by pod
  std::vector<Route> from_storage_;  ///< by pod
  std::map<std::pair<PodId, PodId>, Route> between_;
  Seconds settled_;
  Seconds wanted_;
  std::vector<int> missing_spares_;  ///< by pod: spares in use, which repaired blocks take the place of
};

}  // namespace gigapod
