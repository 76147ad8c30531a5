#pragma once

#include "analysis/cost/job_cost.hpp"
#include "analysis/cost/serving_cost.hpp"
#include "analysis/plan/plan_answer.hpp"
#include "analysis/run/run_data.hpp"
#include "analysis/scaling/scaling.hpp"
#include "analysis/study/study_results.hpp"

namespace gigapod {

/// A made-up run with the size and the figures of a million chips over `days`: every metric the report draws, 108
/// pods, a frontier job, mid-size jobs, fine-tuning and a fleet, failures and restarts. Same bytes every time.
[[nodiscard]] RunData sample_run(double days = 30.0);

/// The same with names that try to leave the text they stand in: markup, script ends, quotes, line separators.
[[nodiscard]] RunData hostile_run();

/// A made-up scaling study from 64 chips to a million.
[[nodiscard]] ScalingStudy sample_scaling();

/// A made-up study: goodput and interruptions of four sizes with nine mitigations, names that try to leave the text.
[[nodiscard]] StudyResults sample_study();

/// A made-up sweep: two listed values with a sample of two ranges each, one point of it without a result.
[[nodiscard]] StudyResults sample_sweep(SampleMethod method);

/// A search for plans that is really done, of a small model with a hostile name.
[[nodiscard]] PlanAnswer sample_plan();

/// Three kinds of chips on one job, one of them without a known capital; a hostile name.
[[nodiscard]] CostComparison sample_cost();

/// A serving job on kinds of chips with a capital, a list price, neither, and one that does not serve; hostile names.
[[nodiscard]] ServingComparison sample_serving_cost();

}  // namespace gigapod
