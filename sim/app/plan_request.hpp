#pragma once

#include "analysis/plan/plan_query.hpp"
#include "sim/app/inputs.hpp"
#include "sim/app/plan_options.hpp"

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace gigapod::app {

/// What a user asks `gigapod plan` for, as texts.
struct PlanRequest {
  std::string model;
  std::string chip;
  std::string pod;
  std::string site;
  std::string chips;  ///< `8192` or `4096..65536`
  std::string slice;
  int slices = 0;
  std::string tokens;
  std::string deadline;
  std::string budget;
  double megawatts = 0.0;
  std::string objective;
  std::string critical_batch;  ///< tokens
  int batch = 0;               ///< sequences
  std::vector<std::string> precisions;
  std::vector<std::string> remats;
  std::string commitment = "on_demand";
  double chip_hour = 0.0;  ///< dollars
  std::string failures;
  double pue = 0.0;
  int top = 5;
  PlanOptions plan;
  CatalogOption catalog;
};

/// Adds the options of a request.
void add_plan_request(CLI::App& command, PlanRequest& request);

/// The request as a query, with every default filled in. Throws InvalidInput with what is wrong.
[[nodiscard]] PlanQuery plan_query(const PlanRequest& request);

}  // namespace gigapod::app
