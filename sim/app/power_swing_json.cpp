#include "sim/app/power_swing_text.hpp"
#include "sim/model/power/chip_power.hpp"

#include <nlohmann/json.hpp>

namespace gigapod::app {
namespace {

using nlohmann::json;

json measures_json(const WaveformMeasures& m) {
  return {{"mean_watts", m.mean.value()},
          {"least_watts", m.least.value()},
          {"largest_watts", m.largest.value()},
          {"range_watts", m.range().value()},
          {"ramp_up_watts_per_second", m.ramp_up.value()},
          {"ramp_down_watts_per_second", m.ramp_down.value()},
          {"moved_joules", m.moved.value()},
          {"stored_joules", m.stored.value()}};
}

json checks_json(const std::vector<LimitCheck>& checks) {
  json list = json::array();
  for (const LimitCheck& check : checks) {
    list.push_back({{"limit", limit_name(check.limit)},
                    {"found", check.found},
                    {"allowed", check.allowed},
                    {"passes", check.passes()}});
  }
  return list;
}

json phases_json(const SwingAnswer& answer) {
  json list = json::array();
  const StepPhases phases = step_phases(answer.step);
  for (std::size_t i = 0; i < phases.size(); ++i) {
    if (phases[i].duration <= Seconds(0)) continue;
    const Activity& a = phases[i].activity;
    list.push_back({{"phase", phase_name(static_cast<PhaseKind>(i))},
                    {"seconds", phases[i].duration.value()},
                    {"mxu_fraction", a.mxu},
                    {"hbm_fraction", a.hbm},
                    {"ici_fraction", a.ici},
                    {"busy_fraction", a.busy},
                    {"chip_watts", chip_power_with_host(answer.chip, a, answer.clock).value()}});
  }
  return list;
}

json change_json(const PowerChange& change) {
  return {{"watts", change.size.value()},
          {"shortest_seconds", change.shortest.value()},
          {"battery_joules", change.energy.value()}};
}

}  // namespace

std::string swing_json(const SwingAnswer& answer) {
  const PowerSwing& swing = answer.swing;
  json lines = json::array();
  for (const Harmonic& line : swing.spectrum) {
    lines.push_back({{"hertz", line.frequency.value()},
                     {"amplitude_watts", line.amplitude.value()},
                     {"energy_fraction", line.share}});
  }
  json result = {{"model", answer.model},
                 {"pod", answer.pod},
                 {"slice", to_text(answer.shape)},
                 {"chips", answer.job.chips},
                 {"jobs", answer.jobs},
                 {"clock", answer.clock},
                 {"step_seconds", answer.step.total.value()},
                 {"phases", phases_json(answer)},
                 {"load", measures_json(swing.measures)},
                 {"staggered", measures_json(answer.staggered)},
                 {"spectrum", std::move(lines)},
                 {"band_fraction", share_in_band(swing.spectrum, answer.limits.band_low, answer.limits.band_high)},
                 {"limits", checks_json(swing.checks)},
                 {"start", change_json(swing.start)},
                 {"stop", change_json(swing.stop)},
                 {"smoothed", measures_json(swing.grid_measures)},
                 {"smoothed_limits", checks_json(swing.grid_checks)},
                 {"floor_energy_fraction", swing.floor_energy},
                 {"storage_peak_watts", swing.storage_peak.value()},
                 {"smallest_battery",
                  {{"watts", swing.battery.power.value()},
                   {"joules", swing.battery.capacity.value()},
                   {"window_seconds", swing.battery.window.value()}}},
                 {"smallest_floor", nullptr}};
  if (swing.floor) {
    result["smallest_floor"] = {{"chip_watts", swing.floor->value()}, {"energy_fraction", swing.floor_cost}};
  }
  return result.dump(2);
}

}  // namespace gigapod::app
