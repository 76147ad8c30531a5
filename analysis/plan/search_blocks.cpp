#include "analysis/plan/search_blocks.hpp"

#include "analysis/plan/search_checkpoint.hpp"
#include "sim/base/worker_threads.hpp"

namespace gigapod {

std::vector<BlockResult> search_blocks(const PlanQuery& query, const std::vector<PlanAllocation>& allocations,
                                       const SearchOptions& options, SearchControl& control) {
  SearchCheckpoint checkpoint(options.checkpoint, query, allocations);
  std::vector<BlockResult> results(allocations.size());
  std::vector<std::size_t> left;
  for (std::size_t number = 0; number < allocations.size(); ++number) {
    const auto found = checkpoint.finished().find(number);
    if (found == checkpoint.finished().end()) {
      left.push_back(number);
    } else {
      results[number] = found->second;
    }
  }
  std::atomic<std::size_t> done = allocations.size() - left.size();
  const auto search = [&](std::size_t place) {
    if (control.is_stopped) return;
    const std::size_t number = left[place];
    results[number] = search_block(query, allocations[number], control);
    if (!results[number].is_complete) return;
    checkpoint.add(number, results[number]);
    ++done;
  };
  run_in_threads(left.size(), options.jobs, search, [&] {
    if (options.on_progress) options.on_progress({done, allocations.size(), control.candidates});
  });
  return results;
}

}  // namespace gigapod
