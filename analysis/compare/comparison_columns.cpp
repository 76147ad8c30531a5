#include "analysis/compare/comparison_columns.hpp"

#include "analysis/run/result_groups.hpp"

#include <array>

namespace gigapod {
namespace {

constexpr MetricDefinition kComparison[] = {
    {"figure", "text",
     "a figure of runs above, `NAME.figure` of a job or fleet, or a measure of a sweep with its point",
     "results of the sides"},
    {"group", "text",
     "table that it is shown in: `headline`, `chip_seconds`, `energy`, `jobs`, `fleets`, `measures`, "
     "`other`",
     "figure"},
    {"side", "text", "what is compared, as short as the paths allow", "paths given"},
    {"runs", "runs", "runs of the side that have the figure", "results of the side"},
    {"mean", "of the figure", "mean over these runs; empty without one", "results of the side"},
    {"low", "of the figure", "low end of its 95% interval (Student's, over seeds)", "results of the side"},
    {"high", "of the figure", "high end of it", "results of the side"},
    {"difference", "of the figure",
     "this side less the first, over common seeds where the test is paired; empty for the first side",
     "both sides, seed by seed"},
    {"difference_low", "of the figure", "low end of its 95% interval by the same test", "both sides, seed by seed"},
    {"difference_high", "of the figure", "high end of it", "both sides, seed by seed"},
    {"relative", "ratio", "`difference` / size of the first side's mean; empty where that is 0", "both sides"},
    {"test", "text",
     "`paired` (Student's, of seeds in common), `welch` (independent samples), `none` (one run, or always the same), "
     "`missing` (one of the two has no such figure)",
     "seeds of both sides"},
    {"p", "probability", "of a difference as large were the means equal, by the test", "both sides, seed by seed"},
    {"adjusted_p", "probability", "`p` by Holm's correction over all tests of the comparison; significant below 0.05",
     "all `p`"},
    {"outside", "yes or no", "whether the difference is beyond the tolerance, or one side has no such figure",
     "`tolerance`"},
    {"tolerance", "% or of the figure", "allowed difference; empty: any", "`--tolerance`, `--tolerance-file`"},
};

}  // namespace

std::span<const MetricDefinition> comparison_columns() { return kComparison; }

std::span<const MetricGroup> comparison_groups() {
  static const std::array groups = {
      MetricGroup{MetricPlace::kColumn, "compare/compare.csv", kComparison},
  };
  return groups;
}

}  // namespace gigapod
