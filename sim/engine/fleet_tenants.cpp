#include "sim/engine/fleet_tenants.hpp"

#include "sim/base/check.hpp"
#include "sim/base/registry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace gigapod {
namespace {

constexpr double kClosure = 1e-7;  ///< of the requests that arrived

/// Class of the queue for each service class: 0 is reserved capacity, then the highest priority first.
std::vector<std::size_t> queue_classes(const FleetSpec& spec) {
  if (!spec.tenants) return {1};
  const auto& classes = spec.tenants->classes;
  std::vector<std::size_t> order(classes.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return classes[a].priority > classes[b].priority; });
  std::vector<std::size_t> queue_class(classes.size());
  for (std::size_t rank = 0; rank < order.size(); ++rank) queue_class[order[rank]] = rank + 1;
  return queue_class;
}

std::size_t region_count(const FleetSpec& spec, const PopulationSpec& population) {
  if (!spec.tenants) return 0;
  std::vector<std::string> names;
  for (const CountrySpec& country : population.countries) names.push_back(country.region);
  std::sort(names.begin(), names.end());
  return static_cast<std::size_t>(std::unique(names.begin(), names.end()) - names.begin());
}

}  // namespace

RequestTally& RequestTally::operator+=(const RequestTally& other) {
  arrived += other.arrived;
  served += other.served;
  rate_limited += other.rate_limited;
  rejected += other.rejected;
  queued += other.queued;
  return *this;
}

FleetTenants::FleetTenants(const FleetSpec& spec, const Scenario& scenario, std::vector<double> costs,
                           RandomStream bursts)
    : spec_(&spec),
      population_(&scenario.population),
      costs_(std::move(costs)),
      queue_class_(queue_classes(spec)),
      queue_(queue_class_.size() + 1, spec.queue_limit),
      region_demand_(region_count(spec, scenario.population), scenario.horizon, scenario.metric_interval),
      region_served_(region_count(spec, scenario.population), scenario.horizon, scenario.metric_interval),
      arrivals_(queue_class_.size() + 1) {
  if (spec.tenants) {
    demand_of_tenants_.emplace(*spec.tenants, *population_, spec.launches, spec.peak_requests_per_second,
                               std::move(bursts));
    find_regions(*population_);
    const std::vector<double> shares = sector_shares(*spec.tenants, *population_);
    usual_cost_ = std::inner_product(shares.begin(), shares.end(), costs_.begin(), 0.0);
  } else {
    curve_ = Registry<DemandCurve>::make(spec.demand.name, spec.demand.parameters);
  }
  tenants_.resize(has_tenants() ? profiles().size() : 1);
  rates_.resize(tenants_.size());
  if (has_tenants()) set_agreements();
}

void FleetTenants::find_regions(const PopulationSpec& population) {
  for (const CountrySpec& country : population.countries) {
    const auto found = std::find(regions_.begin(), regions_.end(), country.region);
    region_of_country_.push_back(static_cast<std::size_t>(found - regions_.begin()));
    if (found == regions_.end()) regions_.push_back(country.region);
  }
}

void FleetTenants::set_agreements() {
  for (std::size_t i = 0; i < tenants_.size(); ++i) {
    const ServiceClass& agreed = spec_->tenants->classes[profiles()[i].service_class];
    const double peak = demand_of_tenants_->own_peak(i);
    tenants_[i].limit = agreed.rate_limit * peak;
    if (agreed.agreement != Agreement::kProvisioned) continue;
    tenants_[i].reserved = agreed.reserved * peak;
    reserved_ += tenants_[i].reserved * costs_[profiles()[i].sector];
  }
}

void FleetTenants::look(Seconds begin, Seconds end) {
  if (has_tenants()) {
    demand_of_tenants_->mean_rates(begin, end, rates_);
  } else {
    const double curve =
        curve_->relative_rate(begin) + 4.0 * curve_->relative_rate((begin + end) / 2.0) + curve_->relative_rate(end);
    rates_[0] = spec_->peak_requests_per_second * launch_factor(spec_->launches, begin, end) * curve / 6.0;
  }
  std::fill(arrivals_.begin(), arrivals_.end(), 0.0);
  demand_ = rate_limited_ = 0.0;
  double cost = 0.0;
  for (std::size_t i = 0; i < tenants_.size(); ++i) {
    TenantRequests& tenant = tenants_[i];
    tenant.rate = rates_[i];
    const double allowed = tenant.limit > 0.0 ? std::min(tenant.rate, tenant.limit) : tenant.rate;
    tenant.rate_limited = tenant.rate - allowed;
    tenant.offered = {std::min(allowed, tenant.reserved), std::max(0.0, allowed - tenant.reserved)};
    demand_ += tenant.rate;
    rate_limited_ += tenant.rate_limited;
    arrivals_[0] += tenant.offered[0];
    arrivals_[class_of(i)] += tenant.offered[1];
    cost += allowed * (has_tenants() ? costs_[profiles()[i].sector] : 1.0);
  }
  mean_cost_ = admitted() > 0.0 ? cost / admitted() : 1.0;
}

void FleetTenants::book(Seconds begin, Seconds end) {
  length_ = end - begin;
  if (length_ <= Seconds(0.0)) return;
  begin_ = begin;
  const RequestTally before = counts_;
  for (std::size_t k = 0; k < arrivals_.size(); ++k) split_class(k);
  counts_ = {};
  for (std::size_t i = 0; i < tenants_.size(); ++i) {
    TenantRequests& tenant = tenants_[i];
    tenant.counts.arrived += tenant.rate * length_.value();
    tenant.counts.rate_limited += tenant.rate_limited * length_.value();
    tenant.counts.queued = tenant.queued[0] + tenant.queued[1];
    counts_ += tenant.counts;
    if (has_tenants()) region_demand_.add_span(region_of_country_[profiles()[i].country], begin, end, tenant.rate);
  }
  last_ = {counts_.arrived - before.arrived, counts_.served - before.served,
           counts_.rate_limited - before.rate_limited, counts_.rejected - before.rejected, counts_.queued};
  const double told = counts_.served + counts_.rate_limited + counts_.rejected + counts_.queued;
  GIGAPOD_CHECK(
      std::abs(told - counts_.arrived) <= kClosure * counts_.arrived,
      fmt::format("every request of '{}' is in one place: {} told, {} arrived", spec_->name, told, counts_.arrived));
}

/// Requests of one class of the queue, max-min fair between its tenants; what is not served waits or is rejected in
/// the same proportion for all.
void FleetTenants::split_class(std::size_t queue_class) {
  const Tier tier = queue_class == 0 ? Tier::kReserved : Tier::kOnDemand;
  const auto index = static_cast<std::size_t>(tier);
  members_.clear();
  asked_.clear();
  for (std::size_t i = 0; i < tenants_.size(); ++i) {
    if (tier == Tier::kOnDemand && class_of(i) != queue_class) continue;
    const double asked = tenants_[i].offered[index] * length_.value() + tenants_[i].queued[index];
    if (asked <= 0.0) continue;
    members_.push_back(static_cast<std::uint32_t>(i));
    asked_.push_back(asked);
  }
  const QueueCounts counts = queue_.take(queue_class);
  const double waiting = queue_.waiting(queue_class);
  const double rest = counts.rejected + waiting;
  given_ = asked_;
  if (rest > 0.0) share_fairly(counts.served, asked_, given_);
  for (std::size_t m = 0; m < members_.size(); ++m) {
    TenantRequests& tenant = tenants_[members_[m]];
    const double left = asked_[m] - given_[m];
    tenant.queued[index] = rest > 0.0 ? left * (waiting / rest) : 0.0;
    tenant.counts.rejected += left - tenant.queued[index];
    serve(members_[m], tier, given_[m]);
  }
}

void FleetTenants::serve(std::size_t tenant, Tier tier, double requests) {
  tenants_[tenant].counts.served += requests;
  if (tier == Tier::kReserved) tenants_[tenant].served_reserved += requests;
  double prompt = spec_->plan.prompt_tokens;
  double output = spec_->plan.output_tokens;
  if (has_tenants()) {
    const ServiceTenant& profile = profiles()[tenant];
    const SectorSpec& sector = population_->sectors[profile.sector];
    prompt *= sector.prompt_scale;
    output = std::max(1.0, output * sector.output_scale);
    region_served_.add_span(region_of_country_[profile.country], begin_, begin_ + length_,
                            requests / length_.value());
  }
  prompt_tokens_ += requests * prompt;
  output_tokens_ += requests * output;
}

}  // namespace gigapod
