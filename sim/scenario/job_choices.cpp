#include "sim/scenario/job_choices.hpp"

#include <algorithm>

namespace gigapod {
namespace {

std::int64_t chips_of(const SliceChoice& choice) { return std::int64_t{choice.slices} * choice.slice.chips(); }

}  // namespace

std::vector<SliceChoice> size_choices(const JobSpec& job) {
  const Parallelism& degrees = job.plan.parallelism;
  std::vector<SliceChoice> choices = {{job.slice, degrees.slices()}};
  for (const int slices : job.moldable_slices) choices.push_back({job.slice, slices});
  for (const Shape& shape : job.moldable_shapes) choices.push_back({shape, degrees.slices()});
  const int step = std::max(1, degrees.dcn_fsdp * degrees.dcn_pipeline);
  if (job.is_elastic()) {
    for (int slices = job.min_slices; slices <= job.max_slices; slices += step)
      choices.push_back({job.slice, slices});
  }
  std::sort(choices.begin(), choices.end(), [](const SliceChoice& a, const SliceChoice& b) {
    return chips_of(a) != chips_of(b) ? chips_of(a) > chips_of(b) : a < b;
  });
  choices.erase(std::unique(choices.begin(), choices.end()), choices.end());
  return choices;
}

}  // namespace gigapod
