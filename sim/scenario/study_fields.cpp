#include "sim/scenario/study_fields.hpp"

namespace gigapod {

FieldList<StudyHead> study_fields() {
  FieldList<StudyHead> list;
  list.integer("seeds", &StudyHead::seeds, {1.0, 10'000.0}, "Runs of every case, with seeds from the scenario's on.");
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
  return list;
}

}  // namespace gigapod
