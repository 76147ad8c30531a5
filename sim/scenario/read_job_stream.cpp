#include "sim/scenario/read_job_stream.hpp"

#include "sim/model/arrival/arrival_process.hpp"
#include "sim/scenario/read_plugin.hpp"
#include "sim/scenario/read_trace.hpp"
#include "sim/scenario/scenario_fields.hpp"

#include <fmt/format.h>

namespace gigapod {
namespace {

template <class T>
std::vector<T> list_of(MappingReader& reader, const std::string& key, const Field& item) {
  std::vector<FieldValue> values;
  reader.read_list(key, item, values);
  std::vector<T> list;
  for (const FieldValue& value : values) {
    if constexpr (std::is_same_v<T, int>) {
      list.push_back(static_cast<int>(std::get<std::int64_t>(value)));
    } else if constexpr (std::is_same_v<T, Shape>) {
      list.push_back(Shape{std::get<std::vector<int>>(value)});
    } else {
      list.push_back(T(std::get<double>(value)));
    }
  }
  return list;
}

void check_weights(std::size_t values, std::size_t weights, const char* key, const DocumentNode& node,
                   Findings& findings) {
  if (weights == 0 || weights == values) return;
  findings.error(node.find(key)->label, fmt::format("'{}' has {} items for {} values", key, weights, values),
                 "give one weight for each value");
}

void read_draw(const DocumentNode& node, Findings& findings, JobDraw& draw) {
  MappingReader reader(node, "'draw'", findings);
  if (!reader.is_valid()) return;
  reader.read(job_draw_fields(), draw, true, kDrawWords);
  draw.slices = list_of<int>(reader, "slices", kSliceCountItem);
  draw.slice_weights = list_of<double>(reader, "slice_weights", kWeightItem);
  draw.durations = list_of<Seconds>(reader, "durations", kDurationItem);
  draw.duration_weights = list_of<double>(reader, "duration_weights", kWeightItem);
  reader.finish();
  check_weights(draw.slices.size(), draw.slice_weights.size(), "slice_weights", node, findings);
  check_weights(draw.durations.size(), draw.duration_weights.size(), "duration_weights", node, findings);
  if (!draw.durations.empty() && draw.duration_median > Seconds(0.0)) {
    findings.error(node.find("durations")->label, "'draw' has both 'durations' and 'duration_median'",
                   "keep one of them");
  }
  if (draw.shortest > draw.longest) {
    findings.error(node.label, "'shortest' of 'draw' is longer than its 'longest'");
  }
}

}  // namespace

void read_job_stream(MappingReader& reader, std::deque<SourceText>& sources, Findings& findings, JobSpec& job,
                     std::vector<Mark>& sizes) {
  job.moldable_slices = list_of<int>(reader, "moldable_slices", kSliceCountItem);
  job.moldable_shapes = list_of<Shape>(reader, "moldable_shapes", kShapeItem);
  if (const DocumentNode* arrivals = reader.take("arrivals")) {
    read_plugin<ArrivalProcess>(*arrivals, "arrivals", findings, job.arrivals);
    if (reader.node().find("count") == nullptr) job.count = 0;
  }
  if (const DocumentNode* draw = reader.take("draw")) read_draw(*draw, findings, job.draw);
  if (const DocumentNode* trace = reader.take("trace")) read_trace(*trace, sources, findings, job, sizes);
}

bool check_job_stream(const JobSpec& job, const DocumentNode& item, Findings& findings) {
  const std::size_t errors = findings.error_count();
  const bool draws_duration = !job.draw.durations.empty() || job.draw.duration_median > Seconds(0.0);
  const bool has_trace = item.find("trace") != nullptr;
  const int works = (job.tokens > 0.0 ? 1 : 0) + (job.duration > Seconds(0.0) ? 1 : 0) + (draws_duration ? 1 : 0) +
                    (has_trace ? 1 : 0);
  const auto fail = [&](const std::string& what, const std::string& hint) {
    findings.error(item.label, fmt::format("job '{}' {}", job.name, what), hint);
  };
  if (works == 0) fail("has no work", "give 'tokens' or 'duration', durations to 'draw' or a 'trace'");
  if (works > 1) {
    fail("says more than once how much work it is", "keep one of 'tokens', 'duration', durations in 'draw', 'trace'");
  }
  if (job.count == 0 && job.arrivals.name.empty() && !has_trace) {
    fail("has an unlimited count and no 'arrivals'", "give 'arrivals' or a number");
  }
  if (has_trace && (item.find("draw") != nullptr || !job.arrivals.name.empty())) {
    fail("has a 'trace' beside 'draw' or 'arrivals'", "a trace gives times, sizes and durations");
  }
  const bool is_moldable = !job.moldable_slices.empty() || !job.moldable_shapes.empty();
  if ((job.min_slices > 0) != (job.max_slices > 0)) {
    fail("is elastic with one bound only", "give both 'min_slices' and 'max_slices'");
  } else if (job.is_elastic() && is_moldable) {
    fail("is both moldable and elastic", "an elastic job starts with any number of slices within its bounds");
  } else if (job.is_elastic() &&
             (job.plan.parallelism.slices() < job.min_slices || job.plan.parallelism.slices() > job.max_slices)) {
    fail(fmt::format("has {} slices, not within its bounds {} and {}", job.plan.parallelism.slices(), job.min_slices,
                     job.max_slices),
         "the work is given for its own slices; choose bounds around them");
  }
  if ((is_moldable || job.is_elastic()) && (has_trace || !job.draw.slices.empty())) {
    fail("draws or reads its slices and is moldable or elastic too", "keep one of them");
  }
  return findings.error_count() == errors;
}

}  // namespace gigapod
