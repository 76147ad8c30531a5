// What a fleet writes: metrics at each look, and its records at the end of the run.

#include "sim/engine/serving_fleet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace gigapod {

/// What is known when a look begins, or the fleet changes within one.
void ServingFleet::write_metrics(EngineContext& context) {
  const double capacity = this->capacity(clocked(), units_.serving());
  const Seconds queued(capacity > 0.0 ? tenants_.queue().waiting() / capacity : 0.0);
  const FleetLatency latency = this->latency(queued);
  const auto write = [&](const std::string& metric, double value) {
    context.writer.add_metric("fleet_" + metric, spec_->name, context.now(), value);
  };
  write("demand_requests_per_second", tenants_.demand());
  write("capacity_requests_per_second", capacity);
  write("replicas", replicas(units_.serving()));
  write("chips", chips(units_.held()));
  write("loading_chips", chips(units_.loading()));
  if (standby_chip_seconds_ > Seconds(0.0) || units_.standing_by() > 0) {
    write("standby_chips", chips(units_.standing_by()));
  }
  write("needed_chips", needed_units() * chips_per_unit_);
  write("ttft_seconds", latency.mean_ttft.value());
  write("tpot_seconds", latency.mean_tpot.value());
  write("ttft_target_seconds", spec_->plan.ttft_target.value());
  write("tpot_target_seconds", spec_->plan.tpot_target.value());
  write("attainment", latency.attainment);
  for (std::size_t i = 0; i < kLatencyQuantiles.size(); ++i) {
    const std::string name = kLatencyQuantileNames[i];
    write("ttft_" + name + "_seconds", latency.ttft[i].value());
    write("tpot_" + name + "_seconds", latency.tpot[i].value());
    write("end_to_end_" + name + "_seconds", latency.end_to_end[i].value());
  }
}

/// What became of the requests of a look, once it is over.
void ServingFleet::write_look(EngineContext& context) {
  const DemandSample& look = history_.back();
  const double length = (look.end - look.begin).value();
  const RequestTally& counts = tenants_.last();
  const auto write = [&](const char* metric, double value) {
    context.writer.add_metric(metric, spec_->name, look.begin, value);
  };
  write("fleet_served_requests_per_second", counts.served / length);
  write("fleet_rejected_requests_per_second", counts.rejected / length);
  write("fleet_rate_limited_requests_per_second", counts.rate_limited / length);
  write("fleet_queued_requests", counts.queued);
}

void ServingFleet::close(EngineContext& context) {
  settle(context);
  close_look(context);
  const RequestTally& counts = tenants_.counts();
  WorkloadRecord record;
  record.name = spec_->name;
  record.kind = "serving";
  record.tenant = spec_->tenant;
  record.model = spec_->plan.model.name;
  record.pod_type = spec_->pod_type;
  record.slice = slice_text_;
  record.slices = static_cast<int>(replicas(peak_units_));
  record.chips = static_cast<std::int64_t>(chips(peak_units_));
  record.state = "running";
  record.start = Seconds(0.0);
  record.tokens = total_tokens();
  record.output_tokens = tenants_.output_tokens();
  record.requests = counts.served;
  record.unserved_requests = counts.rejected;
  if (latency_requests_ > 0.0) {
    record.ttft = Seconds(ttft_request_seconds_ / latency_requests_);
    record.tpot = Seconds(tpot_request_seconds_ / latency_requests_);
  }
  const double asked = counts.served + counts.rejected;
  record.goodput = asked > 0.0 ? counts.served / asked : 0.0;
  record.chip_seconds = chip_seconds_.value();
  record.energy = energy_;
  record.energy_cost = bill_.dollars();
  record.carbon_kg = bill_.carbon_kg();
  context.writer.add(record);
  write_fleet(context);
  if (tenants_.has_tenants()) write_tenants(context);
}

void ServingFleet::write_fleet(EngineContext& context) const {
  const RequestTally& counts = tenants_.counts();
  ServingRecord record;
  record.fleet = spec_->name;
  record.arrived = counts.arrived;
  record.served = counts.served;
  record.rate_limited = counts.rate_limited;
  record.rejected = counts.rejected;
  record.queued = counts.queued;
  const double asked = latency_requests_ + counts.rejected;
  record.attainment = asked > 0.0 ? attained_requests_ / asked : 0.0;
  record.ttft = latencies_[0].quantiles();
  record.tpot = latencies_[1].quantiles();
  record.end_to_end = latencies_[2].quantiles();
  record.prompt_tokens = tenants_.prompt_tokens();
  record.output_tokens = tenants_.output_tokens();
  record.restarted = restarted_requests_;
  for (const TenantRequests& tenant : tenants_.tenants()) {
    record.reserved += tenant.reserved * context.scenario.horizon.value();
    record.reserved_used += tenant.served_reserved;
  }
  record.chip_seconds = chip_seconds_.value();
  record.loading_chip_seconds = loading_chip_seconds_.value();
  record.standby_chip_seconds = standby_chip_seconds_.value();
  record.energy = energy_;
  record.energy_cost = bill_.dollars();
  record.chip_cost = Dollars(chip_seconds_.value() / 3600.0 * chip_hour_dollars_);
  context.writer.add(record);
}

void ServingFleet::write_tenants(EngineContext& context) const {
  const PopulationSpec& population = context.scenario.population;
  const double horizon = context.scenario.horizon.value();
  for (std::size_t i = 0; i < tenants_.tenants().size(); ++i) {
    const TenantRequests& tenant = tenants_.tenants()[i];
    const ServiceTenant& profile = tenants_.profiles()[i];
    const ServiceClass& agreed = spec_->tenants->classes[profile.service_class];
    const CountrySpec& country = population.countries[profile.country];
    ServiceTenantRecord record;
    record.fleet = spec_->name;
    record.tenant = fmt::format("{}-{:05}", spec_->name, i + 1);
    record.service_class = agreed.name;
    record.agreement = kAgreementNames[static_cast<std::size_t>(agreed.agreement)];
    record.sector = population.sectors[profile.sector].name;
    record.country = country.name;
    record.region = country.region;
    record.arrived = tenant.counts.arrived;
    record.served = tenant.counts.served;
    record.rate_limited = tenant.counts.rate_limited;
    record.rejected = tenant.counts.rejected;
    record.queued = tenant.counts.queued;
    record.reserved = tenant.reserved * horizon;
    record.reserved_used = tenant.served_reserved;
    context.writer.add(record);
  }
}

}  // namespace gigapod
