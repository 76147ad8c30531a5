#pragma once

#include "analysis/plan/search_blocks.hpp"
#include "sim/engine/simulate.hpp"

#include <chrono>
#include <string>

namespace gigapod::app {

/// One line on standard error that says how far a run or a search is and how long it will take. Writes nothing where
/// standard error is not a terminal.
class ProgressLine {
 public:
  explicit ProgressLine(bool is_quiet);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  /// Simulated time, events per second, time to go.
  void show(const Progress& progress);
  /// Choices of slices searched, plans per second; `before` stands in front.
  void show(const SearchProgress& progress, const std::string& before = {});
  /// `share` of the work is done, 0 to 1; `what` says so. `per_second` counts what is done since the start.
  void show(double share, const std::string& what, double count, const char* per_second);

 private:
  std::chrono::steady_clock::time_point start_;
  bool is_shown_ = false;
  bool is_quiet_;
};

}  // namespace gigapod::app
