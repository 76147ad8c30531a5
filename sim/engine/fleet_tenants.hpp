#pragma once

#include "sim/base/random.hpp"
#include "sim/engine/usage_series.hpp"
#include "sim/model/demand/demand.hpp"
#include "sim/model/demand/tenant_demand.hpp"
#include "sim/model/serving/fluid_queue.hpp"
#include "sim/scenario/scenario.hpp"

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace gigapod {

/// Where requests went; each of those that arrived is in exactly one of the others.
struct RequestTally {
  double arrived = 0.0;
  double served = 0.0;
  double rate_limited = 0.0;
  double rejected = 0.0;
  double queued = 0.0;  ///< wait now

  RequestTally& operator+=(const RequestTally& other);
};

/// Requests within a tenant's reserved capacity, and beyond it.
enum class Tier : std::size_t {
  kReserved,
  kOnDemand
};

/// What one tenant's requests came to.
struct TenantRequests {
  double reserved = 0.0;  ///< requests per second of its provisioned capacity
  double limit = 0.0;     ///< requests per second; 0: none
  // Until the next look, requests per second.
  double rate = 0.0;
  double rate_limited = 0.0;
  std::array<double, 2> offered{};  ///< by tier

  std::array<double, 2> queued{};  ///< by tier, now
  RequestTally counts;
  double served_reserved = 0.0;
};

/// The tenants of a fleet: what they ask for, what their agreements let in, and who got what. Between two looks their
/// rates are constant at their means, so that what a queue counted by class can be told by tenant at the next look.
/// A fleet without tenants has one, which follows its demand curve.
class FleetTenants {
 public:
  /// `costs`: capacity that one request of each sector takes, in requests of the fleet's own lengths; empty without
  /// tenants.
  FleetTenants(const FleetSpec& spec, const Scenario& scenario, std::vector<double> costs, RandomStream bursts);

  /// Requests from `begin` to `end` from now on; what came before must be booked.
  void look(Seconds begin, Seconds end);
  /// Tells what the queue counted since the last call by tenant.
  void book(Seconds begin, Seconds end);

  /// Requests per second by class of the queue: what is within reserved capacity first, then by priority.
  [[nodiscard]] std::span<const double> arrivals() const { return arrivals_; }
  [[nodiscard]] FluidQueue& queue() { return queue_; }
  [[nodiscard]] const FluidQueue& queue() const { return queue_; }
  [[nodiscard]] double demand() const { return demand_; }              ///< requests per second that arrive
  [[nodiscard]] double rate_limited() const { return rate_limited_; }  ///< of them answered 429
  [[nodiscard]] double admitted() const { return demand_ - rate_limited_; }
  /// Mean capacity that an admitted request takes, in requests of the fleet's own lengths.
  [[nodiscard]] double mean_cost() const { return mean_cost_; }
  /// The same where every sector asks for its share of the demand.
  [[nodiscard]] double usual_cost() const { return usual_cost_; }
  /// Capacity reserved by all tenants, in requests of the fleet's own lengths per second.
  [[nodiscard]] double reserved() const { return reserved_; }

  [[nodiscard]] const RequestTally& counts() const { return counts_; }   ///< of all, up to the last booking
  [[nodiscard]] const RequestTally& last() const { return last_; }       ///< in the last interval that was booked
  [[nodiscard]] double prompt_tokens() const { return prompt_tokens_; }  ///< of served requests
  [[nodiscard]] double output_tokens() const { return output_tokens_; }
  [[nodiscard]] bool has_tenants() const { return demand_of_tenants_.has_value(); }
  [[nodiscard]] const std::vector<TenantRequests>& tenants() const { return tenants_; }
  [[nodiscard]] const std::vector<ServiceTenant>& profiles() const { return demand_of_tenants_->tenants(); }

  // By region, for fleets with tenants.
  [[nodiscard]] const std::vector<std::string>& regions() const { return regions_; }
  [[nodiscard]] const UsageSeries& region_demand() const { return region_demand_; }
  [[nodiscard]] const UsageSeries& region_served() const { return region_served_; }

 private:
  void find_regions(const PopulationSpec& population);
  void set_agreements();
  void split_class(std::size_t queue_class);
  void serve(std::size_t tenant, Tier tier, double requests);
  [[nodiscard]] std::size_t class_of(std::size_t tenant) const {
    return has_tenants() ? queue_class_[profiles()[tenant].service_class] : 1;
  }

  const FleetSpec* spec_;
  std::unique_ptr<DemandCurve> curve_;
  std::optional<TenantDemand> demand_of_tenants_;
  const PopulationSpec* population_;
  std::vector<double> costs_;
  std::vector<std::size_t> queue_class_;  ///< by service class
  FluidQueue queue_;
  std::vector<TenantRequests> tenants_;
  std::vector<std::string> regions_;
  std::vector<std::size_t> region_of_country_;
  UsageSeries region_demand_;
  UsageSeries region_served_;

  std::vector<double> rates_;
  std::vector<double> arrivals_;
  double demand_ = 0.0;
  double rate_limited_ = 0.0;
  double mean_cost_ = 1.0;
  double usual_cost_ = 1.0;
  double reserved_ = 0.0;
  // Of the interval that is booked.
  Seconds begin_;
  Seconds length_;
  RequestTally counts_;
  RequestTally last_;
  double prompt_tokens_ = 0.0;
  double output_tokens_ = 0.0;
  // Of one class, while it is split.
  std::vector<std::uint32_t> members_;
  std::vector<double> asked_;
  std::vector<double> given_;
};

}  // namespace gigapod
