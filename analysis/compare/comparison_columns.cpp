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

constexpr MetricDefinition kKeys[] = {
    {"tests", "tests", "that Holm's correction is over", "all differences"},
    {"sides[].name", "text", "what is compared, as short as the paths allow", "paths given"},
    {"sides[].path", "text", "as it was given", "paths given"},
    {"sides[].scenario", "text", "name of its scenario", "scenario"},
    {"sides[].seeds[]", "number", "seed of each of its runs; none of a sweep", "results of the side"},
    {"figures[].name", "text", "`figure` of compare.csv", "results of the sides"},
    {"figures[].group", "text", "as in compare.csv", "figure"},
    {"figures[].sides[].mean", "of the figure", "by side; the side is null where it has no such figure",
     "results of the side"},
    {"figures[].sides[].low", "of the figure", "low end of its 95% interval", "results of the side"},
    {"figures[].sides[].high", "of the figure", "high end of it", "results of the side"},
    {"figures[].sides[].runs", "runs", "of the side that have the figure", "results of the side"},
    {"figures[].differences[].difference", "of the figure",
     "by side, from the second: this side less the first, over common seeds where the test is paired",
     "both sides, seed by seed"},
    {"figures[].differences[].low", "of the figure", "low end of its 95% interval by the same test",
     "both sides, seed by seed"},
    {"figures[].differences[].high", "of the figure", "high end of it", "both sides, seed by seed"},
    {"figures[].differences[].relative", "ratio",
     "`difference` / size of the first side's mean; null where that is 0", "both sides"},
    {"figures[].differences[].test", "text", "`paired`, `welch` or `none`, as in compare.csv", "seeds of both sides"},
    {"figures[].differences[].p", "probability", "of a difference as large were the means equal; null without a test",
     "both sides, seed by seed"},
    {"figures[].differences[].adjusted_p", "probability", "`p` by Holm's correction over all tests; null likewise",
     "all `p`"},
    {"figures[].differences[].is_significant", "true or false", "whether `adjusted_p` is below 0.05",
     "both sides, seed by seed"},
    {"figures[].differences[].is_outside", "true or false", "`outside` of compare.csv", "`tolerance`"},
    {"figures[].differences[].is_missing", "true or false",
     "true where one of the two has no such figure, with `is_outside` alone beside it", "results of the sides"},
    {"figures[].tolerance.amount", "share or of the figure", "allowed difference; only with one",
     "`--tolerance`, `--tolerance-file`"},
    {"figures[].tolerance.is_relative", "true or false", "whether it is a share of the first side's mean",
     "`--tolerance`, `--tolerance-file`"},
    {"scenario[].key", "text", "key in which the scenarios differ", "resolved scenarios"},
    {"scenario[].values[]", "text", "its value by side; null where the side has no such key", "resolved scenarios"},
};

}  // namespace

std::span<const MetricDefinition> comparison_columns() { return kComparison; }

std::span<const MetricGroup> comparison_groups() {
  static const std::array groups = {
      MetricGroup{MetricPlace::kColumn, "compare/compare.csv", kComparison},
      MetricGroup{MetricPlace::kKey, "compare/compare.json", kKeys},
  };
  return groups;
}

}  // namespace gigapod
