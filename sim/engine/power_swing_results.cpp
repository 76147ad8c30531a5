#include "sim/engine/power_swing_results.hpp"

#include "sim/model/power/power_swing.hpp"
#include "sim/model/power/site_waveform.hpp"
#include "sim/model/power/step_waveform.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace gigapod {
namespace {

constexpr std::size_t kMostJobs = 200;  ///< of the site's window, the largest; the others draw their mean
constexpr int kSamples = 1 << 14;
constexpr Seconds kSample{0.005};

bool trains(const TrainingJob& job, Seconds horizon) {
  return !job.spec().is_inference() && job.life(horizon) > Seconds(0.0);
}

SwingingJob swinging(const TrainingJob& job, const EngineContext& context) {
  const ChipSpec& chip = context.scenario.chips.at(context.scenario.pods.at(job.spec().pod_type).chip);
  return {step_segments(plan_at(job.spec(), job.size().choice), job.step(), chip), job.size().idle_power,
          static_cast<double>(job.chips())};
}

/// The jobs that train when most chips do, largest first.
std::vector<const TrainingJob*> busiest_moment(const Simulation& simulation, Seconds horizon) {
  struct Change {
    Seconds time;
    std::int64_t chips;
  };
  std::vector<Change> changes;
  for (const auto& job : simulation.jobs()) {
    if (!trains(*job, horizon)) continue;
    changes.push_back({job->first_start(), job->chips()});
    changes.push_back({job->first_start() + job->life(horizon), -job->chips()});
  }
  std::stable_sort(changes.begin(), changes.end(), [](const Change& a, const Change& b) {
    return a.time < b.time || (a.time == b.time && a.chips < b.chips);
  });
  std::int64_t chips = 0;
  std::int64_t most = 0;
  Seconds moment;
  for (const Change& change : changes) {
    chips += change.chips;
    if (chips > most) {
      most = chips;
      moment = change.time;
    }
  }
  std::vector<const TrainingJob*> running;
  for (const auto& job : simulation.jobs()) {
    if (!trains(*job, horizon)) continue;
    const Seconds end = job->first_start() + job->life(horizon);
    if (job->first_start() <= moment && moment < end) running.push_back(job.get());
  }
  std::stable_sort(running.begin(), running.end(),
                   [](const TrainingJob* a, const TrainingJob* b) { return a->chips() > b->chips(); });
  return running;
}

void write_measures(const std::string& prefix, const WaveformMeasures& measures, EngineContext& context) {
  const auto write = [&](const char* name, double value) { context.writer.add_figure(prefix + name, value); };
  write("_mean_watts", measures.mean.value());
  write("_range_watts", measures.range().value());
  write("_largest_watts", measures.largest.value());
  write("_ramp_up_watts_per_second", measures.ramp_up.value());
  write("_ramp_down_watts_per_second", measures.ramp_down.value());
}

double broken(const std::vector<LimitCheck>& checks) {
  return static_cast<double>(
      std::count_if(checks.begin(), checks.end(), [](const LimitCheck& check) { return !check.passes(); }));
}

std::string spectrum_lines(const char* source, const std::vector<Harmonic>& lines, Hertz highest) {
  std::string text;
  for (const Harmonic& line : lines) {
    if (line.frequency > highest) break;
    text +=
        fmt::format("{},{:.6g},{:.6g},{:.6g}\n", source, line.frequency.value(), line.amplitude.value(), line.share);
  }
  return text;
}

std::string waveform_table(const PowerSwing& swing) {
  std::string text = "time_seconds,load_watts,grid_watts\n";
  constexpr int kPoints = 2000;
  for (int i = 0; i <= kPoints; ++i) {
    const Seconds time = swing.load.period * (static_cast<double>(i) / kPoints);
    text += fmt::format("{:.6g},{:.6g},{:.6g}\n", time.value(), power_at(swing.load, time).value(),
                        power_at(swing.grid, time).value());
  }
  return text;
}

SiteWindow site_of(const std::vector<const TrainingJob*>& running, EngineContext& context) {
  const SiteSpec& spec = context.scenario.site;
  std::vector<SiteJobWaveform> waves;
  Watts steady = context.site.power().constant_power();
  for (const TrainingJob* job : running) {
    const double chips = static_cast<double>(job->chips());
    if (waves.size() >= kMostJobs) {
      steady += job->running_power() * chips;
      continue;
    }
    const PowerWaveform wave = scaled(waveform(swinging(*job, context).step, spec.smoothing.edge), chips);
    RandomStream phase = context.random.stream("power_swing/" + job->name());
    waves.push_back({wave, wave.period * phase.uniform()});
  }
  return site_window(waves, steady, kSample * kSamples, kSamples, spec.utility_limits);
}

}  // namespace

void write_power_swings(const Simulation& simulation, EngineContext& context) {
  const SiteSpec& spec = context.scenario.site;
  if (spec.utility_limits == UtilityLimits{} && spec.smoothing == SmoothingSpec{}) return;
  const std::vector<const TrainingJob*> running = busiest_moment(simulation, context.scenario.horizon);
  if (running.empty()) return;
  const TrainingJob& largest = *running.front();
  const PowerSwing swing = power_swing(swinging(largest, context), 1, spec.utility_limits, spec.smoothing);
  const SiteWindow site = site_of(running, context);
  RunWriter& writer = context.writer;
  writer.add_text("power_swing_job", largest.name());
  write_measures("power_swing_job", swing.measures, context);
  write_measures("power_swing_smoothed", swing.grid_measures, context);
  write_measures("power_swing_site", site.power.measures, context);
  const auto limits = static_cast<double>(swing.checks.size());
  writer.add_figure("power_swing_limits", limits);
  writer.add_figure("power_swing_job_limits_broken", broken(swing.checks));
  writer.add_figure("power_swing_smoothed_limits_broken", broken(swing.grid_checks));
  writer.add_figure("power_swing_site_limits_broken",
                    broken(check_limits(site.power, site.power.measures.variance, spec.utility_limits)));
  writer.add_figure("power_swing_battery_watts", swing.battery.power.value());
  writer.add_figure("power_swing_battery_joules", swing.battery.capacity.value());
  writer.add_figure("power_swing_floor_energy_fraction", swing.floor_energy);
  writer.write_file("power_swing.csv", waveform_table(swing));
  writer.write_file("power_swing_spectrum.csv",
                    "source,hertz,amplitude_watts,energy_fraction\n" +
                        spectrum_lines("job", swing.spectrum, spec.utility_limits.band_high) +
                        spectrum_lines("site", site.spectrum, spec.utility_limits.band_high));
}

}  // namespace gigapod
