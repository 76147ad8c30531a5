#include "sim/engine/elastic_jobs.hpp"

#include "sim/engine/what_if.hpp"

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

namespace gigapod {
namespace {

/// Assumed: a job does not grow more often than this, so that a site of short jobs does not keep it forming groups.
constexpr Seconds kLeastTimeBetweenGrowths{900.0};

std::vector<TrainingJob*> elastic_jobs(const std::string& pod_type, Jobs& jobs, const EngineContext& context) {
  std::vector<TrainingJob*> found;
  for (const std::uint32_t index : context.jobs.holding) {
    TrainingJob& job = *jobs[index];
    if (job.spec().is_elastic() && job.spec().pod_type == pod_type) found.push_back(&job);
  }
  return found;
}

bool fits(const Claim& claim, const PlacementPolicy& placement, const WhatIf& what_if, const EngineContext& context) {
  const auto placed = placement.place(claim.request, what_if.views());
  return placed && !context.site.power().shortage(all_blocks(*placed), claim.block_draw);
}

/// Gives the job as many of `wanted` slices as fit, halving the wish until some do.
void grow(TrainingJob& job, int wanted, const PlacementPolicy& placement, EngineContext& context) {
  const JobSize& now = job.size();
  const double chips_each = now.held_chips / now.choice.slices;
  for (int slices = wanted; slices > 0; slices /= 2) {
    const JobSize* size = job.find_size(now.choice.slices + slices);
    if (size == nullptr || !context.tenants.allows(job.tenant(), job.spec().pod_type, chips_each * slices)) continue;
    const auto placed = placement.place({now.choice.slice, slices}, context.site.views(job.spec().pod_type));
    if (!placed || context.site.power().shortage(all_blocks(*placed), block_draw(job, *size, context))) continue;
    context.site.take(all_blocks(*placed), static_cast<std::int32_t>(job.index()), job.promised_power(*size),
                      context.now());
    job.grow(*placed, context);
    return;
  }
}

}  // namespace

Claim claim_of(const TrainingJob& waiting, const EngineContext& context) {
  const JobSize& size = *waiting.sizes().back();
  return {waiting.spec().pod_type,
          waiting.priority(),
          {size.choice.slice, size.choice.slices},
          block_draw(waiting, size, context)};
}

std::optional<Seconds> shrink_for(const Claim& claim, Jobs& jobs, const PlacementPolicy& placement,
                                  EngineContext& context) {
  std::vector<TrainingJob*> givers = elastic_jobs(claim.pod_type, jobs, context);
  std::erase_if(givers, [&](const TrainingJob* job) { return job->priority() > claim.priority; });
  std::sort(givers.begin(), givers.end(), [](const TrainingJob* a, const TrainingJob* b) {
    return std::tuple(a->priority(), -a->spare_slices(), a->index()) <
           std::tuple(b->priority(), -b->spare_slices(), b->index());
  });
  WhatIf what_if(context.site, claim.pod_type);
  std::vector<std::pair<TrainingJob*, int>> gifts;
  for (TrainingJob* giver : givers) {
    const auto& slices = giver->slices();
    for (int given = 1; given <= giver->spare_slices(); ++given) {
      what_if.free(slices[slices.size() - static_cast<std::size_t>(given)]);
      if (giver->find_size(giver->size().choice.slices - given) == nullptr ||
          !fits(claim, placement, what_if, context)) {
        continue;
      }
      gifts.emplace_back(giver, given);
      Seconds cost;
      for (const auto& [job, count] : gifts) {
        job->shrink(count, context);
        cost += job->size().held_chips * job->spec().resize_time;
      }
      return cost;
    }
    if (giver->spare_slices() > 0) gifts.emplace_back(giver, giver->spare_slices());
  }
  return std::nullopt;
}

bool preempt_for(const Claim& claim, Jobs& jobs, const PlacementPolicy& placement, EngineContext& context) {
  WhatIf what_if(context.site, claim.pod_type);
  std::vector<TrainingJob*> victims;
  for (const std::uint32_t index : context.jobs.holding) {
    TrainingJob& job = *jobs[index];
    if (job.spec().pod_type != claim.pod_type) continue;
    if (job.is_yielding()) {
      what_if.free(job.blocks());
    } else if (job.priority() < claim.priority) {
      victims.push_back(&job);
    }
  }
  std::sort(victims.begin(), victims.end(), [](const TrainingJob* a, const TrainingJob* b) {
    return std::tuple(a->priority(), b->first_start(), a->index()) <
           std::tuple(b->priority(), a->first_start(), b->index());
  });
  if (fits(claim, placement, what_if, context)) return true;
  for (std::size_t count = 1; count <= victims.size(); ++count) {
    what_if.free(victims[count - 1]->blocks());
    if (!fits(claim, placement, what_if, context)) continue;
    for (std::size_t i = 0; i < count; ++i) victims[i]->yield(context);
    return true;
  }
  return false;
}

void grow_elastic(const std::string& pod_type, Jobs& jobs, const PlacementPolicy& placement, EngineContext& context) {
  std::vector<TrainingJob*> takers = elastic_jobs(pod_type, jobs, context);
  std::stable_sort(takers.begin(), takers.end(),
                   [](const TrainingJob* a, const TrainingJob* b) { return a->priority() > b->priority(); });
  for (TrainingJob* taker : takers) {
    const int wanted = taker->wanted_slices();
    if (wanted == 0) continue;
    const Seconds next = taker->grown() + kLeastTimeBetweenGrowths;
    if (context.now() >= next) {
      grow(*taker, wanted, placement, context);
    } else {
      context.look_again(next);
    }
  }
}

}  // namespace gigapod
