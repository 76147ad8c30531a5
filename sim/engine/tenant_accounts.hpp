#pragma once

#include "sim/policy/scheduler.hpp"
#include "sim/scenario/scenario.hpp"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace gigapod {

/// What each tenant's jobs hold and have had, and what its quota still allows. Fleets are not counted.
class TenantAccounts {
 public:
  TenantAccounts() = default;
  /// `pod_chips`: installed chips by pod type.
  TenantAccounts(const Scenario& scenario, const std::map<std::string, double>& pod_chips);

  /// Number of the tenant; one that the scenario does not list has weight 1 and no quota.
  std::uint32_t tenant(const std::string& name);
  [[nodiscard]] const std::string& name(std::uint32_t tenant) const { return tenants_[tenant].name; }
  [[nodiscard]] int priority(std::uint32_t tenant) const { return tenants_[tenant].priority; }
  /// After this time a chip-second counts half; 0: never less.
  void set_half_life(Seconds half_life) { half_life_ = half_life; }

  /// Jobs of the tenant hold so many chips more, or fewer.
  void change_held(std::uint32_t tenant, const std::string& pod_type, double chips, Seconds now);
  [[nodiscard]] bool allows(std::uint32_t tenant, const std::string& pod_type, double chips) const;
  /// "holds 512 of its 1,024 chips", for a tenant with a quota.
  [[nodiscard]] std::string quota_text(std::uint32_t tenant, const std::string& pod_type) const;
  /// For the scheduler; valid until the next call.
  [[nodiscard]] std::span<const TenantUse> use(Seconds now);

 private:
  struct Tenant {
    std::string name;
    int priority = 0;
    double weight = 1.0;
    double limit = 0.0;                    ///< chips; 0: none
    std::map<std::string, double> limits;  ///< by pod type
    std::map<std::string, double> held;    ///< by pod type
    double held_chips = 0.0;
    double chip_seconds = 0.0;  ///< decayed, up to `since`
    Seconds since;
  };
  void settle(Tenant& tenant, Seconds now) const;

  Seconds half_life_;
  std::vector<Tenant> tenants_;
  std::vector<TenantUse> use_;
};

}  // namespace gigapod
