#include "sim/app/progress_line.hpp"

#include "sim/base/dimension.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <unistd.h>

namespace gigapod::app {

ProgressLine::ProgressLine(bool is_quiet)
    : start_(std::chrono::steady_clock::now()), is_quiet_(is_quiet || isatty(STDERR_FILENO) == 0) {}

ProgressLine::~ProgressLine() {
  if (is_shown_) std::fputs("\r\x1b[K", stderr);
}

void ProgressLine::show(const Progress& progress) {
  if (is_quiet_) return;
  const double wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  const double share = progress.simulated / progress.horizon;
  const Seconds left(share > 0.0 ? wall * (1.0 - share) / share : 0.0);
  const std::string line =
      fmt::format("\r\x1b[K  {} of {} simulated | {:.0f} events/s | about {} to go", short_text(progress.simulated),
                  short_text(progress.horizon), static_cast<double>(progress.events) / (wall > 0.0 ? wall : 1.0),
                  short_text(Seconds(std::ceil(left.value()))));
  std::fputs(line.c_str(), stderr);
  std::fflush(stderr);
  is_shown_ = true;
}

}  // namespace gigapod::app
