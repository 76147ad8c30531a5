#pragma once

#include "sim/engine/simulate.hpp"

#include <chrono>

namespace gigapod::app {

/// One line on standard error that says how far a run is: simulated time, events per second, time to go. Writes
/// nothing where standard error is not a terminal.
class ProgressLine {
 public:
  explicit ProgressLine(bool is_quiet);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void show(const Progress& progress);

 private:
  std::chrono::steady_clock::time_point start_;
  bool is_shown_ = false;
  bool is_quiet_;
};

}  // namespace gigapod::app
