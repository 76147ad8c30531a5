#include "sim/fabric/envelope_mix.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace gigapod {

std::int64_t envelope_chips(const SiteLayout& layout, const SiteSpec& site) {
  constexpr double kRounding = 1e-9;  // keeps an envelope computed from n pods holding n pods
  constexpr double kMostPods = 1e9;   // of an envelope without bounds
  std::map<const PodSpec*, double> installed;
  Watts all;
  for (const PodInstance& pod : layout.pods) {
    installed[pod.spec] += 1.0;
    all += installed_power(*pod.spec, *pod.chip, site.dcn);
  }
  if (all <= Watts(0.0)) return 0;
  const double scale = it_power_budget(site.power) / all * (1.0 + kRounding);
  std::int64_t chips = 0;
  for (const auto& [spec, pods] : installed) {
    chips += static_cast<std::int64_t>(std::min(std::floor(pods * scale), kMostPods)) * spec->shape.chips();
  }
  return chips;
}

}  // namespace gigapod
