// r_i(t) = c s_i p(sector, t + offset) (1 + g)^(t / day) f(t) (1 + sum of its bursts that are under way)
//
// s_i: share of tenant i; p: daily and weekly pattern of its sector at its clock; f: launches; c makes the largest
// sum of the first day the peak, without launches and bursts. Bursts of one tenant begin as a Poisson process, last
// an exponential time and add a Gamma-distributed multiple of the tenant's rate. Means over an interval: Simpson's
// rule for the pattern, exact for launches and bursts.

#include "sim/model/demand/tenant_demand.hpp"

#include "sim/model/demand/growth.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace gigapod {
namespace {

constexpr double kDay = 86400.0;
constexpr int kMinutes = 1440;

}  // namespace

TenantDemand::TenantDemand(const TenantMix& mix, const PopulationSpec& population, std::vector<LaunchSpec> launches,
                           double peak, RandomStream bursts)
    : mix_(mix),
      population_(population),
      launches_(std::move(launches)),
      tenants_(service_tenants(mix, population)),
      random_(std::move(bursts)) {
  make_patterns();
  scale_to(peak);
  if (mix_.burst_interval > Seconds(0.0)) next_ = next_burst(Seconds(0.0));
}

void TenantDemand::make_patterns() {
  std::map<std::pair<double, std::uint32_t>, std::uint32_t> known;
  for (const ServiceTenant& tenant : tenants_) {
    const Seconds offset = population_.countries[tenant.country].utc_offset;
    const auto [found, is_new] =
        known.try_emplace({offset.value(), tenant.sector}, static_cast<std::uint32_t>(patterns_.size()));
    if (is_new) patterns_.push_back({&population_.sectors[tenant.sector], offset});
    patterns_[found->second].share += tenant.share;
    pattern_of_.push_back(found->second);
  }
}

double TenantDemand::rate(const Pattern& pattern, Seconds time) const {
  return local_rate(*pattern.sector, (time + pattern.utc_offset).value() / kDay) *
         growth_factor(mix_.growth_per_day, time);
}

void TenantDemand::scale_to(double peak) {
  double largest = 0.0;
  for (int minute = 0; minute < kMinutes; ++minute) {
    double sum = 0.0;
    for (Pattern& pattern : patterns_) {
      const double now = rate(pattern, Seconds(minute * 60.0));
      pattern.peak = std::max(pattern.peak, now);
      sum += pattern.share * now;
    }
    largest = std::max(largest, sum);
  }
  scale_ = peak / largest;
}

void TenantDemand::mean_rates(Seconds begin, Seconds end, std::span<double> rates) {
  const double launch = launch_factor(launches_, begin, end) * scale_;
  std::vector<double> means;
  for (const Pattern& pattern : patterns_) {
    const double middle = rate(pattern, (begin + end) / 2.0);
    means.push_back(launch * (rate(pattern, begin) + 4.0 * middle + rate(pattern, end)) / 6.0);
  }
  for (std::size_t i = 0; i < tenants_.size(); ++i) rates[i] = tenants_[i].share * means[pattern_of_[i]];
  add_bursts(begin, end, rates);
}

TenantDemand::Burst TenantDemand::next_burst(Seconds after) {
  const auto tenants = static_cast<double>(tenants_.size());
  const Seconds begin = after + random_.exponential(tenants / mix_.burst_interval);
  const auto tenant = static_cast<std::uint32_t>(random_.below(tenants_.size()));
  const Seconds length = random_.exponential(1.0 / mix_.burst_duration);
  const double variance = mix_.burst_variation * mix_.burst_variation;
  return {tenant, begin, begin + length, mix_.burst_size * variance * random_.gamma(1.0 / variance)};
}

void TenantDemand::add_bursts(Seconds begin, Seconds end, std::span<double> rates) {
  while (next_ && next_->begin < end) {
    bursts_.push_back(*next_);
    next_ = next_burst(next_->begin);
  }
  std::erase_if(bursts_, [begin](const Burst& burst) { return burst.end <= begin; });
  std::vector<std::pair<std::uint32_t, double>> added;
  for (const Burst& burst : bursts_) {
    const Seconds under_way = min(burst.end, end) - max(burst.begin, begin);
    added.emplace_back(burst.tenant, rates[burst.tenant] * burst.size * (under_way / (end - begin)));
  }
  for (const auto& [tenant, rate] : added) rates[tenant] += rate;
}

}  // namespace gigapod
