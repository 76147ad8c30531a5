#pragma once

#include "analysis/run/run_data.hpp"

#include <string>

namespace gigapod {

/// A run made by hand, with a figure of every kind, for tests of what is shown. The numbers fit together: buckets sum
/// to the totals.
inline RunData made_run() {
  RunData run;
  run.manifest = {"gigapod", "0.1.0", kRunSchemaVersion, 1, "million_chips", "00ff", "11ee", {}};
  run.texts = {
      {"scenario_name", "million_chips"},
      {"scenario_description",
       "Up to a million Ironwood chips under 1.1 GW, training a frontier model and serving the world"},
      {"site_name", "gigawatt_campus"},
      {"binding_constraint_kind", "grid_power"},
      {"binding_constraint",
       "grid power: the 1.10 GW connection carries 967,680 chips at full activity, 32,320 fewer than asked for"}};
  run.figures = {{"installed_chips", 967680},
                 {"requested_chips", 1e6},
                 {"envelope_chips", 967680},
                 {"pods", 105},
                 {"blocks", 15120},
                 {"grid_power_rating_watts", 1.1e9},
                 {"mean_power_watts", 982e6},
                 {"peak_power_watts", 1.06e9},
                 {"pue", 1.09},
                 {"power_for_requested_watts", 1.137e9},
                 {"energy_joules", 2.545344e15},
                 {"energy_cost_dollars", 42.4224e6},
                 {"horizon_seconds", 30 * 86400.0},
                 {"chip_seconds_total", 967680 * 30 * 86400.0},
                 {"utilization", 0.93},
                 {"goodput", 0.9},
                 {"training_mfu", 0.431},
                 {"tokens_trained", 12.4e12},
                 {"tokens_served", 3.2e14},
                 {"output_tokens_served", 6.7e13},
                 {"requests_served", 1.3e11},
                 {"requests_unserved", 2.6e7},
                 {"failures", 12034},
                 {"interruptions", 310},
                 {"planned_interruptions", 12},
                 {"interruptions_by_machine", 200},
                 {"interruptions_by_rotation", 12},
                 {"interruptions_by_software_crash", 98},
                 {"mean_time_between_interruptions_seconds", 2.9 * 86400.0},
                 {"ettr", 0.951},
                 {"repairs", 11800},
                 {"longest_repair_queue", 7},
                 {"mean_repair_wait_seconds", 1800},
                 {"checkpoints", 4211},
                 {"jobs_submitted", 31},
                 {"jobs_finished", 24}};
  const std::vector<std::pair<std::string, double>> shares = {
      {"busy_useful", 0.8}, {"recompute", 0.01},         {"communication_exposed", 0.08},
      {"bubble", 0.0},      {"checkpoint", 0.01},        {"restart_lost", 0.02},
      {"down", 0.0004},     {"idle_fragmented", 0.0096}, {"idle_power_held", 0.02},
      {"idle_free", 0.05},  {"power_capped", 0.0}};
  for (const auto& [bucket, share] : shares) {
    run.figures["chip_seconds_" + bucket] = share * run.figures["chip_seconds_total"];
    run.figures["joules_" + bucket] = share * 0.9 * run.figures["energy_joules"];
  }
  run.figures["joules_network"] = 0.02 * run.figures["energy_joules"];
  const std::vector<std::pair<std::string, double>> parts = {
      {"useful_compute", 0.72}, {"communication_wait", 0.072}, {"idle", 0.07164},     {"overhead", 0.05636},
      {"cooling", 0.05},        {"conversion_loss", 0.03},     {"battery_loss", 0.0}, {"curtailed", 0.0}};
  for (const auto& [part, share] : parts) {
    run.figures["energy_" + part + "_joules"] = share * run.figures["energy_joules"];
  }
  run.unhashed = {{"wall_seconds", 6.2}, {"events", 154321}, {"peak_rss_bytes", 210e6}};
  return run;
}

/// A training job that runs from the start.
inline WorkloadRecord made_job(const std::string& name, double chip_seconds) {
  WorkloadRecord job;
  job.name = name;
  job.kind = "training";
  job.model = "llama3.1-405b";
  job.slice = "16x24x24";
  job.slices = 1;
  job.chips = 9216;
  job.state = "running";
  job.start = Seconds(0);
  job.tokens = 1.25e11;
  job.step_time = Seconds(17.6);
  job.mfu = 0.46;
  job.goodput = 0.951;
  job.interruptions = 3;
  job.chip_seconds = chip_seconds;
  return job;
}

/// A fleet with a demand of 1,000 requests/s that doubles half-way through the run.
inline void add_made_fleet(RunData& run, const std::string& name) {
  WorkloadRecord fleet;
  fleet.name = name;
  fleet.kind = "serving";
  fleet.slice = "2x2x2";
  fleet.chips = 12800;
  fleet.state = "running";
  fleet.tokens = 1.9e12;
  fleet.requests = 9.99e8;
  fleet.unserved_requests = 1e6;
  fleet.ttft = Seconds(0.38);
  fleet.tpot = Seconds(0.021);
  run.workloads.push_back(fleet);
  run.metrics["fleet_demand_requests_per_second"][name].set(Seconds(0), 1000);
  run.metrics["fleet_demand_requests_per_second"][name].set(run.horizon() / 2, 2000);
  run.metrics["fleet_replicas"][name].set(Seconds(0), 1200);
}

}  // namespace gigapod
