#include "analysis/run/workload_tables.hpp"

#include "analysis/number_text.hpp"
#include "analysis/text_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace gigapod {
namespace {

constexpr std::size_t kMaximumRows = 12;
constexpr std::size_t kNameWidth = 18;
using Align = TextTable::Align;

/// Fleets, or jobs, the most chip-seconds first.
std::vector<const WorkloadRecord*> workloads_by_size(const RunData& run, bool are_fleets) {
  std::vector<const WorkloadRecord*> found;
  for (const WorkloadRecord& work : run.workloads) {
    if ((work.kind == "serving") == are_fleets) found.push_back(&work);
  }
  std::stable_sort(found.begin(), found.end(), [](const WorkloadRecord* a, const WorkloadRecord* b) {
    return a->chip_seconds > b->chip_seconds;
  });
  return found;
}

std::string slice_text(const WorkloadRecord& work) {
  return work.slices > 1 ? fmt::format("{} x {}", work.slices, work.slice) : work.slice;
}

/// A dash where the job has not started and so has no figure.
std::string or_dash(bool is_known, const std::string& text) { return is_known ? text : "-"; }

/// One line for the jobs that are left out of the table.
std::string rest_text(const std::vector<const WorkloadRecord*>& jobs) {
  double tokens = 0;
  std::int64_t finished = 0;
  for (std::size_t i = kMaximumRows; i < jobs.size(); ++i) {
    tokens += jobs[i]->tokens;
    finished += jobs[i]->state == "finished" ? 1 : 0;
  }
  return fmt::format("  and {} smaller jobs: {} finished, {} tokens trained\n", jobs.size() - kMaximumRows, finished,
                     short_count(tokens));
}

std::string error_text(double simulated, double published) {
  return published > 0 ? signed_percent(simulated / published - 1) : "-";
}

/// Mean and maximum of a series over the run, as "820 / 1,400".
std::string mean_and_peak(const RunData& run, const std::string& metric, const std::string& label) {
  const PiecewiseSeries* series = run.find_series(metric, label);
  if (series == nullptr || series->points().empty() || run.horizon() <= Seconds(0)) return "-";
  const double mean = series->integral(run.horizon()) / run.horizon().value();
  return fmt::format("{} / {}", short_count(mean), short_count(series->maximum()));
}

}  // namespace

std::string training_table(const RunData& run) {
  const std::vector<const WorkloadRecord*> jobs = workloads_by_size(run, false);
  if (jobs.empty()) return {};
  TextTable table;
  table.column("name", Align::kLeft).column("chips").column("slices", Align::kLeft).column("state", Align::kLeft);
  table.column("step").column("MFU").column("goodput").column("tokens").column("interruptions");
  for (std::size_t i = 0; i < std::min(jobs.size(), kMaximumRows); ++i) {
    const WorkloadRecord& job = *jobs[i];
    const bool has_started = job.start.has_value();
    table.row({clipped(job.name, kNameWidth), grouped(job.chips), slice_text(job), job.state,
               or_dash(job.step_time > Seconds(0), duration_text(job.step_time)),
               or_dash(job.mfu > 0, percent(job.mfu)), or_dash(has_started, percent(job.goodput)),
               or_dash(has_started, short_count(job.tokens)), or_dash(has_started, grouped(job.interruptions))});
  }
  std::string text = "Jobs\n" + table.text();
  if (jobs.size() > kMaximumRows) text += rest_text(jobs);
  return text;
}

std::string published_table(const RunData& run) {
  TextTable table;
  table.column("name", Align::kLeft).column("step\nsimulated").column("\npublished").column("\nerror");
  table.column("MFU\nsimulated").column("\npublished").column("\nerror");
  std::string sources;
  for (const WorkloadRecord& job : run.workloads) {
    const bool has_step = job.published_step_time > Seconds(0);
    const bool has_mfu = job.published_mfu > 0;
    if (!has_step && !has_mfu) continue;
    table.row({clipped(job.name, kNameWidth), duration_text(job.step_time),
               or_dash(has_step, duration_text(job.published_step_time)),
               error_text(job.step_time.value(), job.published_step_time.value()), percent(job.mfu),
               or_dash(has_mfu, percent(job.published_mfu)), error_text(job.mfu, job.published_mfu)});
    if (!job.published_source.empty()) {
      sources += fmt::format("  {}\n", wrapped(fmt::format("{}: {}", job.name, job.published_source), 98, 4));
    }
  }
  if (table.is_empty()) return {};
  return "Simulated beside published\n" + table.text() + sources;
}

std::string fleet_table(const RunData& run) {
  const std::vector<const WorkloadRecord*> fleets = workloads_by_size(run, true);
  if (fleets.empty()) return {};
  TextTable table;
  table.column("\nname", Align::kLeft).column("requests/s\nmean / peak").column("replicas\nmean / peak");
  table.column("\nchips").column("tokens\nserved").column("\nunserved").column("\nTTFT").column("\nTPOT");
  for (const WorkloadRecord* fleet : fleets) {
    const double requests = fleet->requests + fleet->unserved_requests;
    table.row({clipped(fleet->name, kNameWidth), mean_and_peak(run, "fleet_demand_requests_per_second", fleet->name),
               mean_and_peak(run, "fleet_replicas", fleet->name), grouped(fleet->chips), short_count(fleet->tokens),
               percent(requests > 0 ? fleet->unserved_requests / requests : 0.0), duration_text(fleet->ttft),
               duration_text(fleet->tpot)});
  }
  return "Serving fleets\n" + table.text();
}

}  // namespace gigapod
