#include "analysis/column_lists.hpp"

namespace gigapod {
namespace {

constexpr MetricDefinition kStudy[] = {
    {"name", "text", "name of the study", "scenario"},
    {"description", "text", "its description", "scenario"},
    {"axes[].name", "text", "name of an axis", "`study.axes`"},
    {"axes[].values[]", "text", "that cases have on it, as the scenario writes them", "`study.axes`"},
    {"measures[]", "text", "what every run is asked for", "`study.measures`"},
    {"first_seed", "number", "seed of the first run of every case", "scenario"},
    {"seeds", "runs", "most of a case", "`study.seeds`, `--seeds`"},
    {"target", "of the measure", "of the first measure; only with one", "`study.target`"},
    {"runs_checksum", "text", "16 hexadecimal digits, by which `gigapod compare` sees whether runs.csv was altered",
     "runs.csv"},
    {"rows[].values.<axis>", "text", "value of the case on the axis", "`study.axes`"},
    {"rows[].seeds", "runs", "of the case that its results use", "ends of runs"},
    {"rows[].measures.<measure>.mean", "of the measure", "mean over these runs; the measure is null without one",
     "the run's results at its end"},
    {"rows[].measures.<measure>.low", "of the measure", "low end of its 95% interval (Student's, over seeds)",
     "the run's results at its end"},
    {"rows[].measures.<measure>.high", "of the measure", "high end of it", "the run's results at its end"},
    {"failures[].values.<axis>", "text", "value of a case with a failure on the axis", "`study.axes`"},
    {"failures[].seed", "number", "seed of the run without a result; null: the case is no valid scenario",
     "ends of runs"},
    {"failures[].reason", "text", "what the run printed as its error, or how its process ended", "ends of runs"},
    {"sensitivity[].values.<listed axis>", "text", "value on an axis with listed values; only with `study.sample`",
     "`study.axes`"},
    {"sensitivity[].measure", "text", "measure that the axes change", "`study.measures`"},
    {"sensitivity[].points_left_out", "cases", "of the sample without a result", "ends of runs"},
    {"sensitivity[].axes.<ranged axis>.<index>.value", "by index",
     "as in sensitivity.csv, of an axis with a range; null with too few points", "means of the cases over seeds"},
    {"sensitivity[].axes.<ranged axis>.<index>.low", "by index", "low end of its 95% interval",
     "means of the cases over seeds"},
    {"sensitivity[].axes.<ranged axis>.<index>.high", "by index", "high end of it", "means of the cases over seeds"},
};

}  // namespace

Definitions study_keys() { return kStudy; }

}  // namespace gigapod
