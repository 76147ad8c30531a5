#include "analysis/study/case_runs.hpp"

#include "analysis/interval.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace gigapod {

CaseRuns::CaseRuns(const SeedRule& rule, std::optional<double> target, std::uint64_t first_seed)
    : rule_(rule), target_(target), first_seed_(first_seed) {}

void CaseRuns::add(std::uint64_t seed, std::vector<double> measures) {
  runs_[seed] = std::move(measures);
  settle();
}

void CaseRuns::add_failure(std::uint64_t seed, std::string reason) {
  failures_[seed] = std::move(reason);
  settle();
}

bool CaseRuns::has(std::uint64_t seed) const { return runs_.contains(seed) || failures_.contains(seed); }

std::size_t CaseRuns::missing() const {
  const std::size_t ended = runs_.size() + failures_.size();
  return is_settled_ ? 0
                     : static_cast<std::size_t>(rule_.most) - std::min(static_cast<std::size_t>(rule_.most), ended);
}

/// Takes the next seeds into use as long as they have ended and the rule wants more.
void CaseRuns::settle() {
  while (!is_settled_ && has(first_seed_ + used_)) {
    const auto run = runs_.find(first_seed_ + used_);
    if (run != runs_.end()) samples_.push_back(run->second.front());
    ++used_;
    is_settled_ = used_ >= static_cast<std::uint64_t>(rule_.most) || stops();
  }
}

bool CaseRuns::stops() const {
  if (samples_.size() < static_cast<std::size_t>(std::max(2, rule_.least))) return false;
  const MeanInterval interval = mean_interval(samples_);
  const bool is_precise = rule_.precision > 0.0 && interval.half_width <= rule_.precision * std::abs(interval.mean);
  const bool is_decided =
      rule_.stops_at_target && target_ && (interval.low() >= *target_ || interval.high() < *target_);
  return is_precise || is_decided;
}

std::vector<StudyRun> CaseRuns::runs() const {
  std::vector<StudyRun> used;
  for (const auto& [seed, measures] : runs_) {
    if (seed < first_seed_ + used_) used.push_back({seed, measures});
  }
  return used;
}

std::vector<std::pair<std::uint64_t, std::string>> CaseRuns::failures() const {
  std::vector<std::pair<std::uint64_t, std::string>> used;
  for (const auto& [seed, reason] : failures_) {
    if (seed < first_seed_ + used_) used.emplace_back(seed, reason);
  }
  return used;
}

}  // namespace gigapod
