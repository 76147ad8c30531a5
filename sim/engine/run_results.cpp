#include "sim/engine/run_results.hpp"

#include "sim/base/check.hpp"
#include "sim/cluster/energy_account.hpp"
#include "sim/engine/binding_constraint.hpp"
#include "sim/engine/power_results.hpp"
#include "sim/engine/power_swing_results.hpp"
#include "sim/engine/reliability_results.hpp"
#include "sim/engine/serving_results.hpp"
#include "sim/fabric/envelope_mix.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace gigapod {
namespace {

constexpr double kClosure = 1e-9;  ///< relative error allowed in the sums of the ledger

bool nearly_equal(double a, double b) { return std::abs(a - b) <= kClosure * std::max(std::abs(a), std::abs(b)); }

/// What a run took, and where it went.
struct Energy {
  Joules input;    ///< at the meter
  Joules network;  ///< switches and optics, of the overhead
  EnergyAccount account;
};

Energy energy_of(EngineContext& context) {
  const Seconds horizon = context.scenario.horizon;
  const PowerDraw& power = context.site.power();
  const Ledger& ledger = context.site.ledger();
  Energy energy{power.energy(horizon) + ledger.battery_loss(), power.constant_power() * horizon, {}};
  energy.account.add(ledger);
  energy.account.add(EnergyBucket::kOverhead, energy.network);
  energy.account.add(EnergyBucket::kCooling, power.cooling_energy(horizon));
  energy.account.add(EnergyBucket::kConversionLoss, power.loss_energy(horizon));
  return energy;
}

void check_closure(EngineContext& context, const Energy& energy) {
  const Ledger& ledger = context.site.ledger();
  const double installed = static_cast<double>(context.site.layout().chips) * context.scenario.horizon.value();
  const double booked = ledger.total_chip_seconds().value();
  GIGAPOD_CHECK(nearly_equal(booked, installed),
                fmt::format("every chip-second is in one bucket: {} booked, {} installed", booked, installed));
  const double spent = energy.account.total().value();
  GIGAPOD_CHECK(nearly_equal(spent, energy.input.value()),
                fmt::format("every joule is in one bucket: {} booked, {} at the meter", spent, energy.input.value()));
}

/// Energy at the meter over that of chips, hosts, switches and optics.
double mean_pue(const EngineContext& context, const Energy& energy) {
  const PowerSpec& power = context.scenario.site.power;
  const Joules loss = energy.account.joules(EnergyBucket::kConversionLoss);
  if (!power.cooling && loss == Joules(0.0)) return power.pue;
  return energy.input / (energy.input - loss - energy.account.joules(EnergyBucket::kCooling));
}

void write_energy(EngineContext& context, const Energy& energy) {
  const auto write = [&](std::string name, double value) { context.writer.add_figure(std::move(name), value); };
  for (std::size_t i = 0; i < kEnergyBucketCount; ++i) {
    const auto bucket = static_cast<EnergyBucket>(i);
    write(fmt::format("energy_{}_joules", energy_bucket_name(bucket)), energy.account.joules(bucket).value());
  }
  write("joules_network", energy.network.value());
  write("energy_joules", energy.input.value());
  write("pue", mean_pue(context, energy));
  write("mean_power_watts", (energy.input / context.scenario.horizon).value());
  write("peak_power_watts", context.site.power().peak_site_power().value());
}

void write_ledger(EngineContext& context) {
  const Ledger& ledger = context.site.ledger();
  double working = 0.0;
  double idle = 0.0;
  for (std::size_t i = 0; i < kBucketCount; ++i) {
    const auto bucket = static_cast<Bucket>(i);
    const std::string name(bucket_name(bucket));
    const double amount = ledger.chip_seconds(bucket).value();
    context.writer.add_figure("chip_seconds_" + name, amount);
    context.writer.add_figure("joules_" + name, ledger.joules(bucket).value());
    if (is_working(bucket)) working += amount;
    if (bucket >= Bucket::kIdleFragmented) idle += amount;
    for (std::size_t interval = 0; interval < ledger.intervals(); ++interval) {
      context.writer.add_metric("chips_" + name, "", ledger.interval_begin(interval),
                                ledger.mean_chips(interval, bucket));
    }
  }
  const double total = ledger.total_chip_seconds().value();
  context.writer.add_figure("chip_seconds_total", total);
  context.writer.add_figure("utilization", working / total);
  const double wanted = total - idle;
  context.writer.add_figure("goodput",
                            wanted > 0.0 ? ledger.chip_seconds(Bucket::kBusyUseful).value() / wanted : 0.0);
}

void write_usage(EngineContext& context) {
  const SiteLayout& layout = context.site.layout();
  const Ledger& ledger = context.site.ledger();
  for (std::size_t interval = 0; interval < ledger.intervals(); ++interval) {
    const Seconds begin = ledger.interval_begin(interval);
    const double length = (ledger.interval_end(interval) - begin).value();
    for (const PodInstance& pod : layout.pods) {
      const double busy = context.pod_busy.amount(pod.id.value, interval) / (pod.spec->shape.chips() * length);
      context.writer.add_metric("pod_busy_fraction", pod.name, begin, std::min(1.0, busy));
    }
    for (std::size_t i = 0; i < context.site.dcn().links.size(); ++i) {
      const DcnFabric::Link& link = context.site.dcn().links[i];
      if (link.name.rfind("pod ", 0) == 0) continue;  // the report shows block uplinks, trunks and storage
      const double bytes =
          std::max(context.link_up_bytes.amount(i, interval), context.link_down_bytes.amount(i, interval));
      context.writer.add_metric("dcn_utilization", link.name, begin,
                                std::min(1.0, bytes / (link.bandwidth.value() * length)));
    }
  }
}

void write_work(const Simulation& simulation, EngineContext& context) {
  double tokens = 0.0;
  double served_tokens = 0.0;
  double peak_chip_flops = 0.0;
  Flops flops;
  for (const auto& job : simulation.jobs()) {
    if (job->spec().is_inference()) {
      served_tokens += job->kept_tokens();
      continue;
    }
    const ChipSpec& chip = context.scenario.chips.at(context.scenario.pods.at(job->spec().pod_type).chip);
    tokens += job->kept_tokens();
    flops += job->step().model_flops * job->kept_steps();
    peak_chip_flops += job->held_chip_seconds().value() * chip.peak_bf16.value();
  }
  double output_tokens = 0.0;
  double served = 0.0;
  double unserved = 0.0;
  for (const auto& fleet : simulation.fleets()) {
    served_tokens += fleet->total_tokens();
    output_tokens += fleet->tenants().output_tokens();
    served += fleet->tenants().counts().served;
    unserved += fleet->tenants().counts().rejected;
  }
  const auto write = [&](const char* name, double value) { context.writer.add_figure(name, value); };
  write("tokens_trained", tokens);
  write("model_flops", flops.value());
  write("training_mfu", peak_chip_flops > 0.0 ? flops.value() / peak_chip_flops : 0.0);
  write("tokens_served", served_tokens);
  write("output_tokens_served", output_tokens);
  write("requests_served", served);
  write("requests_unserved", unserved);
  write("checkpoints", static_cast<double>(context.counts.checkpoints));
  write("preemptions", static_cast<double>(context.counts.preemptions));
  write("resizes", static_cast<double>(context.counts.resizes));
  write("migrations", static_cast<double>(context.counts.migrations));
  write("migration_chip_seconds", context.counts.migration_cost.value());
  for (const auto& [kind, wait] : context.counts.wait_by_kind) {
    context.writer.add_figure("wait_chip_seconds_" + kind, wait.value());
  }
  write("jobs_submitted", static_cast<double>(context.counts.jobs_submitted));
  write("jobs_finished", static_cast<double>(context.counts.jobs_finished));
  const auto submitted = static_cast<double>(context.counts.jobs_submitted);
  write("mean_wait_seconds", submitted > 0.0 ? context.counts.wait.value() / submitted : 0.0);
}

void write_site(EngineContext& context) {
  const Scenario& scenario = context.scenario;
  const SiteLayout& layout = context.site.layout();
  std::int64_t requested = 0;
  Watts for_requested;
  for (const GroupFit& fit : layout.fits) {
    requested += fit.chip_limit > 0 ? fit.chip_limit : fit.installed_chips;
    for_requested += fit.power_for_limit;
  }
  const auto write = [&](const char* name, double value) { context.writer.add_figure(name, value); };
  write("horizon_seconds", scenario.horizon.value());
  write("pods", static_cast<double>(layout.pods.size()));
  write("blocks", layout.blocks);
  write("installed_chips", static_cast<double>(layout.chips));
  write("requested_chips", static_cast<double>(requested));
  write("envelope_chips", static_cast<double>(envelope_chips(layout, scenario.site)));
  write("power_for_requested_watts", for_requested.value());
  write("grid_power_rating_watts", scenario.site.power.grid_power.value());
  context.writer.add_text("scenario_name", scenario.name);
  context.writer.add_text("scenario_description", scenario.description);
  context.writer.add_text("site_name", scenario.site.name);
}

}  // namespace

void write_run_results(const Simulation& simulation, EngineContext& context) {
  const Energy energy = energy_of(context);
  check_closure(context, energy);
  write_site(context);
  write_ledger(context);
  write_energy(context, energy);
  write_usage(context);
  write_work(simulation, context);
  write_serving_results(simulation, context);
  write_reliability_results(simulation, context);
  write_power_swings(simulation, context);
  write_power_results(simulation, context);
  const BindingConstraint constraint = binding_constraint(context, simulation.fleets());
  context.writer.add_text("binding_constraint", constraint.sentence);
  context.writer.add_text("binding_constraint_kind", constraint.kind);
}

}  // namespace gigapod
