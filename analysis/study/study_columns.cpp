#include "analysis/column_lists.hpp"

#include <array>

namespace gigapod {
namespace {

constexpr MetricDefinition kAxis = {"<axis>", "text", "value of the case on the axis", "`study.axes`"};

constexpr MetricDefinition kResults[] = {
    kAxis,
    {"seeds", "runs",
     "of the case that its results use: those that ended, up to the first after which it stops early",
     "ends of runs"},
    {"<measure>_mean", "of the measure", "mean over these runs; empty without one", "the run's results at its end"},
    {"<measure>_low", "of the measure", "low end of its 95% interval (Student's, over seeds)",
     "the run's results at its end"},
    {"<measure>_high", "of the measure", "high end of it", "the run's results at its end"},
};

constexpr MetricDefinition kRuns[] = {
    kAxis,
    {"seed", "number", "seed of the run", "scenario's seed, counted on"},
    {"<measure>", "of the measure", "a figure of the run above, or one of a job, fleet or class (docs/study.md)",
     "the run's results at its end"},
};

constexpr MetricDefinition kFailures[] = {
    kAxis,
    {"seed", "number", "seed of the run without a result; empty: the case is no valid scenario", "ends of runs"},
    {"reason", "text", "what the run printed as its error, or how its process ended", "ends of runs"},
};

constexpr MetricDefinition kIndexNumbers[] = {
    {"value", "by index",
     "of effects that of the measure, over the whole range; of Sobol's orders a share of the variance; of rank "
     "correlations -1 to 1; empty with too few points",
     "means of the cases over seeds"},
    {"low", "by index",
     "low end of its 95% interval: Student's (effects), bootstrap (deviation, orders), Fieller's "
     "(correlation)",
     "means of the cases over seeds"},
    {"high", "by index", "high end of it", "means of the cases over seeds"},
};

constexpr MetricDefinition kIndexNames[] = {
    {"measure", "text", "measure that the axis changes", "`study.measures`"},
    {"axis", "text", "axis with a range", "`study.axes`"},
    {"index", "text",
     "by method: `effect_at_low` and `effect_at_high` (measure at that end less that of the scenario as it is); "
     "`mean_absolute_effect`, `mean_effect`, `effect_deviation` (Morris); `first_order`, `total_order` (Sobol); "
     "`rank_correlation` (Spearman)",
     "`study.sample.method`"},
};

constexpr MetricDefinition kStudyTable[] = {
    {"name", "text", "name of the study", "scenario"},
    {"description", "text", "its description", "scenario"},
    {"version", "text", "version of the program", "program"},
    {"first_seed", "number", "seed of the first run of every case", "scenario"},
    {"target", "of the measure", "of the first measure; null without one", "`study.target`"},
};

constexpr MetricDefinition kCase = {"case", "number", "number of the case, from 0, in the order of `results.csv`",
                                    "`study.axes`"};

constexpr MetricDefinition kCasesTable[] = {
    kCase,
    {"axis", "text", "name of the axis", "`study.axes`"},
    {"value", "text", "value of the case on it", "`study.axes`"},
};

constexpr MetricDefinition kResultsTable[] = {
    kCase,
    {"measure", "text", "measure", "`study.measures`"},
    {"seeds", "runs", "of the case that its results use", "ends of runs"},
    {"mean", "of the measure", "mean over these runs; null without one", "the run's results at its end"},
    {"low", "of the measure", "low end of its 95% interval (Student's, over seeds)", "the run's results at its end"},
    {"high", "of the measure", "high end of it", "the run's results at its end"},
};

constexpr MetricDefinition kRunsTable[] = {
    kCase,
    {"seed", "number", "seed of the run", "scenario's seed, counted on"},
    {"measure", "text", "measure", "`study.measures`"},
    {"value", "of the measure", "what the run came to", "the run's results at its end"},
};

constexpr MetricDefinition kFailuresTable[] = {
    kCase,
    {"seed", "number", "seed of the run without a result; null: the case is no valid scenario", "ends of runs"},
    {"reason", "text", "what the run printed as its error, or how its process ended", "ends of runs"},
};

constexpr MetricDefinition kFirstCase[] = {
    {"first_case", "number", "first case of the sample: tells the listed values that it was drawn with",
     "`study.axes`"},
};

Definitions sensitivity_table() {
  static const std::vector<MetricDefinition> all = joined({kFirstCase, kIndexNames, kIndexNumbers});
  return all;
}

}  // namespace

Definitions study_result_columns() { return kResults; }
Definitions study_run_columns() { return kRuns; }
Definitions study_failure_columns() { return kFailures; }

Definitions study_sensitivity_columns() {
  static const std::vector<MetricDefinition> all = joined({std::span(&kAxis, 1), kIndexNames, kIndexNumbers});
  return all;
}

std::span<const MetricGroup> study_table_groups() {
  using enum MetricPlace;
  static const std::array groups = {
      MetricGroup{kColumn, "sweep/results.sqlite/study", kStudyTable},
      MetricGroup{kColumn, "sweep/results.sqlite/cases", kCasesTable},
      MetricGroup{kColumn, "sweep/results.sqlite/results", kResultsTable},
      MetricGroup{kColumn, "sweep/results.sqlite/runs", kRunsTable},
      MetricGroup{kColumn, "sweep/results.sqlite/failures", kFailuresTable},
      MetricGroup{kColumn, "sweep/results.sqlite/sensitivity", sensitivity_table()},
  };
  return groups;
}

}  // namespace gigapod
