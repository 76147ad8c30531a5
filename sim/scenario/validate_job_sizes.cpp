#include "sim/fabric/dcn_fabric.hpp"
#include "sim/fabric/slice.hpp"
#include "sim/model/serving/replica.hpp"
#include "sim/scenario/job_choices.hpp"
#include "sim/scenario/validate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace gigapod {
namespace {

/// What the sizes of one entry are checked against.
struct SizeCheck {
  const JobSpec& job;
  const PodSpec& pod;
  const ChipSpec& chip;
  const DcnSpec& dcn;
  int installed = 0;  ///< pods of the type
};

int most_slices(const Shape& slice, const SizeCheck& check) {
  return check.installed * (blocks_per_pod(check.pod) / std::max(1, blocks_of(slice, check.pod)));
}

/// Why the entry can't run on that many slices of that shape; empty when it can.
std::string size_fault(const SliceChoice& choice, const SizeCheck& check) {
  if (std::string fault = slice_shape_fault(choice.slice, check.pod); !fault.empty()) return fault;
  const int most = most_slices(choice.slice, check);
  if (choice.slices > most) {
    return fmt::format("the {} pods of the site hold {} slices of {}", check.pod.name, most, to_text(choice.slice));
  }
  const SliceTopology topology = slice_topology(choice.slice, check.pod);
  if (check.job.is_inference()) {
    const auto faults = serving_faults(*check.job.inference, check.chip, topology);
    return faults.empty() ? "" : faults.front();
  }
  const auto plan = resized_plan(check.job.plan, choice);
  if (!plan) {
    return "fsdp, dcn_data or global_batch do not come out whole; they grow and shrink with the chips";
  }
  const StepMachine machine{check.chip, topology, choice.slices,
                            slice_dcn_bandwidth(check.pod, check.chip, choice.slice.chips(), check.dcn),
                            check.dcn.latency};
  const auto faults = plan_faults(*plan, machine);
  return faults.empty() ? "" : faults.front();
}

void check_choices(const SizeCheck& check, const DocumentNode& item, Findings& findings) {
  std::vector<SliceChoice> choices = size_choices(check.job);
  for (const int slices : check.job.draw.slices) choices.push_back({check.job.slice, slices});
  const SliceChoice own{check.job.slice, check.job.plan.parallelism.slices()};
  std::set<SliceChoice> seen = {own};  // checked as the job itself
  for (const SliceChoice& choice : choices) {
    if (!seen.insert(choice).second) continue;
    const std::string fault = size_fault(choice, check);
    if (fault.empty()) continue;
    findings.error(item.label, fmt::format("job '{}' as {} x {}: {}", check.job.name, choice.slices,
                                           to_text(choice.slice), fault));
  }
}

/// Each job of a trace at the line it stands in; sizes that many jobs share are worked out once.
void check_trace(const SizeCheck& check, const std::vector<Mark>& sizes, Findings& findings) {
  std::map<int, std::string> faults;
  for (std::size_t i = 0; i < check.job.trace->jobs.size(); ++i) {
    const TraceJob& job = check.job.trace->jobs[i];
    const auto [known, is_new] = faults.try_emplace(job.slices);
    if (is_new) known->second = size_fault({check.job.slice, job.slices}, check);
    if (known->second.empty()) continue;
    findings.error(sizes[i], fmt::format("job '{}' takes {} x {}: {}", job.name, job.slices, to_text(check.job.slice),
                                         known->second));
  }
}

}  // namespace

void validate_job_sizes(const Scenario& scenario, const ScenarioPlaces& places, const SiteLayout& layout,
                        std::size_t index, Findings& findings) {
  const JobSpec& job = scenario.jobs[index];
  const PodSpec& pod = scenario.pods.at(job.pod_type);
  SizeCheck check{job, pod, scenario.chips.at(pod.chip), scenario.site.dcn, 0};
  check.installed = static_cast<int>(std::count_if(
      layout.pods.begin(), layout.pods.end(), [&](const PodInstance& p) { return p.spec->name == job.pod_type; }));
  check_choices(check, *places.jobs[index], findings);
  if (job.trace) check_trace(check, places.trace_sizes[index], findings);
}

}  // namespace gigapod
