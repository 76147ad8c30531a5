#include "sim/engine/tenant_accounts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace gigapod {
namespace {

constexpr double kRounding = 1e-9;

}  // namespace

TenantAccounts::TenantAccounts(const Scenario& scenario, const std::map<std::string, double>& pod_chips) {
  double site_chips = 0.0;
  for (const auto& [type, chips] : pod_chips) site_chips += chips;
  for (const TenantSpec& spec : scenario.tenants) {
    Tenant tenant;
    tenant.name = spec.name;
    tenant.priority = spec.priority;
    tenant.weight = spec.weight;
    tenant.limit = spec.quota * site_chips;
    for (const auto& [type, quota] : spec.pod_quotas) tenant.limits[type] = quota * pod_chips.at(type);
    tenants_.push_back(std::move(tenant));
  }
}

std::uint32_t TenantAccounts::tenant(const std::string& name) {
  const auto found =
      std::find_if(tenants_.begin(), tenants_.end(), [&](const Tenant& tenant) { return tenant.name == name; });
  const auto index = static_cast<std::uint32_t>(found - tenants_.begin());
  if (found == tenants_.end()) tenants_.emplace_back().name = name;
  return index;
}

/// Use decays as 2^(-t / half_life); what is held adds to it all the while.
void TenantAccounts::settle(Tenant& tenant, Seconds now) const {
  const Seconds time = now - tenant.since;
  tenant.since = now;
  if (half_life_ <= Seconds(0.0)) {
    tenant.chip_seconds += tenant.held_chips * time.value();
    return;
  }
  const double left = std::exp2(-(time / half_life_));
  const double gained = half_life_.value() / std::numbers::ln2 * (1.0 - left);
  tenant.chip_seconds = tenant.chip_seconds * left + tenant.held_chips * gained;
}

void TenantAccounts::change_held(std::uint32_t index, const std::string& pod_type, double chips, Seconds now) {
  Tenant& tenant = tenants_[index];
  settle(tenant, now);
  tenant.held_chips += chips;
  tenant.held[pod_type] += chips;
}

bool TenantAccounts::allows(std::uint32_t index, const std::string& pod_type, double chips) const {
  const Tenant& tenant = tenants_[index];
  if (tenant.limit > 0.0 && tenant.held_chips + chips > tenant.limit * (1.0 + kRounding)) return false;
  const auto limit = tenant.limits.find(pod_type);
  if (limit == tenant.limits.end()) return true;
  const auto held = tenant.held.find(pod_type);
  return (held == tenant.held.end() ? 0.0 : held->second) + chips <= limit->second * (1.0 + kRounding);
}

std::string TenantAccounts::quota_text(std::uint32_t index, const std::string& pod_type) const {
  const Tenant& tenant = tenants_[index];
  const auto limit = tenant.limits.find(pod_type);
  if (limit == tenant.limits.end()) {
    return fmt::format("tenant '{}' holds {:.0f} of the {:.0f} chips of its quota", tenant.name, tenant.held_chips,
                       tenant.limit);
  }
  const auto held = tenant.held.find(pod_type);
  return fmt::format("tenant '{}' holds {:.0f} of the {:.0f} {} chips of its quota", tenant.name,
                     held == tenant.held.end() ? 0.0 : held->second, limit->second, pod_type);
}

std::span<const TenantUse> TenantAccounts::use(Seconds now) {
  use_.clear();
  for (Tenant& tenant : tenants_) {
    settle(tenant, now);
    use_.push_back({tenant.name, tenant.weight, tenant.chip_seconds, tenant.held_chips});
  }
  return use_;
}

}  // namespace gigapod
