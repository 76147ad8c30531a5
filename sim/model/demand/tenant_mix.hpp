#pragma once

#include "sim/base/fields.hpp"
#include "sim/base/quantity.hpp"

#include <map>
#include <string>
#include <vector>

namespace gigapod {

/// What a tenant has agreed on.
enum class Agreement {
  kOnDemand,    ///< served as capacity allows
  kProvisioned  ///< capacity is reserved, served first and paid for whether used or not; the rest is on demand
};
inline constexpr const char* kAgreementNames[] = {"on_demand", "provisioned"};

/// Tenants with one agreement.
struct ServiceClass {
  std::string name;
  double share = 1.0;  ///< of the tenants
  int priority = 0;    ///< larger first
  Agreement agreement = Agreement::kOnDemand;
  double rate_limit = 0.0;  ///< of a tenant's own peak of the first day; requests above it get a 429; 0: none
  double reserved = 1.0;    ///< provisioned: capacity, likewise
  bool operator==(const ServiceClass&) const = default;
};
[[nodiscard]] FieldList<ServiceClass> service_class_fields();

/// The tenants of a fleet.
struct TenantMix {
  int count = 1;
  double zipf_exponent = 1.15;  ///< of their sizes by rank
  double growth_per_day = 0.0;
  Seconds burst_interval{0.0};  ///< mean time between two bursts of one tenant; 0: no bursts
  Seconds burst_duration{1200.0};
  double burst_size = 1.0;                ///< mean of what a burst adds, over the tenant's rate
  double burst_variation = 1.0;           ///< coefficient of variation of that
  std::map<std::string, double> sectors;  ///< of the demand; empty: the shares of the sectors
  std::vector<ServiceClass> classes;      ///< take tenants from the largest down
  bool operator==(const TenantMix&) const = default;
};
[[nodiscard]] FieldList<TenantMix> tenant_mix_fields();

/// Demand of a fleet changes at a time: for good, or as a surge that decays.
struct LaunchSpec {
  Seconds at;
  double gain = 0.0;   ///< added to the demand of before, a fraction of it; negative: less
  Seconds decay{0.0};  ///< of what is left, 1/e after each; 0: stays
  bool operator==(const LaunchSpec&) const = default;
};
[[nodiscard]] FieldList<LaunchSpec> launch_fields();

/// Demand with the launches over that without, mean from `begin` to `end`.
[[nodiscard]] double launch_factor(const std::vector<LaunchSpec>& launches, Seconds begin, Seconds end);

}  // namespace gigapod
