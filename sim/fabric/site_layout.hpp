#pragma once

#include "sim/base/ids.hpp"
#include "sim/hardware/chip.hpp"
#include "sim/hardware/pod.hpp"
#include "sim/hardware/site.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace gigapod {

/// One installed pod. Everything about its chips is arithmetic on the ids below.
struct PodInstance {
  std::string name;  ///< "ironwood-07"
  PodId id;
  const PodSpec* spec = nullptr;  ///< owned by the scenario, outlives the layout
  const ChipSpec* chip = nullptr;
  BlockId first_block;
  int blocks = 0;
  std::uint32_t first_chip = 0;
};

/// How many chips of a group the power envelope allows, and which bound decided.
struct GroupFit {
  std::string type;
  std::int64_t chip_limit = 0;  ///< asked for; 0: no limit
  std::int64_t installed_chips = 0;
  std::int64_t envelope_chips = 0;  ///< in whole pods, that the grid rating carries beside the other groups at full
                                    ///< activity, oversubscription included
  std::string bound;                ///< "grid_power", "power_tree", "chip_limit" or "count"
  Watts power_for_limit;  ///< at the meter, cooling and losses included, for `chip_limit` (or installed) chips at
                          ///< full activity
};

/// The pods of a site, in the order they are installed.
struct SiteLayout {
  std::vector<PodInstance> pods;
  std::vector<GroupFit> fits;  ///< one per pod group
  std::int64_t chips = 0;
  int blocks = 0;

  [[nodiscard]] const PodInstance& pod_of(BlockId block) const;
};

/// Power at the meter over IT power at full activity in the hottest weather: PUE or cooling, and the losses of the
/// levels of the power tree at their full load.
[[nodiscard]] double meter_factor(const PowerSpec& power);

/// IT power that the site may install: grid rating x oversubscription / meter factor.
[[nodiscard]] Watts it_power_budget(const PowerSpec& power);

/// IT power of one pod at full activity with its share of the data-centre network; what the envelope is charged.
[[nodiscard]] Watts installed_power(const PodSpec& pod, const ChipSpec& chip, const DcnSpec& dcn);

/// Installs pods group by group under the grid rating: `count` pods, or as many as fit (whole pods) when count is 0.
/// Groups of a fixed count are charged first; groups that fit share what is left, in order.
/// A group with a fixed count that breaks the envelope is a scenario error, found by validation, not here.
[[nodiscard]] SiteLayout lay_out(const SiteSpec& site, const std::map<std::string, PodSpec>& pods,
                                 const std::map<std::string, ChipSpec>& chips);

}  // namespace gigapod
