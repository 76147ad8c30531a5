// Reclaimed chips: of a pod type, fleets held at most P chips in one interval. A site split into two parts would keep
// P for them and leave training the rest, so what training held beyond installed - P was reclaimed from serving:
//   reclaimed = max(0, held by jobs - (installed - P))
// Means over one metric interval. Faulty chips count as installed, so it is a lower bound.

#include "sim/engine/serving_results.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace gigapod {
namespace {

/// Mean chips of one pod type by interval.
struct PodTypeUse {
  double installed = 0.0;
  std::vector<double> fleets;
  std::vector<double> busy_fleets;
  std::vector<double> all;  ///< held by jobs, and busy with requests
};

std::map<std::string, PodTypeUse> use_by_type(const Simulation& simulation, EngineContext& context) {
  const Ledger& ledger = context.site.ledger();
  const std::size_t intervals = ledger.intervals();
  std::map<std::string, PodTypeUse> types;
  for (const auto& fleet : simulation.fleets()) {
    PodTypeUse& type = types[fleet->spec().pod_type];
    for (auto* means : {&type.fleets, &type.busy_fleets, &type.all}) means->resize(intervals);
    for (std::size_t i = 0; i < intervals; ++i) {
      const double length = (ledger.interval_end(i) - ledger.interval_begin(i)).value();
      type.fleets[i] += fleet->held().amount(0, i) / length;
      type.busy_fleets[i] += fleet->busy().amount(0, i) / length;
    }
  }
  for (const PodInstance& pod : context.site.layout().pods) {
    const auto type = types.find(pod.spec->name);
    if (type == types.end()) continue;
    type->second.installed += pod.spec->shape.chips();
    for (std::size_t i = 0; i < intervals; ++i) {
      const double length = (ledger.interval_end(i) - ledger.interval_begin(i)).value();
      type->second.all[i] += context.pod_busy.amount(pod.id.value, i) / length;
    }
  }
  return types;
}

void write_reclaimed(const Simulation& simulation, EngineContext& context) {
  const Ledger& ledger = context.site.ledger();
  double reclaimed_chip_seconds = 0.0;
  for (const auto& [name, type] : use_by_type(simulation, context)) {
    const double peak = *std::max_element(type.fleets.begin(), type.fleets.end());
    for (std::size_t i = 0; i < type.fleets.size(); ++i) {
      const Seconds begin = ledger.interval_begin(i);
      const double jobs = std::max(0.0, type.all[i] - type.busy_fleets[i]);
      const double reclaimed = std::max(0.0, jobs - (type.installed - peak));
      context.writer.add_metric("serving_chips", name, begin, type.fleets[i]);
      context.writer.add_metric("job_held_chips", name, begin, jobs);
      context.writer.add_metric("reclaimed_chips", name, begin, reclaimed);
      reclaimed_chip_seconds += reclaimed * (ledger.interval_end(i) - begin).value();
    }
  }
  context.writer.add_figure("reclaimed_chip_seconds", reclaimed_chip_seconds);
}

void write_regions(const Simulation& simulation, EngineContext& context) {
  const Ledger& ledger = context.site.ledger();
  std::map<std::string, std::vector<std::pair<double, double>>> regions;
  for (const auto& fleet : simulation.fleets()) {
    const FleetTenants& tenants = fleet->tenants();
    for (std::size_t region = 0; region < tenants.regions().size(); ++region) {
      auto& rates = regions[tenants.regions()[region]];
      rates.resize(ledger.intervals());
      for (std::size_t i = 0; i < rates.size(); ++i) {
        rates[i].first += tenants.region_demand().amount(region, i);
        rates[i].second += tenants.region_served().amount(region, i);
      }
    }
  }
  for (const auto& [region, rates] : regions) {
    for (std::size_t i = 0; i < rates.size(); ++i) {
      const Seconds begin = ledger.interval_begin(i);
      const double length = (ledger.interval_end(i) - begin).value();
      context.writer.add_metric("region_demand_requests_per_second", region, begin, rates[i].first / length);
      context.writer.add_metric("region_served_requests_per_second", region, begin, rates[i].second / length);
    }
  }
}

}  // namespace

void write_serving_results(const Simulation& simulation, EngineContext& context) {
  if (simulation.fleets().empty()) return;
  RequestTally all;
  double attained = 0.0;
  double restarted = 0.0;
  Seconds standby;
  SurrogateError error;
  for (const auto& fleet : simulation.fleets()) {
    const SurrogateError& theirs = fleet->surrogate().table.error();
    error.median = std::max(error.median, theirs.median);
    error.p90 = std::max(error.p90, theirs.p90);
    all += fleet->tenants().counts();
    attained += fleet->attained_requests();
    restarted += fleet->restarted_requests();
    standby += fleet->standby_chip_seconds();
  }
  const auto write = [&](const char* name, double value) { context.writer.add_figure(name, value); };
  write("requests_arrived", all.arrived);
  write("requests_rate_limited", all.rate_limited);
  write("requests_queued", all.queued);
  write("requests_restarted", restarted);
  write("standby_chip_seconds", standby.value());
  const double asked = all.served + all.rejected;
  write("attainment", asked > 0.0 ? attained / asked : 0.0);
  write("surrogate_error_median", error.median);
  write("surrogate_error_p90", error.p90);
  write("serving_takes", static_cast<double>(context.counts.serving_takes));
  write("serving_taken_chips", context.counts.serving_taken_chips);
  write("serving_resize_chip_seconds", context.counts.serving_resize_cost.value());
  write_regions(simulation, context);
  write_reclaimed(simulation, context);
}

}  // namespace gigapod
