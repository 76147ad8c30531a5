#pragma once

#include "analysis/serving/serving_search.hpp"
#include "sim/app/serve_options.hpp"

#include <string>

namespace gigapod::app {

/// What a search may choose from, as given on a command line.
struct SearchOptions {
  int most_chips_a_replica = 64;
  int most_chips = 4096;
  bool is_whole = false;  ///< no split into prefill and decode
};

/// Adds --most-chips-a-replica, --most-chips and --no-split.
void add_search_options(CLI::App& command, SearchOptions& options);

/// The machines, slices and targets of the options; `requests` gives the plan its mean lengths.
[[nodiscard]] ServingSearch chosen_search(const ServeOptions& options, const SearchOptions& limits,
                                          const Catalog& catalog, const ChosenRequests& requests);

}  // namespace gigapod::app
