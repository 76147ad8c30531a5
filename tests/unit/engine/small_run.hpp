#pragma once

#include "sim/engine/chip_flows/run_in_child.hpp"
#include "sim/engine/simulate.hpp"
#include "sim/record/database.hpp"
#include "sim/scenario/catalog.hpp"
#include "sim/scenario/scenario.hpp"
#include "tests/unit/record/temporary_folder.hpp"

#include <iterator>
#include <map>
#include <string>
#include <vector>

namespace gigapod {

/// A site of Ironwood pods with nothing to do, for a day, with power for all and no failures.
inline Scenario ironwood_site(int pods) {
  static const Catalog catalog = read_catalog({std::filesystem::path(GIGAPOD_SOURCE_DIR) / "topologies/catalog"});
  Scenario scenario;
  scenario.name = "small";
  scenario.chips = {{"v7", catalog.chips.at("v7")}};
  scenario.pods = {{"ironwood", catalog.pods.at("ironwood")}};
  scenario.site.name = "small";
  scenario.site.power.grid_power = Watts(20e6 * pods);
  scenario.site.dcn.pods_per_block = 1;
  scenario.site.pods = {{"ironwood", pods, 0}};
  scenario.scheduler = {"priority_backfill", {}};
  scenario.placement = {"best_fit", {}};
  return scenario;
}

/// Llama 3.1 8B on slices of 512 chips, data parallel between slices.
inline JobSpec small_job(const std::string& name, int slices = 1) {
  static const Catalog catalog = read_catalog({std::filesystem::path(GIGAPOD_SOURCE_DIR) / "topologies/catalog"});
  JobSpec job;
  job.name = name;
  job.pod_type = "ironwood";
  job.slice = Shape{{8, 8, 8}};
  job.plan.model = catalog.models.at("llama3.1-8b");
  job.plan.parallelism.fsdp = 512;
  job.plan.parallelism.dcn_data = slices;
  job.plan.global_batch = 1024 * slices;
  job.plan.sequence_length = 8192;
  job.tokens = 1e15;
  job.restart_time = Seconds(300.0);
  return job;
}

/// The same model served on single chips.
inline FleetSpec small_fleet(double requests_per_second) {
  FleetSpec fleet;
  fleet.name = "chat";
  fleet.pod_type = "ironwood";
  fleet.slice = Shape{{2, 2, 1}};
  fleet.plan.model = small_job("").plan.model;
  fleet.peak_requests_per_second = requests_per_second;
  fleet.demand = {"constant", {}};
  return fleet;
}

struct RecordedEvent {
  double time = 0.0;
  std::string kind;
  std::string subject;
  std::string detail;
};

struct RecordedJob {
  std::string state;
  double start = -1.0;
  double end = -1.0;
  double steps = 0.0;
  double step_seconds = 0.0;
  double goodput = 0.0;
  double interruptions = 0.0;
  double chip_seconds = 0.0;
};

/// A row of `occupancy` (blocks as their number, no state) or of `block_stays`.
struct RecordedStay {
  std::string subject;
  std::string pod;
  double begin = 0.0;
  double end = 0.0;
  std::string blocks;
  std::string state{};
  std::int64_t slice = 0;
};

/// What a run recorded.
struct RecordedRun {
  std::string fingerprint;
  std::map<std::string, double> figures;
  std::map<std::string, std::string> texts;
  std::map<std::string, RecordedJob> jobs;
  std::vector<RecordedEvent> events;
  std::vector<RecordedStay> occupancy;
  std::vector<RecordedStay> block_stays;
  std::map<std::string, std::map<double, double>> metrics;  ///< by "name/label", value by time

  [[nodiscard]] double figure(const std::string& name) const { return figures.at(name); }
  /// Value of a metric, constant between its points, at a time not before the first.
  [[nodiscard]] double at(const std::string& metric, double time) const {
    return std::prev(metrics.at(metric).upper_bound(time + 1e-6))->second;
  }
  /// Details of the events of a kind about a subject, in order.
  [[nodiscard]] std::vector<std::string> details(const std::string& kind, const std::string& subject) const {
    std::vector<std::string> all;
    for (const RecordedEvent& event : events) {
      if (event.kind == kind && event.subject == subject) all.push_back(event.detail);
    }
    return all;
  }
};

inline RecordedRun read_recorded(const std::filesystem::path& folder) {
  RecordedRun run;
  run.fingerprint = file_text(folder / "fingerprint.txt");
  Database database = Database::open_to_read(folder / "run.sqlite");
  const auto each = [&](const std::string& sql, const auto& row) {
    Statement statement = database.prepare(sql);
    while (statement.next()) row(statement);
  };
  each("SELECT name, value FROM figures", [&](const Statement& s) { run.figures[s.text(0)] = s.real(1); });
  each("SELECT name, value FROM texts", [&](const Statement& s) { run.texts[s.text(0)] = s.text(1); });
  each("SELECT time_ns * 1e-9, kind, subject, detail FROM events ORDER BY rowid", [&](const Statement& s) {
    run.events.push_back({s.real(0), s.text(1), s.text(2), s.text(3)});
  });
  each("SELECT workload, pod, begin_ns * 1e-9, end_ns * 1e-9, blocks FROM occupancy", [&](const Statement& s) {
    run.occupancy.push_back({s.text(0), s.text(1), s.real(2), s.real(3), s.text(4)});
  });
  each("SELECT subject, pod, begin_ns * 1e-9, end_ns * 1e-9, blocks, state, slice FROM block_stays",
       [&](const Statement& s) {
         run.block_stays.push_back(
             {s.text(0), s.text(1), s.real(2), s.real(3), s.text(4), s.text(5), s.is_null(6) ? 0 : s.integer(6)});
       });
  each("SELECT metric || '/' || label, time_seconds, value FROM metrics",
       [&](const Statement& s) { run.metrics[s.text(0)][s.real(1)] = s.real(2); });
  each(
      "SELECT name, state, start_ns * 1e-9, end_ns * 1e-9, steps, step_seconds, goodput, interruptions, "
      "chip_seconds FROM workloads",
      [&](const Statement& s) {
        run.jobs[s.text(0)] = {s.text(1),
                               s.is_null(2) ? -1.0 : s.real(2),
                               s.is_null(3) ? -1.0 : s.real(3),
                               s.real(4),
                               s.real(5),
                               s.real(6),
                               static_cast<double>(s.integer(7)),
                               s.real(8)};
      });
  return run;
}

/// Simulates in a child process (SimGrid has one engine) and reads what it recorded.
inline RecordedRun simulated(const Scenario& scenario) {
  const TemporaryFolder folder;
  (void)run_in_child([&] {
    RunWriter writer(folder / "run", false);
    writer.set_manifest({scenario.seed, scenario.name, "0"});
    const SimulationOutcome outcome = simulate(scenario, writer, {});
    writer.commit({});
    return static_cast<double>(outcome.events);
  });
  return read_recorded(folder / "run");
}

}  // namespace gigapod
