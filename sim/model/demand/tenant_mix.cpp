// Launches: f(t) = product over launches begun at t_k of 1 + g_k exp(-(t - t_k) / d_k), or 1 + g_k for good.
//
// The default exponent of sizes fits the shares of the largest and the ten largest clients of the five models of
// ServeGen (alibaba/ServeGen, Apache-2.0; 35 to 162 clients each) best by least squares of logarithms.

#include "sim/model/demand/tenant_mix.hpp"

#include <cmath>

namespace gigapod {

FieldList<ServiceClass> service_class_fields() {
  FieldList<ServiceClass> list;
  list.text("name", &ServiceClass::name, "Name of the class.").required();
  list.number("share", &ServiceClass::share, {0.0, 1.0, true},
              "Of the tenants; classes take them from the largest down.")
      .required();
  list.integer("priority", &ServiceClass::priority, {-1e6, 1e6}, "Larger is served first.");
  list.choice("agreement", &ServiceClass::agreement, {kAgreementNames[0], kAgreementNames[1]},
              "`provisioned`: capacity is reserved, served first and paid for whether used or not.");
  list.number("rate_limit", &ServiceClass::rate_limit, kPositive,
              "Of a tenant's peak of the first day: requests above it are answered 429; `none`.");
  list.number("reserved", &ServiceClass::reserved, kPositive,
              "Provisioned capacity, of a tenant's peak of the first day.");
  return list;
}

FieldList<TenantMix> tenant_mix_fields() {
  FieldList<TenantMix> list;
  list.integer("count", &TenantMix::count, {1.0, 1e6}, "Tenants.").required();
  list.number("zipf_exponent", &TenantMix::zipf_exponent, {0.0, 5.0}, "Sizes fall with their rank to this power.");
  list.number("growth_per_day", &TenantMix::growth_per_day, {-0.5, 1.0}, "Exponential growth of demand, per day.");
  list.quantity("burst_interval", &TenantMix::burst_interval, {60.0, 3650.0 * 86400},
                "Mean time between two bursts of one tenant; `none`: no bursts.");
  list.quantity("burst_duration", &TenantMix::burst_duration, {1.0, 365.0 * 86400}, "Mean length of a burst.");
  list.number("burst_size", &TenantMix::burst_size, {0.0, 1000.0, true},
              "Mean of what a burst adds to a tenant's rate, over that rate.");
  list.number("burst_variation", &TenantMix::burst_variation, {0.01, 10.0},
              "Coefficient of variation of that, a Gamma distribution.");
  return list;
}

FieldList<LaunchSpec> launch_fields() {
  FieldList<LaunchSpec> list;
  list.quantity("at", &LaunchSpec::at, kNonNegative, "When demand changes.").required();
  list.number("gain", &LaunchSpec::gain, {-1.0, 1000.0}, "What is added, over the demand of before.").required();
  list.quantity("decay", &LaunchSpec::decay, kPositive, "A surge: 1/e of it is left after this; `none`: it stays.");
  return list;
}

double launch_factor(const std::vector<LaunchSpec>& launches, Seconds begin, Seconds end) {
  double factor = 1.0;
  for (const LaunchSpec& launch : launches) {
    if (launch.at >= end) continue;
    const Seconds from = max(launch.at, begin);
    double extra = launch.gain * (end - from).value();
    if (launch.decay > Seconds(0.0)) {
      const double first = std::exp(-((from - launch.at) / launch.decay));
      const double last = std::exp(-((end - launch.at) / launch.decay));
      extra = launch.gain * launch.decay.value() * (first - last);
    }
    factor *= 1.0 + extra / (end - begin).value();
  }
  return factor;
}

}  // namespace gigapod
