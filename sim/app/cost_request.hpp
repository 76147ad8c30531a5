#pragma once

#include "analysis/cost/job_cost.hpp"
#include "analysis/plan/plan_search.hpp"
#include "sim/app/cost_options.hpp"
#include "sim/app/plan_request.hpp"

#include <CLI/CLI.hpp>

#include <functional>
#include <string>

namespace gigapod::app {

/// What a user asks `gigapod cost` for, as texts.
struct CostRequest {
  PlanRequest plan;  ///< its deadline is 90 days when none is given
  CostOptions options;
  int jobs = 0;
};

/// Adds the options of a request.
void add_cost_request(CLI::App& command, CostRequest& request);

/// Told of a search under way, on the caller's thread; false ends it.
using CostProgress = std::function<bool(const std::string& chip, const SearchProgress&)>;

/// The kinds of chips side by side. Throws InvalidInput with what is wrong, or with what is missing where a kind
/// can't do the job, and Interrupted when `on_progress` ends it.
[[nodiscard]] CostComparison cost_answer(const CostRequest& request, const CostProgress& on_progress);

}  // namespace gigapod::app
