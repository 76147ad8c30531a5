#include "sim/scenario/read_tenants.hpp"

#include "sim/base/suggestion.hpp"
#include "sim/fabric/site_layout.hpp"
#include "sim/fabric/slice.hpp"
#include "sim/scenario/job_choices.hpp"
#include "sim/scenario/mapping_reader.hpp"
#include "sim/scenario/scenario_fields.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

namespace gigapod {
namespace {

void read_pod_quotas(MappingReader& reader, Findings& findings, TenantSpec& tenant) {
  const DocumentNode* node = reader.take("pod_quotas");
  if (node == nullptr) return;
  if (!node->is_mapping()) {
    findings.error(node->label, "'pod_quotas' expects pod types and fractions", "such as {ironwood: 0.5}");
    return;
  }
  for (const DocumentEntry& entry : node->entries) {
    if (const auto value = read_value(entry.value, kFractionItem, findings)) {
      tenant.pod_quotas[entry.key] = std::get<double>(*value);
    }
  }
}

/// Fractions of one thing that tenants have a quota of.
struct QuotaSum {
  double sum = 0.0;
  std::string parts;
  const DocumentNode* last = nullptr;

  void add(const TenantSpec& tenant, double quota, const DocumentNode* item) {
    sum += quota;
    parts += fmt::format("{}{} {:.4g}%", parts.empty() ? "" : ", ", tenant.name, 100.0 * quota);
    last = item;
  }
  void check(const std::string& what, Findings& findings) const {
    if (sum <= 1.0 + 1e-9) return;
    findings.error(last->label, fmt::format("the quotas of {} add up to {:.4g}%, more than 100%", what, 100.0 * sum),
                   parts);
  }
};

void check_sums(const Scenario& scenario, const ScenarioPlaces& places, Findings& findings) {
  QuotaSum site;
  std::map<std::string, QuotaSum> by_type;
  for (std::size_t i = 0; i < scenario.tenants.size(); ++i) {
    const TenantSpec& tenant = scenario.tenants[i];
    const DocumentNode& item = *places.tenants[i];
    if (tenant.quota > 0.0) site.add(tenant, tenant.quota, item.find("quota"));
    for (const auto& [type, quota] : tenant.pod_quotas) {
      const DocumentNode* place = item.find("pod_quotas")->find(type);
      by_type[type].add(tenant, quota, place);
      if (scenario.pods.contains(type)) continue;
      findings.error(place->label, fmt::format("the site has no pods of type '{}'", type));
    }
  }
  site.check("the site", findings);
  for (const auto& [type, sum] : by_type) sum.check(fmt::format("'{}' pods", type), findings);
}

const TenantSpec* find_tenant(const Scenario& scenario, const std::string& name) {
  const auto found = std::find_if(scenario.tenants.begin(), scenario.tenants.end(),
                                  [&](const TenantSpec& tenant) { return tenant.name == name; });
  return found == scenario.tenants.end() ? nullptr : &*found;
}

/// A listed tenant, or nobody with a finding; without a list any name will do.
void check_owner(const Scenario& scenario, const std::string& name, const DocumentNode& item, Findings& findings) {
  if (scenario.tenants.empty() || find_tenant(scenario, name) != nullptr) return;
  if (name == JobSpec{}.tenant) return;  // whom nothing belongs to but what names nobody, without a quota
  const DocumentNode* given = item.find("tenant");
  std::vector<std::string> names;
  for (const TenantSpec& tenant : scenario.tenants) names.push_back(tenant.name);
  const auto nearest = nearest_word(name, names);
  findings.error(
      given->mark, fmt::format("there is no tenant '{}'", name),
      nearest ? fmt::format("did you mean '{}'?", *nearest) : fmt::format("tenants: {}", fmt::join(names, ", ")));
}

/// A job that its tenant's quota would keep waiting for ever.
void check_quota(const Scenario& scenario, const JobSpec& job, const DocumentNode& item,
                 const std::map<std::string, double>& installed, Findings& findings) {
  const TenantSpec* tenant = find_tenant(scenario, job.tenant);
  const auto pod = scenario.pods.find(job.pod_type);
  if (tenant == nullptr || pod == scenario.pods.end() || !installed.contains(job.pod_type)) return;
  if (!slice_shape_fault(job.slice, pod->second).empty()) return;
  const SliceChoice least = size_choices(job).back();
  const double chips =
      static_cast<double>(least.slices) * blocks_of(least.slice, pod->second) * chips_per_block(pod->second);
  double site = 0.0;
  for (const auto& [type, count] : installed) site += count;
  const auto refuse = [&](double limit, const std::string& of) {
    if (limit <= 0.0 || chips <= limit * (1.0 + 1e-9)) return;
    findings.error(item.label,
                   fmt::format("job '{}' holds {:.0f} chips; the quota of tenant '{}' is {:.0f} of {}", job.name,
                               chips, job.tenant, limit, of),
                   "raise the quota or make the job smaller: it would wait for ever");
  };
  refuse(tenant->quota * site, "the site's");
  const auto quota = tenant->pod_quotas.find(job.pod_type);
  if (quota != tenant->pod_quotas.end()) {
    refuse(quota->second * installed.at(job.pod_type), fmt::format("the '{}' chips", job.pod_type));
  }
}

}  // namespace

void read_tenants(const DocumentNode& list, Findings& findings, Scenario& scenario, ScenarioPlaces& places) {
  if (!list.is_sequence()) {
    findings.error(list.label, "'tenants' expects a list", "one item a line, each starting with `- `");
    return;
  }
  std::set<std::string> names;
  for (const DocumentNode& item : list.items) {
    MappingReader reader(item, "a tenant", findings);
    if (!reader.is_valid()) continue;
    TenantSpec tenant;
    const bool is_read = reader.read(tenant_fields(), tenant, true, kTenantWords);
    read_pod_quotas(reader, findings, tenant);
    reader.finish();
    if (!is_read) continue;
    if (!names.insert(tenant.name).second) {
      findings.error(item.find("name")->mark, fmt::format("the tenant '{}' is given twice", tenant.name));
      continue;
    }
    scenario.tenants.push_back(std::move(tenant));
    places.tenants.push_back(&item);
  }
}

void validate_tenants(const Scenario& scenario, const ScenarioPlaces& places, Findings& findings) {
  check_sums(scenario, places, findings);
  std::map<std::string, double> installed;
  for (const PodInstance& pod : lay_out(scenario.site, scenario.pods, scenario.chips).pods) {
    installed[pod.spec->name] += pod.spec->shape.chips();
  }
  for (std::size_t i = 0; i < scenario.jobs.size(); ++i) {
    check_owner(scenario, scenario.jobs[i].tenant, *places.jobs[i], findings);
    check_quota(scenario, scenario.jobs[i], *places.jobs[i], installed, findings);
  }
  for (std::size_t i = 0; i < scenario.fleets.size(); ++i) {
    check_owner(scenario, scenario.fleets[i].tenant, *places.fleets[i], findings);
  }
}

}  // namespace gigapod
