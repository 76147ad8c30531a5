#pragma once

#include "analysis/cost/cost_terms.hpp"
#include "sim/scenario/catalog.hpp"

#include <CLI/CLI.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace gigapod::app {

/// Kinds of chips to put side by side, and what owning them costs, as given on a command line.
struct CostOptions {
  std::vector<std::string> chips;
  std::vector<std::string> pods;
  std::vector<std::string> capitals;  ///< `NAME=DOLLARS` or `NAME=LEAST..MOST`
  std::string facility;
  std::string upkeep;
  std::string equipment_life;
  std::string facility_life;
  std::string interest;
  std::string electricity;
  CostTerms terms;
};

/// Adds --chip and --pod.
void add_kind_options(CLI::App& command, CostOptions& options);
/// Adds --capital, --facility, --interest and the rest, but no --seed.
void add_terms_options(CLI::App& command, CostOptions& options);

/// Pods of the catalog, one a kind, in the order asked for.
[[nodiscard]] std::vector<PodSpec> chosen_kinds(const CostOptions& options, const Catalog& catalog);
[[nodiscard]] CostTerms chosen_terms(const CostOptions& options);

/// Given on the command line, by the name of the chip.
using Capitals = std::map<std::string, Estimate>;
/// `kinds` are those that may be named.
[[nodiscard]] Capitals chosen_capitals(const CostOptions& options, const std::vector<PodSpec>& kinds);
[[nodiscard]] std::optional<Estimate> given_capital(const Capitals& capitals, const std::string& chip);

}  // namespace gigapod::app
