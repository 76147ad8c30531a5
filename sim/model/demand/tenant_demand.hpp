#pragma once

#include "sim/base/random.hpp"
#include "sim/model/demand/service_tenant.hpp"

#include <optional>
#include <span>
#include <vector>

namespace gigapod {

/// Requests of each tenant of a service over time. Tenants of one sector and one clock share their daily pattern,
/// which is worked out once for all of them; bursts touch one tenant each.
class TenantDemand {
 public:
  /// `peak`: requests per second of all tenants at the peak of the first day, without bursts and launches.
  TenantDemand(const TenantMix& mix, const PopulationSpec& population, std::vector<LaunchSpec> launches, double peak,
               RandomStream bursts);

  [[nodiscard]] const std::vector<ServiceTenant>& tenants() const { return tenants_; }
  /// Requests per second of a tenant at its own peak of the first day, without bursts and launches.
  [[nodiscard]] double own_peak(std::size_t tenant) const {
    return tenants_[tenant].share * scale_ * patterns_[pattern_of_[tenant]].peak;
  }
  /// Mean requests per second of each tenant from `begin` to `end`, the end of the interval before or later.
  void mean_rates(Seconds begin, Seconds end, std::span<double> rates);

 private:
  /// Tenants of one sector in one time zone.
  struct Pattern {
    const SectorSpec* sector = nullptr;
    Seconds utc_offset;
    double share = 0.0;
    double peak = 0.0;  ///< of the first day, growth included
  };
  struct Burst {
    std::uint32_t tenant = 0;
    Seconds begin;
    Seconds end;
    double size = 0.0;
  };

  [[nodiscard]] double rate(const Pattern& pattern, Seconds time) const;
  void make_patterns();
  void scale_to(double peak);
  [[nodiscard]] Burst next_burst(Seconds after);
  void add_bursts(Seconds begin, Seconds end, std::span<double> rates);

  TenantMix mix_;
  PopulationSpec population_;
  std::vector<LaunchSpec> launches_;
  std::vector<ServiceTenant> tenants_;
  std::vector<Pattern> patterns_;
  std::vector<std::uint32_t> pattern_of_;  ///< by tenant
  double scale_ = 1.0;
  RandomStream random_;
  std::optional<Burst> next_;  ///< not begun; nothing without bursts
  std::vector<Burst> bursts_;  ///< begun
};

}  // namespace gigapod
