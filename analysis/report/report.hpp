#pragma once

#include "analysis/cost/job_cost.hpp"
#include "analysis/cost/serving_cost.hpp"
#include "analysis/plan/plan_answer.hpp"
#include "analysis/run/run_data.hpp"
#include "analysis/scaling/scaling.hpp"
#include "analysis/serving/serving_search.hpp"
#include "analysis/study/study_results.hpp"

#include <filesystem>
#include <string>

namespace gigapod {

/// The report of a run: one HTML file with its charts, styles, script and data, that opens without a network.
[[nodiscard]] std::string report_html(const RunData& run);

/// The page of a scaling study, likewise.
[[nodiscard]] std::string scaling_html(const ScalingStudy& study);

/// The page of a study of variants, likewise.
[[nodiscard]] std::string study_html(const StudyResults& results);

/// The page of a search for what serves a workload, likewise.
[[nodiscard]] std::string frontier_html(const ServingSearch& search, const SearchResult& result);

/// The page of a search for plans, likewise.
[[nodiscard]] std::string plan_html(const PlanAnswer& answer);

/// The page of a job on several kinds of chips, likewise.
[[nodiscard]] std::string cost_html(const CostComparison& comparison);

/// The page of requests served on several kinds of chips, likewise.
[[nodiscard]] std::string serving_cost_html(const ServingComparison& comparison);

/// Writes the report of a run to `file`, whole or not at all. Throws RunFailed when the disk refuses.
void write_report(const RunData& run, const std::filesystem::path& file);

/// Writes the page of a scaling study, likewise.
void write_scaling_report(const ScalingStudy& study, const std::filesystem::path& file);

}  // namespace gigapod
