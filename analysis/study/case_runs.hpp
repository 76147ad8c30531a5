#pragma once

#include "sim/scenario/study.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace gigapod {

/// The measures of one run.
struct StudyRun {
  std::uint64_t seed = 0;
  std::vector<double> measures;
};

/// Runs of one case as they end, in any order, and how many of its seeds its results use: all, or those up to the
/// first after which the seed rule stops. That depends on the runs alone, not on their order.
class CaseRuns {
 public:
  /// Seeds `first_seed`, `first_seed` + 1 … up to the most of the rule.
  CaseRuns(const SeedRule& rule, std::optional<double> target, std::uint64_t first_seed);

  void add(std::uint64_t seed, std::vector<double> measures);
  void add_failure(std::uint64_t seed, std::string reason);

  /// Whether no further seed is needed.
  [[nodiscard]] bool is_settled() const { return is_settled_; }
  [[nodiscard]] bool has(std::uint64_t seed) const;
  /// Seeds that may still be needed.
  [[nodiscard]] std::size_t missing() const;
  /// The runs and failures of the seeds in use, by seed.
  [[nodiscard]] std::vector<StudyRun> runs() const;
  [[nodiscard]] std::vector<std::pair<std::uint64_t, std::string>> failures() const;

 private:
  void settle();
  [[nodiscard]] bool stops() const;

  SeedRule rule_;
  std::optional<double> target_;
  std::uint64_t first_seed_;
  std::map<std::uint64_t, std::vector<double>> runs_;
  std::map<std::uint64_t, std::string> failures_;
  std::vector<double> samples_;  ///< first measure of the runs among the seeds in use
  std::uint64_t used_ = 0;       ///< seeds in use
  bool is_settled_ = false;
};

}  // namespace gigapod
