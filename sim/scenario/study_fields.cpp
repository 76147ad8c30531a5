#include "sim/scenario/study_fields.hpp"

namespace gigapod {

FieldList<StudyHead> study_fields() {
  FieldList<StudyHead> list;
  list.integer("seeds", &StudyHead::seeds, {1.0, 10'000.0},
               "Most runs of every case, with seeds from the scenario's on.");
  list.integer("least_seeds", &StudyHead::least_seeds, {2.0, 10'000.0}, "Runs of a case before it may stop early.");
  list.number(
      "precision", &StudyHead::precision, {0.0, 1.0},
      "A case stops early when half the interval of the first measure is at most this part of its mean. 0: never.");
  list.boolean("stop_at_target", &StudyHead::stops_at_target,
               "A case stops early when the interval of the first measure lies on one side of the target.");
  list.choice("invalid", &StudyHead::invalid, {"refuse", "leave_out"},
              "Combinations that are no valid scenario: an error, or left out and reported.");
  list.text_list("measures", &StudyHead::measures,
                 "What is taken from each run: a figure of its summary, JOB.goodput, failures.CLASS …")
      .required();
  list.number("target", &StudyHead::target, kNonNegative,
              "What the first measure should reach; the results say where it first does. 0: none.");
  return list;
}

FieldList<AxisHead> axis_fields() {
  FieldList<AxisHead> list;
  list.text("name", &AxisHead::name, "Name of the axis, a column of the results.").required();
  list.text("key", &AxisHead::key, "Key that takes the values, such as jobs.train.tokens.");
  list.boolean("cumulative", &AxisHead::is_cumulative, "Each value also brings what those before it change.");
  list.text("zip", &AxisHead::zip, "Earlier axis that it moves with, value by value, in place of combining with it.");
  list.choice("spacing", &AxisHead::spacing, {"linear", "log"}, "How samples lie between `low` and `high`.");
  list.number("round_to", &AxisHead::round_to, kNonNegative,
              "Samples are multiples of it, in the unit of `low`. 0: any.");
  return list;
}

FieldList<SampleHead> sample_fields() {
  FieldList<SampleHead> list;
  list.choice("method", &SampleHead::method, sample_method_names(),
              "How points are laid over the ranges of all axes.")
      .required();
  list.integer("size", &SampleHead::size, {1.0, 10'000.0},
               "Points; with morris trajectories of axes + 1 points, with sobol blocks of axes + 2.");
  list.integer("seed", &SampleHead::seed, kNonNegative, "Of the choice of points.");
  return list;
}

}  // namespace gigapod
