#pragma once

#include "analysis/plan/block_search.hpp"

#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace gigapod {

/// The finished blocks of a search in a file, a line each, so that a search that was killed goes on where it was.
///
///   gigapod-plan-search 1 FINGERPRINT BLOCKS
///   block NUMBER counts … plans … HASH
///
/// A line is written at once; what a kill leaves half-written at the end is done again. Values are not stored: they
/// follow from the plans.
class SearchCheckpoint {
 public:
  /// Opens or starts the file. Throws InvalidInput when it belongs to another search or is damaged before its end,
  /// RunFailed when it can't be written. An empty path keeps nothing.
  SearchCheckpoint(std::filesystem::path file, const PlanQuery& query,
                   const std::vector<PlanAllocation>& allocations);

  /// Blocks that the file holds, by number.
  [[nodiscard]] const std::map<std::size_t, BlockResult>& finished() const { return finished_; }
  /// Adds a finished block; from any thread. Throws RunFailed when the disk refuses.
  void add(std::size_t number, const BlockResult& result);

 private:
  void read(const PlanQuery& query, const std::vector<PlanAllocation>& allocations, const std::string& heading);
  void append(const std::string& line);

  std::filesystem::path file_;
  std::map<std::size_t, BlockResult> finished_;
  std::mutex mutex_;
};

}  // namespace gigapod
