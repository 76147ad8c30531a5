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
[[nodiscard]] FieldList<JobDraw> job_draw_fields();
[[nodiscard]] FieldList<JobTrace> job_trace_fields();
[[nodiscard]] FieldList<TenantSpec> tenant_fields();
[[nodiscard]] FieldList<SignalSpec> signal_fields();
[[nodiscard]] FieldList<CurtailmentSpec> curtailment_fields();
[[nodiscard]] FieldList<PowerFaultSpec> power_fault_fields();
[[nodiscard]] FieldList<PowerControlSpec> power_control_fields();
[[nodiscard]] FieldList<SliceCount> slice_count_fields();
[[nodiscard]] FieldList<TrainingPlan> training_plan_fields();
[[nodiscard]] FieldList<PublishedFigures> published_fields();
[[nodiscard]] FieldList<FleetSpec> fleet_fields();
[[nodiscard]] FieldList<ServingPlan> serving_plan_fields();
[[nodiscard]] FieldList<ScaleSpec> scale_fields();

/// Words that stand for 0, by section.
inline constexpr std::array<ZeroWord, 2> kPodGroupWords = {ZeroWord{"count", "fit"}, ZeroWord{"chip_limit", "none"}};
inline constexpr std::array<ZeroWord, 2> kTierWords = {ZeroWord{"interval", "auto"}, ZeroWord{"bandwidth", "auto"}};
inline constexpr std::array<ZeroWord, 2> kRecoveryWords = {ZeroWord{"repair_crews", "unlimited"},
                                                           ZeroWord{"retire_after", "never"}};
inline constexpr std::array<ZeroWord, 7> kJobWords = {ZeroWord{"checkpoint_interval", "auto"},
                                                      ZeroWord{"count", "unlimited"},
                                                      ZeroWord{"tokens", "none"},
                                                      ZeroWord{"duration", "none"},
                                                      ZeroWord{"deadline", "none"},
                                                      ZeroWord{"min_slices", "none"},
                                                      ZeroWord{"max_slices", "none"}};
inline constexpr std::array<ZeroWord, 1> kDrawWords = {ZeroWord{"duration_median", "none"}};
inline constexpr std::array<ZeroWord, 1> kTenantWords = {ZeroWord{"quota", "none"}};
inline constexpr std::array<ZeroWord, 2> kCurtailmentWords = {ZeroWord{"every", "never"}, ZeroWord{"limit", "none"}};
inline constexpr std::array<ZeroWord, 1> kPowerFaultWords = {ZeroWord{"units", "all"}};
inline constexpr std::array<ZeroWord, 1> kPowerControlWords = {ZeroWord{"ramp_per_minute", "none"}};

// Items of lists in those sections.
inline const Field kSliceCountItem{"slices", FieldKind::kInteger, Dimension::kNone, false, {}, {1.0, 1e5}, {}, {}};
inline const Field kShapeItem{"shape", FieldKind::kShape, Dimension::kNone, false, {}, kAtLeastOne, {}, {}};
inline const Field kWeightItem{"weight", FieldKind::kNumber, Dimension::kNone, false, {}, kPositive, {}, {}};
inline const Field kDurationItem{"duration", FieldKind::kQuantity, Dimension::kTime, false, {}, kPositive, {}, {}};
inline const Field kTimeItem{"time", FieldKind::kQuantity, Dimension::kTime, false, {}, kNonNegative, {}, {}};
inline const Field kValueItem{"value", FieldKind::kNumber, Dimension::kNone, false, {}, kNonNegative, {}, {}};
inline const Field kFractionItem{"fraction", FieldKind::kNumber, Dimension::kNone, false, {}, {0.0, 1.0, true}, {},
                                 {}};
inline constexpr std::array<ZeroWord, 2> kFleetWords = {ZeroWord{"max_batch", "auto"},
                                                        ZeroWord{"chip_hour_dollars", "auto"}};
inline constexpr std::array<ZeroWord, 1> kTenantMixWords = {ZeroWord{"burst_interval", "none"}};
inline constexpr std::array<ZeroWord, 1> kServiceClassWords = {ZeroWord{"rate_limit", "none"}};
inline constexpr std::array<ZeroWord, 1> kLaunchWords = {ZeroWord{"decay", "none"}};
inline constexpr std::array<ZeroWord, 1> kCountryWords = {ZeroWord{"usage_index", "auto"}};

}  // namespace gigapod
