#include "sim/app/progress_line.hpp"

#include "analysis/number_text.hpp"
#include "sim/base/dimension.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdio>
#include <unistd.h>

namespace gigapod::app {

ProgressLine::ProgressLine(bool is_quiet)
    : start_(std::chrono::steady_clock::now()), is_quiet_(is_quiet || isatty(STDERR_FILENO) == 0) {}

ProgressLine::~ProgressLine() {
  if (is_shown_) std::fputs("\r\x1b[K", stderr);
}

void ProgressLine::show(const Progress& progress) {
  show(progress.simulated / progress.horizon,
       fmt::format("{} of {} simulated", short_text(progress.simulated), short_text(progress.horizon)),
       static_cast<double>(progress.events), "events/s");
}

void ProgressLine::show(const SearchProgress& progress, const std::string& before) {
  show(static_cast<double>(progress.blocks_done) / static_cast<double>(progress.blocks),
       fmt::format("{}{} of {} of slices searched", before, progress.blocks_done,
                   counted(static_cast<std::int64_t>(progress.blocks), "choice")),
       static_cast<double>(progress.candidates), "plans/s");
}

void ProgressLine::show(double share, const std::string& what, double count, const char* per_second) {
  if (is_quiet_) return;
  const double wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  const Seconds left(share > 0.0 ? wall * (1.0 - share) / share : 0.0);
  const double rate = count / (wall > 0.0 ? wall : 1.0);
  const std::string rate_text = rate < 10.0 ? fmt::format("{:.2g}", rate) : fmt::format("{:.0f}", rate);
  const std::string line = fmt::format("\r\x1b[K  {} | {} {} | about {} to go", what, rate_text, per_second,
                                       share > 0.0 ? short_text(Seconds(std::ceil(left.value()))) : "?");
  std::fputs(line.c_str(), stderr);
  std::fflush(stderr);
  is_shown_ = true;
}

}  // namespace gigapod::app
