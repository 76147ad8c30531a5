#pragma once

#include "analysis/plan/block_search.hpp"

#include <filesystem>
#include <functional>
#include <vector>

namespace gigapod {

/// How far a search is.
struct SearchProgress {
  std::size_t blocks_done = 0;
  std::size_t blocks = 0;
  std::int64_t candidates = 0;  ///< looked at since the start of the program
};

struct SearchOptions {
  int jobs = 1;                                            ///< threads
  std::filesystem::path checkpoint;                        ///< empty: none
  std::function<void(const SearchProgress&)> on_progress;  ///< called by the caller's thread, some times a second
};

/// Searches every allocation, one after the other on each thread. The answers do not depend on the number of threads,
/// nor on how often the search was killed and went on. Those that `control` stops are not complete.
[[nodiscard]] std::vector<BlockResult> search_blocks(const PlanQuery& query,
                                                     const std::vector<PlanAllocation>& allocations,
                                                     const SearchOptions& options, SearchControl& control);

}  // namespace gigapod
