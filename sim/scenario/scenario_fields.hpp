#pragma once

#include "sim/base/fields.hpp"
#include "sim/scenario/read_value.hpp"
#include "sim/scenario/scenario.hpp"

#include <array>

namespace gigapod {

// The field lists of the sections of a scenario file that have no layer of their own. Sections that are mappings of
// other structs (model, parallelism, demand, published) are read beside them.

/// `slices` of a job: the product of its dcn_ degrees of parallelism, said once more for people.
struct SliceCount {
  int slices = 1;
};

[[nodiscard]] FieldList<Scenario> scenario_fields();
[[nodiscard]] FieldList<SiteSpec> site_fields();
[[nodiscard]] FieldList<PodGroup> pod_group_fields();
[[nodiscard]] FieldList<JobSpec> job_fields();
[[nodiscard]] FieldList<SliceCount> slice_count_fields();
[[nodiscard]] FieldList<TrainingPlan> training_plan_fields();
[[nodiscard]] FieldList<PublishedFigures> published_fields();
[[nodiscard]] FieldList<FleetSpec> fleet_fields();
[[nodiscard]] FieldList<ServingPlan> serving_plan_fields();
[[nodiscard]] FieldList<ScaleSpec> scale_fields();

/// Words that stand for 0, by section.
inline constexpr std::array<ZeroWord, 2> kPodGroupWords = {ZeroWord{"count", "fit"}, ZeroWord{"chip_limit", "none"}};
inline constexpr std::array<ZeroWord, 1> kJobWords = {ZeroWord{"checkpoint_interval", "auto"}};
inline constexpr std::array<ZeroWord, 2> kTierWords = {ZeroWord{"interval", "auto"}, ZeroWord{"bandwidth", "auto"}};
inline constexpr std::array<ZeroWord, 2> kRecoveryWords = {ZeroWord{"repair_crews", "unlimited"},
                                                           ZeroWord{"retire_after", "never"}};
inline constexpr std::array<ZeroWord, 1> kFleetWords = {ZeroWord{"max_batch", "auto"}};

}  // namespace gigapod
