#include "sim/app/answer_keys.hpp"

#include <array>

namespace gigapod::app {
namespace {

constexpr MetricDefinition kGoodput[] = {
    {"pod", "text", "type of pod", "`--pod`"},
    {"draws", "draws", "of failed hosts, the same for all slices", "`--draws`"},
    {"rows[].slice", "text", "chips of the slices along each axis", "`--slice`"},
    {"rows[].chips", "chips", "of a slice", "`--slice`"},
    {"rows[].host_availability_fraction", "share", "chance that a host is up", "`--host-availability`"},
    {"rows[].<wiring>.mean_fraction", "share",
     "chips of the pod in whole slices / all, mean over the draws; `placed`: by the pod's own rule; "
     "`without_ocs`: the pod wired as a fixed torus; `exact`: binomial, where any blocks form a slice",
     "slices placed until no more fit"},
    {"rows[].<wiring>.interval_half_width_fraction", "share",
     "half of the 95% interval of that mean; none for `exact`", "slices placed until no more fit"},
    {"rows[].<wiring>.promised_fraction", "share", "the share that at least 95% of the draws reach",
     "slices placed until no more fit"},
    {"rows[].published_fraction", "share", "what arXiv:2304.01433, figure 4, gives; only where it does", "published"},
};

constexpr MetricDefinition kFit[] = {
    {"pod", "text", "type of pod", "`--chip`, `--pod`"},
    {"rating_watts", "W", "rating of the site, at the meter", "`--power`"},
    {"pue", "ratio", "power at the meter / IT power", "`--pue`"},
    {"oversubscription_fraction", "share", "chips installed beyond those by nameplate / these",
     "`--oversubscription`"},
    {"model", "text", "model of the jobs; this and what follows only with `--model`", "`--model`"},
    {"job_chips", "chips", "of one job", "plan"},
    {"running_fraction", "share", "of the time in which a job steps; the rest it idles", "`--running`"},
    {"accepted_probability", "probability", "that the draw of `by_draw` may be above the rating", "`--accept`"},
    {"<case>.chips", "chips",
     "`nameplate`: that the rating carries with every chip at its peak; `oversubscribed`: with the oversubscription; "
     "`by_draw`: of the most jobs whose draw is above the rating at most `accepted_probability` of the time",
     "power model"},
    {"<case>.pods", "pods", "`chips` / chips of a pod", "power model"},
    {"<case>.jobs", "jobs", "that fill these chips", "`chips` / `job_chips`"},
    {"<case>.mean_watts", "W", "mean of what they draw together at the meter", "distribution of draws"},
    {"<case>.deviation_watts", "W", "standard deviation of it", "distribution of draws"},
    {"<case>.exceeded_one_in_1000_watts", "W", "draw that is exceeded at 1 moment in 1,000", "distribution of draws"},
    {"<case>.above_rating_probability", "probability",
     "that the draw is above the rating at a moment: chips must slow down", "distribution of draws"},
    {"<case>.trip_probability", "probability",
     "that at a moment an overload has lasted long enough to trip a breaker that nothing caps",
     "distribution of draws, breaker's trip curve"},
};

constexpr MetricDefinition kSwing[] = {
    {"model", "text", "model that is trained", "`--model`"},
    {"pod", "text", "type of pod", "`--chip`, `--pod`"},
    {"slice", "text", "chips of a slice along each axis", "`--slice`"},
    {"chips", "chips", "of one job", "plan"},
    {"jobs", "jobs", "of this kind at the site", "`--jobs`"},
    {"clock", "share", "clock of the chips / their full clock", "`--clock`"},
    {"step_seconds", "s", "one optimizer step", "step model"},
    {"phases[].phase", "text", "part of a step in which chips draw one power", "step model"},
    {"phases[].seconds", "s", "its time", "step model"},
    {"phases[].<part>_fraction", "share", "activity in it of `mxu`, `hbm`, `ici`, and of the chip as a whole, `busy`",
     "step model"},
    {"phases[].chip_watts", "W", "power of a chip with its share of the host", "power model"},
    {"<waveform>.mean_watts", "W",
     "mean over one step: `load` of all jobs in phase, `staggered` started at equal parts of the step, `smoothed` of "
     "the grid under `load` with smoothing",
     "waveform"},
    {"<waveform>.least_watts", "W", "lowest power", "waveform"},
    {"<waveform>.largest_watts", "W", "highest power", "waveform"},
    {"<waveform>.range_watts", "W", "`largest_watts` - `least_watts`", "waveform"},
    {"<waveform>.ramp_up_watts_per_second", "W/s", "steepest rise", "waveform"},
    {"<waveform>.ramp_down_watts_per_second", "W/s", "steepest fall", "waveform"},
    {"<waveform>.moved_joules", "J", "energy above the mean in one step", "waveform"},
    {"<waveform>.stored_joules", "J", "largest less least charge of a storage that leaves the mean", "waveform"},
    {"spectrum[].hertz", "Hz", "frequency of a line of `load`", "Fourier series of the waveform"},
    {"spectrum[].amplitude_watts", "W", "amplitude of the sine wave, zero to peak", "Fourier series of the waveform"},
    {"spectrum[].energy_fraction", "share", "its energy / the energy of all harmonics",
     "Fourier series of the waveform"},
    {"band_fraction", "share", "energy of the lines in the utility's band / that of all harmonics",
     "Fourier series of the waveform"},
    {"<checks>[].limit", "text",
     "limit of the utility that is set; `limits` of `load`, `smoothed_limits` of `smoothed`", "limits given"},
    {"<checks>[].found", "by limit", "what the waveform does: W/s of ramps, W of the range, share of the band",
     "waveform"},
    {"<checks>[].allowed", "by limit", "the limit, in the same unit", "limits given"},
    {"<checks>[].passes", "true or false", "whether it is held", "waveform"},
    {"<change>.watts", "W", "size of the change when all jobs `start`, or `stop`", "power model"},
    {"<change>.shortest_seconds", "s", "time that the ramp limit leaves it; 0 without a limit", "limits given"},
    {"<change>.battery_joules", "J", "that a battery gives or takes meanwhile", "limits given"},
    {"floor_energy_fraction", "share", "energy burnt by the floor of the smoothing / energy without", "waveform"},
    {"storage_peak_watts", "W", "lowest peak to which the storage of the chips' supplies alone can hold the load",
     "waveform"},
    {"smallest_battery.watts", "W", "power of the smallest battery with which the load meets the limits", "waveform"},
    {"smallest_battery.joules", "J", "largest less least charge of it", "waveform"},
    {"smallest_battery.window_seconds", "s", "time over which it evens the load out", "waveform"},
    {"smallest_floor.chip_watts", "W", "lowest power of a chip that alone meets the limits; null where none does",
     "waveform"},
    {"smallest_floor.energy_fraction", "share", "energy that it burns / energy without", "waveform"},
};

}  // namespace

std::span<const MetricGroup> answer_key_groups() {
  using enum MetricPlace;
  static const std::array groups = {
      MetricGroup{kKey, "goodput", kGoodput},
      MetricGroup{kKey, "power/fit", kFit},
      MetricGroup{kKey, "power/swing", kSwing},
  };
  return groups;
}

}  // namespace gigapod::app
