#pragma once

#include "analysis/run/run_data.hpp"

#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace gigapod {

/// The tables of a comparison.
enum class FigureGroup {
  kHeadline,
  kChipSeconds,
  kEnergy,
  kJobs,
  kFleets,
  kMeasures,  ///< of a study
  kOther,
};

inline constexpr std::array kFigureGroups = {
    FigureGroup::kHeadline, FigureGroup::kChipSeconds, FigureGroup::kEnergy, FigureGroup::kJobs,
    FigureGroup::kFleets,   FigureGroup::kMeasures,    FigureGroup::kOther};

/// "headline", "chip_seconds" …
[[nodiscard]] const char* group_name(FigureGroup group);

/// A value as people read it, by what the figure's name says of its unit: `energy_joules` as `707 GWh`.
[[nodiscard]] std::string figure_text(const std::string& name, double value);
/// A difference of two values, with its sign; of fractions in percentage points.
[[nodiscard]] std::string difference_text(const std::string& name, double difference);
/// Whether the figure is a share that is shown in percent.
[[nodiscard]] bool is_share(const std::string& name);

/// Figures of one run that a comparison looks at: those of run.sqlite, and `NAME.figure` of its jobs and fleets.
struct RunFigures {
  std::map<std::string, double> values;
  std::vector<std::pair<std::string, FigureGroup>> groups;  ///< of the values shown, in that order
  std::size_t lesser_workloads = 0;                         ///< that are not shown
};

/// A run with more workloads shows those with the most chip-seconds, this many or all that are alike.
inline constexpr std::size_t kMostComparedWorkloads = 40;

[[nodiscard]] RunFigures run_figures(const RunData& run);

}  // namespace gigapod
