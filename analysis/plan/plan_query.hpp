#pragma once

#include "analysis/goodput/job_goodput.hpp"
#include "analysis/plan/plan_walk.hpp"
#include "sim/hardware/chip.hpp"
#include "sim/hardware/pod.hpp"
#include "sim/hardware/site.hpp"
#include "sim/model/cost/chip_price.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gigapod {

/// What the best plan has least of.
enum class PlanObjective {
  kTime,
  kCost,
  kEnergy,
  kChips
};
/// `time`, `cost`, `energy`, `chips`.
[[nodiscard]] std::string_view objective_name(PlanObjective objective);

/// What a run may take; 0: no limit.
struct PlanLimits {
  Seconds deadline;
  Dollars budget;
  Watts power;  ///< at the meter, of its chips at full activity
  bool operator==(const PlanLimits&) const = default;
};

/// The largest range of chips that is searched.
inline constexpr std::int64_t kMostPlanChips = 4'000'000;

/// A training run to be planned: what is trained, on which chips, within which limits, and what may be chosen.
struct PlanQuery {
  TrainingPlan start;  ///< model, sequence length and bytes of the states; the space says what is searched
  double tokens = 0.0;
  PodSpec pod;
  ChipSpec chip;
  SiteSpec site;  ///< its network, storage and PUE
  FailureTerms failures;
  std::optional<DollarsPerSecond> price;  ///< of a chip
  std::int64_t least_chips = 1;
  std::int64_t most_chips = 1;
  std::optional<Shape> slice;  ///< the only shape tried
  int slices = 0;              ///< the only number of slices tried; 0: any
  int most_batch = 1;          ///< sequences of a step
  PlanSpace space;
  PlanLimits limits;
  PlanObjective objective = PlanObjective::kTime;
  int top = 5;  ///< layouts kept beside the front
};

/// Equal slices, closed as twisted tori or not.
struct PlanAllocation {
  SliceAllocation slices;
  bool is_twisted = false;
  [[nodiscard]] std::int64_t chips() const { return slices.chips(); }
  bool operator==(const PlanAllocation&) const = default;
};

/// The slices that the query tries, in this order: powers of two, three times those, whole pods and the ends of the
/// range of chips; each as the fewest slices that come out whole and as the next more, in the most compact shapes of
/// that size and their twisted tori.
[[nodiscard]] std::vector<PlanAllocation> plan_allocations(const PlanQuery& query);

/// A fingerprint of everything that decides the answer, the program's version included.
[[nodiscard]] std::string fingerprint(const PlanQuery& query);

}  // namespace gigapod
