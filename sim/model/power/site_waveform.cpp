// P(t) = P_constant + sum over jobs p_j(t - t_j), sampled; its spectrum is the fast Fourier transform of the samples.
//
// Lines of a job fall between those of the window unless the window is a multiple of its period, and then spread over
// several; energies of bands much wider than 1 / window stay right. Assumes jobs that keep their step times for the
// window.

#include "sim/model/power/site_waveform.hpp"

#include "sim/base/check.hpp"

#include <algorithm>

namespace gigapod {

SiteWindow site_window(std::span<const SiteJobWaveform> jobs, Watts constant, Seconds window, int samples,
                       const UtilityLimits& limits) {
  GIGAPOD_CHECK(samples >= 4 && samples % 2 == 0, "a window has an even number of samples");
  SiteWindow site{window / samples, std::vector<double>(static_cast<std::size_t>(samples), constant.value()), {}, {}};
  for (const SiteJobWaveform& job : jobs) {
    for (std::size_t i = 0; i < site.watts.size(); ++i) {
      const Seconds time = site.step * static_cast<double>(i) + job.waveform.period - job.start;
      site.watts[i] += power_at(job.waveform, time).value();
    }
  }
  site.spectrum = sampled_spectrum(site.watts, site.step);
  PowerWaveform lines{window, {}};
  for (std::size_t i = 0; i < site.watts.size(); ++i) {
    lines.points.push_back({site.step * static_cast<double>(i), Watts(site.watts[i])});
  }
  site.power.measures = measures(lines);
  site.power.band_energy =
      site.power.measures.variance * share_in_band(site.spectrum, limits.band_low, limits.band_high);
  return site;
}

}  // namespace gigapod
