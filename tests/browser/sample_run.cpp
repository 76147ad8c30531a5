#include "tests/browser/sample_run.hpp"

#include "tests/browser/sample_cubes.hpp"
#include "tests/browser/sample_service.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <random>

namespace gigapod {
namespace {

constexpr int kPods = 108;
constexpr int kBlocks = 144;
constexpr double kChipsOfPod = 9216.0;
constexpr double kInstalled = kPods * kChipsOfPod;
constexpr double kDay = 86400.0;
constexpr double kHour = 3600.0;
constexpr double kGridWatts = 1.1e9;
constexpr std::array kBuckets{"busy_useful",  "recompute", "communication_exposed", "bubble",          "checkpoint",
                              "restart_lost", "down",      "idle_fragmented",       "idle_power_held", "idle_free",
                              "power_capped"};

std::string pod_name(int pod) { return fmt::format("ironwood-{:03}", pod); }

/// World demand over the day: 0.55 to 1.
double demand_at(double seconds) {
  return 0.775 + 0.2 * std::sin(2 * std::numbers::pi * (seconds / kDay - 0.3)) +
         0.025 * std::sin(4 * std::numbers::pi * seconds / kDay);
}

class Sample {
 public:
  explicit Sample(double days) : horizon_(days * kDay) {}

  RunData make() {
    describe();
    add_jobs();
    add_failures();
    add_series();
    add_figures();
    add_sample_cubes(run_, kPods, kBlocks, pod_name);
    std::sort(run_.events.begin(), run_.events.end(),
              [](const EventRecord& a, const EventRecord& b) { return a.time < b.time; });
    return std::move(run_);
  }

 private:
  double uniform() { return static_cast<double>(random_() >> 11) * 0x1p-53; }

  void set(const std::string& metric, const std::string& label, double time, double value) {
    run_.metrics[metric][label].set(Seconds(time), value);
  }

  void describe() {
    run_.manifest = {"gigapod",
                     "0.1.0",
                     1,
                     1,
                     "million_chips",
                     "9f0c6d1f3a5b4e7788aa0123456789ab",
                     "51d2c3b4a5968778695a4b3c2d1e0fff",
                     {}};
    run_.texts = {{"scenario_name", "million_chips"},
                  {"scenario_description",
                   "Up to a million Ironwood chips under 1.1 GW, training a frontier model and serving the world"},
                  {"site_name", "gigawatt_campus"},
                  {"binding_constraint_kind", "grid_power"},
                  {"binding_constraint",
                   "Grid power: 995,328 chips would draw 1,142 MW when all are busy, 42 MW over the envelope of "
                   "1,100 MW at the "
                   "meter, so starts wait for power 6.1% of the time."}};
    run_.unhashed = {{"wall_seconds", 7.42}, {"peak_rss_bytes", 312e6}, {"events", 184'223}};
    run_.resolved_scenario =
        "name: million_chips\nseed: 1\nhorizon: 30 days\nsite:\n  base: gigawatt_campus\n  power:\n"
        "    grid_power: 1.1 GW\n    oversubscription: 1.05\n";
  }

  WorkloadRecord& job(const std::string& name, const std::string& model, const std::string& slice, int slices,
                      double submit, double start, double end) {
    WorkloadRecord work;
    work.name = name;
    work.kind = "training";
    work.tenant = "default";
    work.model = model;
    work.pod_type = "ironwood";
    work.slice = slice;
    work.slices = slices;
    work.submit = Seconds(submit);
    if (start < horizon_) work.start = Seconds(start);
    if (end < horizon_) work.end = Seconds(end);
    work.state = start >= horizon_ ? "waiting" : end < horizon_ ? "finished" : "running";
    run_.workloads.push_back(work);
    run_.events.push_back({work.submit, "submit", name, "", 0.0, ""});
    if (work.start) run_.events.push_back({*work.start, "start", name, "", 0.0, "placed on whole cubes"});
    if (start > submit) {
      run_.events.push_back(
          {work.submit, "wait", name, "", 0.0, "power: 38 MW short of the envelope with all slices at full draw"});
    }
    if (work.end) run_.events.push_back({*work.end, "finish", name, "", 0.0, ""});
    return run_.workloads.back();
  }

  void stay(const std::string& name, int pod, double begin, double end, int blocks, const char* phase = "run") {
    if (begin >= horizon_ || end <= begin) return;
    run_.occupancy.push_back({name, pod_name(pod), Seconds(begin), Seconds(std::min(end, horizon_)), blocks, phase});
  }

  /// Runs from `start` to `end` with a restart of four minutes every `gap` seconds on average.
  std::int64_t run_with_restarts(const std::string& name, int first_pod, int pods, int blocks, double start,
                                 double end, double gap) {
    std::int64_t restarts = 0;
    for (double at = start; at < std::min(end, horizon_);) {
      const double next = std::min(end, at - gap * std::log(1.0 - uniform()));
      for (int pod = first_pod; pod < first_pod + pods; ++pod) {
        stay(name, pod, at, next, blocks);
        stay(name, pod, next, std::min(end, next + 240.0), blocks, "restart");
      }
      if (next < end) ++restarts;
      at = next + 240.0;
    }
    return restarts;
  }

  void add_jobs() {
    WorkloadRecord& frontier = job("frontier", "frontier_moe_2t", "16x24x24", 16, 0.0, 0.0, horizon_ + 1);
    frontier.tenant = "research";
    frontier.chips = 147'456;
    frontier.step_time = Seconds(21.4);
    frontier.mfu = 0.334;
    frontier.hfu = 0.431;
    frontier.goodput = 0.921;
    frontier.tokens = 1.14e13 * horizon_ / (30 * kDay);
    frontier.energy = Joules(3.9e14);
    frontier.chip_seconds = 147'456 * horizon_;
    frontier.step_seconds_by_cause = {{"compute", 12.9}, {"hbm", 1.3},       {"ici", 3.8},     {"dcn", 2.1},
                                      {"bubble", 0.0},   {"straggler", 0.9}, {"overhead", 0.4}};
    frontier.interruptions = run_with_restarts("frontier", 0, 16, kBlocks, 0.0, horizon_ + 1, 2.1 * kHour);
    for (int i = 0; i < 6; ++i) {
      const double submit = i * 36 * kHour;
      const double start = submit + (i > 3 ? 5.5 * kHour : 0.0);
      WorkloadRecord& work =
          job(fmt::format("midsize-{}", i + 1), "llama3.1-405b", "16x24x24", 1, submit, start, start + 19 * kDay);
      work.chips = 9216;
      work.tenant = "research";
      work.step_time = Seconds(33.1);
      work.mfu = 0.448;
      work.hfu = 0.5;
      work.goodput = 0.978;
      work.tokens = 2e12;
      work.energy = Joules(1.9e13);
      work.chip_seconds = 9216 * 19 * kDay;
      work.step_seconds_by_cause = {{"compute", 27.2}, {"hbm", 2.2},       {"ici", 2.4},     {"dcn", 0.0},
                                    {"bubble", 0.0},   {"straggler", 0.9}, {"overhead", 0.4}};
      if (i == 0) {
        work.published_step_time = Seconds(31.9);
        work.published_mfu = 0.464;
        work.published_source = "made up for the browser test";
      }
      work.interruptions = run_with_restarts(work.name, 16 + i, 1, kBlocks, start, start + 19 * kDay, 31 * kHour);
    }
    for (int i = 0; i < 24; ++i) {
      const double submit = i * 20 * kHour;
      const double start = submit + (i % 5 == 3 ? 2.4 * kHour : 0.0);
      const double end = start + (38 + 9 * (i % 4)) * kHour;
      WorkloadRecord& work = job(fmt::format("finetune-{}", i + 1), "llama3.1-70b", "8x8x16", 1, submit, start, end);
      work.chips = 1024;
      work.tenant = "products";
      work.kind = "fine_tuning";
      work.step_time = Seconds(7.86);
      work.mfu = 0.412;
      work.goodput = 0.991;
      work.tokens = 5e10;
      work.energy = Joules(2.1e11);
      work.chip_seconds = 1024 * (end - start);
      work.step_seconds_by_cause = {{"compute", 6.4}, {"hbm", 0.5},       {"ici", 0.7},      {"dcn", 0.0},
                                    {"bubble", 0.0},  {"straggler", 0.2}, {"overhead", 0.06}};
      stay(work.name, 22 + i % 3, start, end, 16);
    }
    add_fleet();
  }

  void add_fleet() {
    WorkloadRecord& fleet = job("chat-405b", "llama3.1-405b", "2x2x2", 0, 0.0, 0.0, horizon_ + 1);
    fleet.kind = "serving";
    fleet.chips = 300'000;
    fleet.requests = 3.9e10 * horizon_ / (30 * kDay);
    fleet.unserved_requests = 4.1e6;
    fleet.tokens = fleet.requests * 1900;
    fleet.output_tokens = fleet.requests * 400;
    fleet.ttft = Seconds(0.74);
    fleet.tpot = Seconds(0.0271);
    fleet.goodput = 1.0;
    fleet.energy = Joules(5.1e14);
    fleet.chip_seconds = 300'000 * horizon_;
    for (double at = 0.0; at < horizon_; at += 900.0) {
      const double wanted = 60'000 * demand_at(at) * (1.0 + 0.004 * at / kDay);
      const double blocks = wanted * 6.2 / 64.0;
      for (int pod = 25; pod < kPods; ++pod) {
        const double share = std::clamp(blocks - (pod - 25) * kBlocks, 0.0, static_cast<double>(kBlocks));
        stay("chat-405b", pod, at, at + 900.0, static_cast<int>(share));
      }
      set("fleet_demand_requests_per_second", "chat-405b", at, wanted);
      set("fleet_capacity_requests_per_second", "chat-405b", at, wanted * 1.22);
      set("fleet_served_requests_per_second", "chat-405b", at, wanted * 0.9999);
      set("fleet_chips", "chat-405b", at, std::floor(blocks) * 64);
      set("fleet_replicas", "chat-405b", at, std::floor(blocks) * 8);
      set("fleet_needed_chips", "chat-405b", at, std::floor(blocks * 0.97) * 64);
    }
    add_service(run_, horizon_);
  }

  void add_failures() {
    const std::array<std::pair<const char*, double>, 5> classes{{{"host", 0.9 * kHour},
                                                                 {"chip", 1.3 * kHour},
                                                                 {"ici_cable", 3.1 * kHour},
                                                                 {"ocs", 26 * kHour},
                                                                 {"job", 4.4 * kHour}}};
    for (const auto& [name, gap] : classes) {
      for (double at = -gap * std::log(1.0 - uniform()); at < horizon_; at -= gap * std::log(1.0 - uniform())) {
        const int pod = static_cast<int>(uniform() * kPods);
        run_.events.push_back({Seconds(at), "failure", name, pod_name(pod), 4.0, "repair takes about four hours"});
        run_.events.push_back({Seconds(at + 4 * kHour), "repair", name, pod_name(pod), 0.0, ""});
      }
    }
  }

  void add_series() {
    const int links = 27;
    for (double at = 0.0; at < horizon_; at += kHour) {
      const double fleet = 60'000 * demand_at(at) * (1.0 + 0.004 * at / kDay) * 6.2;
      const double training = 147'456 + 6 * 9216 * std::min(1.0, at / (9 * kDay)) + 3'000;
      add_buckets(at, fleet, training);
      const double busy = (fleet + training) / kInstalled;
      const double watts = 4.1e8 + 6.35e8 * busy + 6e6 * uniform();
      set("site_power_watts", "", at, watts);
      set("power_watts", "grid", at, watts);
      for (int hall = 0; hall < 14; ++hall) {
        const double own = hall < 3 ? 0.93 : std::clamp(busy * 14 / 11 - 0.2 * (hall - 8) / 6.0, 0.35, 0.92);
        set("power_watts", fmt::format("hall-{:02}", hall), at, 76e6 * own + 4e5 * uniform());
        set("power_rating_watts", fmt::format("hall-{:02}", hall), at, 80e6);
      }
      for (int sub = 0; sub < 4; ++sub) {
        set("power_watts", fmt::format("substation-{}", sub), at, watts / 1.09 / 4 * (sub < 3 ? 1.13 : 0.6));
        set("power_rating_watts", fmt::format("substation-{}", sub), at, sub < 3 ? 320e6 : 160e6);
      }
      set("power_rating_watts", "grid", at, kGridWatts);
      for (int pod = 0; pod < kPods; ++pod) {
        const double share = pod < 16   ? 0.96
                             : pod < 22 ? (at > (pod - 16) * 1.5 * kDay ? 0.99 : 0.0)
                             : pod < 25 ? 0.45
                                        : std::clamp(fleet / kChipsOfPod - (pod - 25), 0.0, 1.0);
        set("pod_busy_fraction", pod_name(pod), at, std::clamp(share - 0.03 * uniform(), 0.0, 1.0));
      }
      for (int link = 0; link < links; ++link) {
        const double load = link < 4 ? 0.42 + 0.1 * uniform() : 0.06 + 0.05 * uniform();
        set("dcn_utilization", fmt::format("block-{:02} uplink", link), at, load);
      }
      set("dcn_utilization", "storage", at, 0.12 + 0.2 * uniform());
    }
    for (const WorkloadRecord& work : run_.workloads) {
      const double until = work.start ? work.start->value() : horizon_;
      if (until > work.submit.value())
        waits_.emplace_back(work.submit.value(), work.chips), waits_.emplace_back(until, -work.chips);
    }
    std::sort(waits_.begin(), waits_.end());
    double jobs = 0.0;
    double chips = 0.0;
    set("queue_jobs", "", 0.0, 0.0);
    set("queue_chips", "", 0.0, 0.0);
    for (const auto& [time, change] : waits_) {
      set("queue_jobs", "", time, jobs += change > 0 ? 1.0 : -1.0);
      set("queue_chips", "", time, chips += static_cast<double>(change));
    }
  }

  void add_buckets(double at, double fleet, double training) {
    const double working = fleet + training;
    std::array<double, 10> chips{0.0,
                                 2100,
                                 training * 0.29,
                                 0,
                                 training * 0.004,
                                 training * 0.021,
                                 900 + 300 * uniform(),
                                 1400 + 900 * uniform(),
                                 0.0,
                                 0.0};
    chips[0] = working - chips[1] - chips[2] - chips[4] - chips[5];
    const double idle = kInstalled - working - chips[6] - chips[7];
    chips[8] = demand_at(at) > 0.9 ? 0.4 * idle : 0.05 * idle;
    chips[9] = idle - chips[8];
    for (std::size_t i = 0; i < chips.size(); ++i) {
      set(fmt::format("chips_{}", kBuckets[i]), "", at, chips[i]);
      const double seconds = chips[i] * std::min(kHour, horizon_ - at);
      run_.figures[fmt::format("chip_seconds_{}", kBuckets[i])] += seconds;
      run_.figures[fmt::format("joules_{}", kBuckets[i])] += seconds * (i < 6 ? 1010.0 : i == 6 ? 90.0 : 310.0);
    }
  }

  void add_figures() {
    auto& f = run_.figures;
    double it = 0.0;
    double total = 0.0;
    for (const char* bucket : kBuckets) {
      it += f[fmt::format("joules_{}", bucket)];
      total += f[fmt::format("chip_seconds_{}", bucket)];
    }
    f["joules_network"] = 0.021 * it;
    f["energy_cooling_joules"] = 0.055 * 1.021 * it;
    f["energy_conversion_loss_joules"] = 0.033 * 1.021 * it;
    f["energy_battery_loss_joules"] = 0.002 * 1.021 * it;
    f["energy_joules"] = 1.09 * 1.021 * it;
    f["chip_seconds_total"] = total;
    const double idle =
        f["chip_seconds_idle_free"] + f["chip_seconds_idle_power_held"] + f["chip_seconds_idle_fragmented"];
    f["utilization"] = (total - idle - f["chip_seconds_down"]) / total;
    f["goodput"] = f["chip_seconds_busy_useful"] / (total - idle);
    f["installed_chips"] = kInstalled;
    f["requested_chips"] = 1e6;
    f["blocks"] = kPods * kBlocks;
    f["pods"] = kPods;
    f["grid_power_rating_watts"] = kGridWatts;
    f["mean_power_watts"] = run_.metrics["site_power_watts"][""].integral(Seconds(horizon_)) / horizon_;
    f["peak_power_watts"] = run_.metrics["site_power_watts"][""].maximum();
    f["power_for_requested_watts"] = 1.142e9;
    f["pue"] = 1.09;
    f["horizon_seconds"] = horizon_;
    f["training_mfu"] = 0.327;
    f["model_flops"] = 4.1e26;
    f["migrations"] = 12.0;
    f["migration_chip_seconds"] = 4.1e6;
    f["wait_chip_seconds_power"] = 1.9e9;
    f["wait_chip_seconds_blocks"] = 2.2e8;
    f["tokens_trained"] = 1.93e13 * horizon_ / (30 * kDay);
    f["tokens_served"] = run_.workloads.back().tokens;
    f["output_tokens_served"] = run_.workloads.back().output_tokens;
    f["requests_served"] = run_.workloads.back().requests;
    f["requests_unserved"] = run_.workloads.back().unserved_requests;
    f["energy_cost_dollars"] = f["energy_joules"] / 3.6e9 * 55;
    f["failures"] = static_cast<double>(std::count_if(run_.events.begin(), run_.events.end(),
                                                      [](const EventRecord& e) { return e.kind == "failure"; }));
    for (const WorkloadRecord& work : run_.workloads) {
      f["interruptions"] += static_cast<double>(work.interruptions);
      f["jobs_finished"] += work.state == "finished" ? 1 : 0;
      f["jobs_submitted"] += work.kind == "training" ? 1 : 0;
    }
  }

  double horizon_;
  RunData run_;
  std::mt19937_64 random_{42};
  std::vector<std::pair<double, std::int64_t>> waits_;
};

}  // namespace

RunData sample_run(double days) {
  RunData run = Sample(days).make();
  run.scaling = scaling_json(sample_scaling());
  return run;
}

}  // namespace gigapod
