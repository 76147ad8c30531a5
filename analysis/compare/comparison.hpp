#pragma once

#include "analysis/compare/figure_groups.hpp"
#include "analysis/compare/significance.hpp"
#include "analysis/interval.hpp"
#include "analysis/run/run_data.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace gigapod {

/// The figures of one run, or of one seed of a study, by name.
struct ComparedRun {
  std::uint64_t seed = 0;
  std::map<std::string, double> figures;
};

/// One of the things that are compared: a run, runs of one scenario over seeds, or the results of a study.
struct ComparedSide {
  std::string name;               ///< as short as the paths of all sides allow
  std::string path;               ///< as the user gave it
  std::vector<ComparedRun> runs;  ///< by seed, each seed once
  std::string scenario_name;
  std::vector<std::pair<std::string, std::string>> scenario;  ///< resolved values by key, without the seeds
  std::vector<std::pair<std::string, FigureGroup>> groups;    ///< of the figures shown, in that order
  std::vector<std::string> axes;                              ///< of a sweep; empty for runs
  std::vector<std::string> points;                            ///< of a sweep: their values on the axes
  std::size_t lesser_workloads = 0;                           ///< not shown, beside those with the most chip-seconds
  RunData first;  ///< the run of the lowest seed, for its series; without workloads and events; empty for a study
};

/// How far a figure may be from the first side's.
struct Tolerance {
  double amount = 0.0;
  bool is_relative = true;  ///< a fraction of the first side's, else an amount in the figure's unit
};

/// A figure of one side against the first side.
struct FigureDifference {
  MeanDifference mean;               ///< less the first side's
  std::optional<double> relative;    ///< over the size of the first side's mean; none where that is 0 and this is not
  std::optional<double> adjusted_p;  ///< by Holm over all tests of the comparison
  bool is_missing = false;           ///< one of the two has no such figure
  bool is_outside = false;           ///< of its tolerance

  [[nodiscard]] bool is_significant() const { return adjusted_p && *adjusted_p < 0.05; }
};

struct ComparedFigure {
  std::string name;
  FigureGroup group = FigureGroup::kOther;
  std::vector<std::optional<MeanInterval>> sides;  ///< none where a side has no such figure
  std::vector<FigureDifference> differences;       ///< of every side after the first
  std::optional<Tolerance> tolerance;

  [[nodiscard]] bool differs() const;
};

/// A key of the resolved scenario whose value is not the same on every side.
struct ScenarioDifference {
  std::string key;
  std::vector<std::optional<std::string>> values;  ///< by side; none where a side has no such key
};

struct Comparison {
  std::vector<ComparedSide> sides;
  std::vector<ComparedFigure> figures;
  std::vector<ScenarioDifference> scenario;
  std::size_t tests = 0;  ///< that Holm's correction is over

  [[nodiscard]] bool is_outside() const;
};

/// Reads every path as a side: a run directory, a folder of run directories of one scenario with seeds of their own,
/// or a folder of results of `gigapod sweep`. Throws InvalidInput with everything that is wrong with any of them, and
/// for sides that have no point in common.
[[nodiscard]] std::vector<ComparedSide> read_sides(const std::vector<std::string>& paths);

/// How many points two sweeps share.
[[nodiscard]] std::size_t common_points(const ComparedSide& a, const ComparedSide& b);

/// Compares every side with the first. Sides whose seeds include each other's are paired by seed, others are
/// independent samples.
[[nodiscard]] Comparison compare_sides(std::vector<ComparedSide> sides);

/// Tables for a terminal.
[[nodiscard]] std::string comparison_text(const Comparison& comparison);
/// One line for each figure and side.
[[nodiscard]] std::string comparison_csv(const Comparison& comparison);
/// {"sides": […], "figures": [{"name", "group", "sides": […], "differences": […]}], "scenario": […]}.
[[nodiscard]] std::string comparison_json(const Comparison& comparison);
/// One line for each figure outside its tolerance; empty when none is.
[[nodiscard]] std::string outside_text(const Comparison& comparison);

}  // namespace gigapod
