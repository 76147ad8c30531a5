#include "sim/engine/power_results.hpp"

#include "sim/base/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace gigapod {
namespace {

constexpr double kClosure = 1e-9;  ///< relative error allowed in the account of energy
constexpr double kHeld = 1e-3;     ///< of its limit: an event whose import passed it by less was held

void check_supply(const PowerControl& control, EngineContext& context) {
  const SupplyAccount& account = control.supply().account();
  Joules in = account.import + account.solar + account.gas;
  Joules out = context.site.power().energy(context.scenario.horizon);
  if (const auto& battery = control.supply().battery()) {
    in += context.scenario.site.battery->energy * context.scenario.site.battery->charge;
    out += battery->loss() + battery->stored();
  }
  GIGAPOD_CHECK(
      std::abs((in - out).value()) <= kClosure * std::max(in.value(), 1.0),
      fmt::format("every joule that came in is drawn, lost or stored: {} in, {} out", in.value(), out.value()));
}

void write_battery(const Battery& battery, const BatterySpec& spec, RunWriter& writer) {
  writer.add_figure("battery_given_joules", battery.given().value());
  writer.add_figure("battery_taken_joules", battery.taken().value());
  writer.add_figure("battery_loss_joules", battery.loss().value());
  writer.add_figure("battery_stored_joules", (battery.stored() - spec.energy * spec.charge).value());
  writer.add_figure("battery_charge_at_end", battery.charge());
}

void write_curtailments(const std::vector<CurtailmentRecord>& records, RunWriter& writer) {
  Joules cut;
  Joules over;
  Dollars payment;
  double held = 0.0;
  for (const CurtailmentRecord& record : records) {
    cut += max(Joules(0.0), record.baseline * (record.end - record.begin) - record.imported);
    over += record.over;
    payment += record.payment;
    if (record.over <= record.limit * (record.end - record.begin) * kHeld) held += 1.0;
  }
  writer.add_figure("curtailments", static_cast<double>(records.size()));
  writer.add_figure("curtailments_held", held);
  writer.add_figure("curtailed_joules", cut.value());
  writer.add_figure("curtailment_payment_dollars", payment.value());
  writer.add_figure("curtailment_over_joules", over.value());
}

}  // namespace

void write_power_results(const Simulation& simulation, EngineContext& context) {
  const PowerControl& control = simulation.power();
  check_supply(control, context);
  RunWriter& writer = context.writer;
  const SupplyAccount& account = control.supply().account();
  writer.add_figure("energy_cost_dollars", account.cost.value());
  writer.add_figure("import_joules", account.import.value());
  writer.add_figure("peak_import_watts", account.peak_import.value());
  writer.add_figure("over_limit_joules", account.over.value());
  if (control.supply().has_carbon()) writer.add_figure("carbon_kg", account.carbon_kg);
  if (!context.scenario.site.generation.empty()) {
    writer.add_figure("solar_joules", account.solar.value());
    writer.add_figure("gas_joules", account.gas.value());
    writer.add_figure("spilled_joules", account.spilled.value());
  }
  if (const auto& battery = control.supply().battery())
    write_battery(*battery, *context.scenario.site.battery, writer);
  write_curtailments(control.curtailments(), writer);
  double lost = 0.0;
  for (const auto& job : simulation.jobs()) lost += job->spec().is_inference() ? 0.0 : job->tokens_held_back();
  writer.add_figure("capped_time_fraction", control.capped_time() / context.scenario.horizon);
  writer.add_figure("blackouts", static_cast<double>(simulation.power_faults().blackouts()));
  writer.add_figure("power_decisions", static_cast<double>(control.decisions()));
  writer.add_figure("tokens_held_back", lost);
}

}  // namespace gigapod
