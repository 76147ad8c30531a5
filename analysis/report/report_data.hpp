#pragma once

#include "analysis/cost/job_cost.hpp"
#include "analysis/cost/serving_cost.hpp"
#include "analysis/plan/plan_answer.hpp"
#include "analysis/run/run_data.hpp"
#include "analysis/serving/serving_search.hpp"
#include "analysis/study/study_results.hpp"

#include <string>

namespace gigapod {

/// The run as the JSON text that the report's page reads: figures and texts as they are, series downsampled.
/// Bytes of names that are not UTF-8 become the replacement character.
[[nodiscard]] std::string run_report_json(const RunData& run);

/// The results of a study as the JSON text that the page reads.
[[nodiscard]] std::string study_report_json(const StudyResults& results);

/// What a search for a serving setup found, as the JSON text that the page reads.
[[nodiscard]] std::string frontier_report_json(const ServingSearch& search, const SearchResult& result);

/// The answer of a search for plans as the JSON text that the page reads.
[[nodiscard]] std::string plan_report_json(const PlanAnswer& answer);

/// Kinds of chips side by side as the JSON text that the page reads.
[[nodiscard]] std::string cost_report_json(const CostComparison& comparison);
[[nodiscard]] std::string serving_cost_report_json(const ServingComparison& comparison);

}  // namespace gigapod
