#include "sim/fabric/dcn_fabric.hpp"
#include "sim/fabric/site_layout.hpp"
#include "sim/fabric/slice.hpp"
#include "sim/model/checkpoint/checkpoint.hpp"
#include "sim/model/step/resized_plan.hpp"
#include "sim/scenario/read_value.hpp"
#include "sim/scenario/validate.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

namespace gigapod {
namespace {

struct Work {
  const Scenario& scenario;
  const SiteLayout& layout;
  Findings& findings;
};

/// Where the value of a job's key stands; the job itself when it does not give the key.
const Mark& place_of(const DocumentNode& item, const std::string& key) {
  const DocumentNode* value = item.find(key);
  if (value == nullptr) return item.label;
  return value->is_scalar() ? value->mark : value->label;
}

std::string pod_types(const Scenario& scenario) {
  std::set<std::string> types;
  for (const PodGroup& group : scenario.site.pods) types.insert(group.type);
  return fmt::format("{}", fmt::join(types, ", "));
}

/// The pod spec of a type that is installed at the site; nullptr with a finding otherwise.
const PodSpec* installed_type(const std::string& type, const DocumentNode& item, Work& work) {
  for (const PodGroup& group : work.scenario.site.pods) {
    if (group.type == type) return &work.scenario.pods.at(type);
  }
  work.findings.error(place_of(item, "pod_type"), fmt::format("the site has no pods of type '{}'", type),
                      "pod types at the site: " + pod_types(work.scenario));
  return nullptr;
}

/// Degrees of a plan as a product that can't overflow.
double product(std::initializer_list<int> degrees) {
  double all = 1.0;
  for (const int degree : degrees) all *= degree;
  return all;
}

bool check_degrees(const JobSpec& job, int given_slices, const DocumentNode& item, Findings& findings) {
  const Parallelism& p = job.plan.parallelism;
  const double chips = product({p.tensor, p.fsdp, p.data, p.pipeline, p.expert, p.context});
  const double slices = product({p.dcn_data, p.dcn_fsdp, p.dcn_pipeline});
  bool is_right = true;
  if (chips != job.slice.chips()) {
    findings.error(place_of(item, "parallelism"),
                   fmt::format("the degrees of parallelism multiply to {:.0f} chips; the slice {} has {}", chips,
                               to_text(job.slice), job.slice.chips()),
                   "tensor x fsdp x data x pipeline x expert x context must be the chips of one slice");
    is_right = false;
  }
  if (given_slices > 0 && slices != given_slices) {
    findings.error(place_of(item, "slices"),
                   fmt::format("slices is {}; dcn_data x dcn_fsdp x dcn_pipeline is {:.0f}", given_slices, slices),
                   slices == 1.0 ? fmt::format("set dcn_data: {} in parallelism", given_slices) : "");
    is_right = false;
  }
  if (slices * job.slice.chips() > kMostChips) {
    findings.error(place_of(item, "parallelism"), fmt::format("{:.0f} slices of {} are more than {:.0f} chips",
                                                              slices, to_text(job.slice), kMostChips));
    is_right = false;
  }
  return is_right;
}

/// A slice that no pod holds, and how many slices would.
bool check_size(const Shape& slice, const PodSpec& pod, const DocumentNode& item, const std::string& what,
                bool is_training, Findings& findings) {
  const int chips = slice.chips();
  const int pod_chips = pod.shape.chips();
  if (chips <= pod_chips) return true;
  const int slices = (chips + pod_chips - 1) / pod_chips;
  findings.error(place_of(item, "slice"),
                 fmt::format("{} takes {} chips; the largest {} pod has {}", what, chips, pod.name, pod_chips),
                 is_training ? fmt::format("use `slices: {}` with `dcn_data: {}`", slices, slices) : "");
  return false;
}

bool check_shape(const Shape& slice, bool is_twisted, const PodSpec& pod, const DocumentNode& item,
                 Findings& findings) {
  std::string fault = slice_shape_fault(slice, pod);
  if (!fault.empty()) {
    findings.error(place_of(item, "slice"), fault);
    return false;
  }
  fault = is_twisted ? twist_fault(slice, pod) : "";
  if (!fault.empty()) findings.error(place_of(item, "twisted"), fault);
  return fault.empty();
}

int installed_pods(const std::string& type, const SiteLayout& layout) {
  return static_cast<int>(std::count_if(layout.pods.begin(), layout.pods.end(),
                                        [&](const PodInstance& pod) { return pod.spec->name == type; }));
}

bool check_pods(const JobSpec& job, const PodSpec& pod, const DocumentNode& item, Work& work) {
  const int slices_per_pod = std::max(1, blocks_per_pod(pod) / std::max(1, blocks_of(job.slice, pod)));
  const int slices = job.plan.parallelism.slices();
  const int needed = (slices + slices_per_pod - 1) / slices_per_pod;
  const int installed = installed_pods(job.pod_type, work.layout);
  if (needed <= installed) return true;
  work.findings.error(place_of(item, "slice"),
                      fmt::format("job '{}' needs {} {} pods for {} slices of {}; the site has {}", job.name, needed,
                                  pod.name, slices, to_text(job.slice), installed));
  return false;
}

StepMachine machine_of(const JobSpec& job, const Shape& slice, const PodSpec& pod, const ChipSpec& chip,
                       const DcnSpec& dcn) {
  StepMachine machine;
  machine.chip = chip;
  machine.slice = slice_topology(slice, pod, job.is_twisted && slice == job.slice);
  machine.slices = job.plan.parallelism.slices();
  machine.dcn_bandwidth_per_slice = slice_dcn_bandwidth(pod, chip, slice.chips(), dcn);
  machine.dcn_latency = dcn.latency;
  return machine;
}

/// The smallest larger slice on which the job runs; of its batch and a grown one the first that fits.
std::string slice_that_fits(const JobSpec& job, const PodSpec& pod, const ChipSpec& chip, const DcnSpec& dcn) {
  for (const Shape& slice : slice_shapes(pod)) {
    if (slice.chips() <= job.slice.chips()) continue;
    for (const bool grows_batch : {false, true}) {
      const auto plan = plan_on_slice(job.plan, slice, grows_batch);
      if (!plan || !plan_faults(*plan, machine_of(job, slice, pod, chip, dcn)).empty()) continue;
      return fmt::format("the smallest {} slice that fits is {}, with fsdp: {} and global_batch: {}", pod.name,
                         to_text(slice), plan->parallelism.fsdp, plan->global_batch);
    }
  }
  return fmt::format(
      "no {} slice of this plan fits; use `remat: full` or `offload`, more `tensor`, fewer bytes or a "
      "smaller batch per chip",
      pod.name);
}

/// A fault sentence starts with the key it is about; the finding points there, or at the slice when the item does
/// not give that key.
void report_fault(const std::string& fault, const std::string& who, const DocumentNode& item, const std::string& hint,
                  Findings& findings) {
  const std::string key = fault.substr(0, fault.find(':'));
  const DocumentNode* degrees = item.find("parallelism");
  const DocumentNode* degree = degrees != nullptr ? degrees->find(key) : nullptr;
  const Mark& mark = degree != nullptr ? degree->mark : place_of(item, item.find(key) != nullptr ? key : "slice");
  findings.error(mark, fmt::format("{}: {}", who, fault), hint);
}

void validate_tiers(const JobSpec& job, const ChipSpec& chip, const DocumentNode& item, Findings& findings) {
  const double chips = static_cast<double>(job.plan.parallelism.slices()) * job.slice.chips();
  for (const std::string& fault :
       checkpoint_tier_faults(job.checkpoint_tiers, checkpoint_size(job.plan), chips, chip)) {
    report_fault(fault, fmt::format("job '{}'", job.name), item, "", findings);
  }
}

/// True when the job can run at its own size.
bool validate_job(const JobSpec& job, int given_slices, const DocumentNode& item, Work& work) {
  const std::size_t errors = work.findings.error_count();
  const PodSpec* pod = installed_type(job.pod_type, item, work);
  const bool has_degrees = check_degrees(job, given_slices, item, work.findings);
  if (pod == nullptr) return false;
  if (!check_size(job.slice, *pod, item, fmt::format("job '{}'", job.name), true, work.findings)) return false;
  if (!check_shape(job.slice, job.is_twisted, *pod, item, work.findings) || !has_degrees) return false;
  check_pods(job, *pod, item, work);
  const ChipSpec& chip = work.scenario.chips.at(pod->chip);
  if (job.is_inference()) {
    for (const std::string& fault : serving_faults(*job.inference, chip, slice_topology(job.slice, *pod))) {
      report_fault(fault, fmt::format("job '{}'", job.name), item, "", work.findings);
    }
    return work.findings.error_count() == errors;
  }
  const DcnSpec& dcn = work.scenario.site.dcn;
  for (const std::string& fault : plan_faults(job.plan, machine_of(job, job.slice, *pod, chip, dcn))) {
    const bool is_memory = fault.rfind("memory:", 0) == 0;
    report_fault(fault, fmt::format("job '{}'", job.name), item,
                 is_memory ? slice_that_fits(job, *pod, chip, dcn) : "", work.findings);
  }
  validate_tiers(job, chip, item, work.findings);
  return work.findings.error_count() == errors;
}

void validate_fleet(const FleetSpec& fleet, const DocumentNode& item, Work& work) {
  const PodSpec* pod = installed_type(fleet.pod_type, item, work);
  if (pod == nullptr) return;
  if (!check_size(fleet.slice, *pod, item, fmt::format("a replica of '{}'", fleet.name), false, work.findings))
    return;
  if (!check_shape(fleet.slice, false, *pod, item, work.findings)) return;
  const ChipSpec& chip = work.scenario.chips.at(pod->chip);
  for (const std::string& fault : serving_faults(fleet.plan, chip, slice_topology(fleet.slice, *pod))) {
    report_fault(fault, fmt::format("fleet '{}'", fleet.name), item, "", work.findings);
  }
}

/// Names that two jobs or fleets share; metrics are labelled by them.
void check_names(const ScenarioPlaces& places, Findings& findings) {
  std::vector<const DocumentNode*> seen;
  for (const auto* items : {&places.jobs, &places.fleets}) {
    for (const DocumentNode* item : *items) {
      const DocumentNode* name = item->find("name");
      const auto first = std::find_if(seen.begin(), seen.end(),
                                      [&](const DocumentNode* other) { return other->text == name->text; });
      if (first == seen.end()) {
        seen.push_back(name);
      } else {
        findings.error(name->mark, fmt::format("the name '{}' is used twice", name->text),
                       fmt::format("it is first given on line {}", (*first)->mark.line));
      }
    }
  }
}

void check_scale(const Scenario& scenario, const ScenarioPlaces& places, Findings& findings) {
  if (!scenario.scale || places.scale == nullptr) return;
  const DocumentNode* jobs = places.root->find("jobs");
  const auto is_meant = [&](const DocumentNode& item) {
    const DocumentNode* name = item.find("name");
    return name != nullptr && name->text == scenario.scale->job;
  };
  if (jobs == nullptr || std::none_of(jobs->items.begin(), jobs->items.end(), is_meant)) {
    findings.error(place_of(*places.scale, "job"), fmt::format("there is no job '{}' to scale", scenario.scale->job));
  }
  const auto& chips = scenario.scale->chips;
  if (std::adjacent_find(chips.begin(), chips.end(), std::greater_equal<>()) != chips.end()) {
    findings.error(place_of(*places.scale, "chips"), "the sizes in 'chips' must rise");
  }
}

}  // namespace

void validate_work(const Scenario& scenario, const ScenarioPlaces& places, Findings& findings) {
  check_names(places, findings);
  check_scale(scenario, places, findings);
  const SiteLayout layout = lay_out(scenario.site, scenario.pods, scenario.chips);
  Work work{scenario, layout, findings};
  for (std::size_t i = 0; i < scenario.jobs.size(); ++i) {
    if (!validate_job(scenario.jobs[i], places.slices[i], *places.jobs[i], work)) continue;
    validate_job_sizes(scenario, places, layout, i, findings);
  }
  for (std::size_t i = 0; i < scenario.fleets.size(); ++i) {
    validate_fleet(scenario.fleets[i], *places.fleets[i], work);
  }
}

}  // namespace gigapod
