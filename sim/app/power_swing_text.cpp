#include "sim/app/power_swing_text.hpp"

#include "analysis/csv_table.hpp"
#include "analysis/text_table.hpp"
#include "sim/base/dimension.hpp"
#include "sim/model/power/chip_power.hpp"
#include "sim/record/definition_lists.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gigapod::app {
namespace {

constexpr std::size_t kLinesShown = 8;

std::string measures_text(const WaveformMeasures& m) {
  return fmt::format("mean {}, {} to {}: range {}; ramps up to {} up, {} down", short_text(m.mean),
                     short_text(m.least), short_text(m.largest), short_text(m.range()), short_text(m.ramp_up),
                     short_text(m.ramp_down));
}

std::string phases_text(const SwingAnswer& answer) {
  TextTable table;
  table.column("phase", TextTable::Align::kLeft)
      .column("time")
      .column("of step")
      .column("a chip")
      .column("all chips");
  const StepPhases phases = step_phases(answer.step);
  for (std::size_t i = 0; i < phases.size(); ++i) {
    if (phases[i].duration <= Seconds(0)) continue;
    const Watts chip = chip_power_with_host(answer.chip, phases[i].activity, answer.clock);
    table.row({std::string(phase_name(static_cast<PhaseKind>(i))), short_text(phases[i].duration),
               fmt::format("{:.1f}%", 100.0 * (phases[i].duration / answer.step.total)), short_text(chip),
               short_text(chip * (answer.job.chips * answer.jobs))});
  }
  return "\nPhases of a step, power of a chip with its host\n" + table.text();
}

std::string spectrum_text(const SwingAnswer& answer) {
  std::vector<Harmonic> lines = answer.swing.spectrum;
  std::stable_sort(lines.begin(), lines.end(), [](const auto& a, const auto& b) { return a.share > b.share; });
  if (lines.size() > kLinesShown) lines.resize(kLinesShown);
  TextTable table;
  table.column("frequency").column("amplitude").column("of swing energy");
  for (const Harmonic& line : lines) {
    table.row({short_text(line.frequency), short_text(line.amplitude), fmt::format("{:.1f}%", 100.0 * line.share)});
  }
  return fmt::format("\nSpectrum, strongest lines; {:.1f}% of the energy from {} to {}\n{}",
                     100.0 * share_in_band(answer.swing.spectrum, answer.limits.band_low, answer.limits.band_high),
                     short_text(answer.limits.band_low), short_text(answer.limits.band_high), table.text());
}

std::string value_of(const LimitCheck& check, double value) {
  switch (check.limit) {
    case UtilityLimit::kRampUp:
    case UtilityLimit::kRampDown: return short_text(WattsPerSecond(value));
    case UtilityLimit::kDynamicRange: return short_text(Watts(value));
    case UtilityLimit::kBandShare: return fmt::format("{:.1f}%", 100.0 * value);
  }
  return "";
}

std::string limits_text(const SwingAnswer& answer) {
  const PowerSwing& swing = answer.swing;
  if (swing.checks.empty())
    return "\nNo utility limits given (--ramp-up, --ramp-down, --dynamic-range, --band-share)\n";
  TextTable table;
  table.column("limit", TextTable::Align::kLeft)
      .column("allowed")
      .column("load")
      .column("")
      .column("smoothed")
      .column("");
  for (std::size_t i = 0; i < swing.checks.size(); ++i) {
    const LimitCheck& load = swing.checks[i];
    const LimitCheck& grid = swing.grid_checks[i];
    table.row({std::string(limit_name(load.limit)), value_of(load, load.allowed), value_of(load, load.found),
               load.passes() ? "met" : "broken", value_of(grid, grid.found), grid.passes() ? "met" : "broken"});
  }
  std::string text = "\nLimits of the utility\n" + table.text();
  if (meets(swing.checks)) return text;
  text += fmt::format("  the smallest battery that meets them: {}, {:.3g} MJ (average over {})\n",
                      short_text(swing.battery.power), swing.battery.capacity.value() / 1e6,
                      short_text(swing.battery.window));
  if (swing.floor) {
    text += fmt::format("  or the lowest floor: {} a chip, {:.1f}% more energy\n", short_text(*swing.floor),
                        100.0 * swing.floor_cost);
  } else {
    text += "  no floor under the power of the chips meets them\n";
  }
  return text;
}

std::string change_text(const char* name, const PowerChange& change) {
  std::string text = fmt::format("  {}: {}", name, short_text(change.size));
  if (change.shortest > Seconds(0)) {
    text += fmt::format("; the ramp limit takes {}, or a battery that moves {:.3g} MJ", short_text(change.shortest),
                        change.energy.value() / 1e6);
  }
  return text + "\n";
}

std::string smoothing_text(const SwingAnswer& answer) {
  const SmoothingSpec& s = answer.smoothing;
  const PowerSwing& swing = answer.swing;
  std::string text;
  if (s.floor > 0.0) {
    text += fmt::format("  floor of {:.0f}% of the peak: {:.1f}% more energy\n", 100.0 * s.floor,
                        100.0 * swing.floor_energy);
  }
  if (s.storage_per_chip > Joules(0)) {
    text += fmt::format("  {} a chip: can hold the peak at {}, {:.1f}% lower\n", short_text(s.storage_per_chip),
                        short_text(swing.storage_peak), 100.0 * (1.0 - swing.storage_peak / swing.measures.largest));
  }
  if (s.battery_power > Watts(0)) {
    text += fmt::format("  battery: {}, {:.3g} MJ\n", short_text(s.battery_power), s.battery_energy.value() / 1e6);
  }
  if (text.empty()) return text;
  return fmt::format("\nWith smoothing: {}\n{}", measures_text(swing.grid_measures), text);
}

}  // namespace

std::string swing_text(const SwingAnswer& answer) {
  const PowerSwing& swing = answer.swing;
  std::string text = fmt::format("{} on {} chips of {}{}{}: a step of {}\n", answer.model, answer.job.chips,
                                 answer.pod, answer.jobs > 1 ? fmt::format(", {} jobs in phase", answer.jobs) : "",
                                 answer.clock < 1.0 ? fmt::format(", clock {:.2f}", answer.clock) : "",
                                 short_text(answer.step.total));
  text += fmt::format("Power: {}\n", measures_text(swing.measures));
  text += fmt::format("  each step moves {:.3g} MJ above its mean\n", swing.measures.moved.value() / 1e6);
  if (answer.jobs > 1) text += fmt::format("  started one after the other: {}\n", measures_text(answer.staggered));
  text += phases_text(answer) + spectrum_text(answer) + limits_text(answer);
  text += "\nOne whole job\n" + change_text("starts", swing.start) +
          change_text("stops, fails or waits for a checkpoint", swing.stop);
  return text + smoothing_text(answer);
}

std::string swing_csv(const SwingAnswer& answer) {
  std::vector<Seconds> times;
  for (const PowerWaveform* wave : {&answer.swing.load, &answer.swing.grid}) {
    for (const PowerWaveform::Point& point : wave->points) times.push_back(point.time);
  }
  times.push_back(Seconds(0));
  times.push_back(answer.swing.load.period);
  std::sort(times.begin(), times.end());
  times.erase(std::unique(times.begin(), times.end()), times.end());
  std::string text = csv_heading(swing_column_definitions());
  for (const Seconds time : times) {
    text += fmt::format("{:.9g},{:.9g},{:.9g}\n", time.value(), power_at(answer.swing.load, time).value(),
                        power_at(answer.swing.grid, time).value());
  }
  return text;
}

}  // namespace gigapod::app
