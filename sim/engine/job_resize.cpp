// Elastic jobs: whole data-parallel slices come and go. Every slice holds the full state of the job (dcn_data
// replicas), so a change of size loses no step; it costs `resize_time`, in which the job forms its groups anew and
// new slices copy the state of their peers. Assumption: that copy fits in `resize_time`.

#include "sim/base/check.hpp"
#include "sim/engine/training_job.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>

namespace gigapod {

const JobSize* TrainingJob::find_size(int slices) const {
  const auto found = std::find_if(arrival_.sizes.begin(), arrival_.sizes.end(),
                                  [&](const JobSize* size) { return size->choice.slices == slices; });
  return found == arrival_.sizes.end() ? nullptr : *found;
}

bool TrainingJob::can_resize() const {
  return spec_->is_elastic() && !is_yielding_ && (state_ == JobState::kRunning || state_ == JobState::kPaused);
}

int TrainingJob::spare_slices() const {
  if (!can_resize()) return 0;
  return size_->choice.slices - arrival_.sizes.back()->choice.slices;
}

int TrainingJob::wanted_slices() const {
  if (!can_resize()) return 0;
  return arrival_.sizes.front()->choice.slices - size_->choice.slices;
}

/// Steps are counted in those of the new size; what was trained stays.
void TrainingJob::change_size(const JobSize& size) {
  if (&size == size_) return;
  const double factor = size_->tokens_per_step / size.tokens_per_step;
  for (double* steps : {&steps_done_, &steps_saved_, &steps_captured_, &steps_clean_}) *steps *= factor;
  total_steps_ = arrival_.tokens / size.tokens_per_step;
  size_ = &size;
  work_.set_size(size.held_chips, size.step, size.phase_power, factor);
  work_.set_capped(clocked().step - size.clocks.front().step);
}

void TrainingJob::grow(const Placement& added, EngineContext& context) {
  const JobSize* next = find_size(size_->choice.slices + static_cast<int>(added.slices.size()));
  GIGAPOD_CHECK(can_resize() && next != nullptr, "an elastic job grows to a size of its own");
  settle(context);
  number_slices(added.slices, context);
  slices_.insert(slices_.end(), added.slices.begin(), added.slices.end());
  grown_ = context.now();
  go_on_with(*next, "grows", context);
}

void TrainingJob::shrink(int slices, EngineContext& context) {
  const JobSize* next = find_size(size_->choice.slices - slices);
  GIGAPOD_CHECK(can_resize() && next != nullptr, "an elastic job shrinks to a size of its own");
  settle(context);
  for (; slices > 0; --slices) {
    context.site.give_back(slices_.back(), context.now());
    slices_.pop_back();
  }
  go_on_with(*next, "shrinks", context);
}

bool TrainingJob::drop_slices(const std::vector<BlockId>& lost, EngineContext& context) {
  const auto is_hit = [&](const std::vector<BlockId>& slice) {
    return std::any_of(slice.begin(), slice.end(),
                       [&](BlockId block) { return std::find(lost.begin(), lost.end(), block) != lost.end(); });
  };
  const auto hit = std::stable_partition(slices_.begin(), slices_.end(), std::not_fn(is_hit));
  const JobSize* next = find_size(static_cast<int>(hit - slices_.begin()));
  if (!spec_->is_elastic() || !holds_state_ || is_yielding_ || hit == slices_.begin() || next == nullptr)
    return false;
  for (auto slice = hit; slice != slices_.end(); ++slice) {
    std::vector<BlockId> left;
    std::copy_if(slice->begin(), slice->end(), std::back_inserter(left),
                 [&](BlockId block) { return std::binary_search(blocks_.begin(), blocks_.end(), block); });
    context.site.give_back(left, context.now());
  }
  slices_.erase(hit, slices_.end());
  go_on_with(*next, "goes on without what it lost,", context);
  return true;
}

void TrainingJob::go_on_with(const JobSize& size, const char* what, EngineContext& context) {
  const int before = size_->choice.slices;
  cancel_flows(exchange_, context);
  cancel_flows(writes_, context);
  context.tenants.change_held(arrival_.tenant, spec_->pod_type, size.held_chips - size_->held_chips, context.now());
  change_size(size);
  blocks_.clear();
  for (const auto& slice : slices_) blocks_.insert(blocks_.end(), slice.begin(), slice.end());
  std::sort(blocks_.begin(), blocks_.end());
  note_stay("restart", context);
  drawn_power_ = Watts(0.0);
  keeps_state_ = true;
  resized_ = context.now();
  ++context.counts.resizes;
  context.wants_schedule = true;
  enter(JobState::kStarting, context.now() + spec_->resize_time, context);
  write_job_metrics(context);
  context.writer.add(EventRecord{context.now(), "resize", name_, "", static_cast<double>(chips()),
                                 fmt::format("{} from {} to {} slices", what, before, size.choice.slices)});
}

}  // namespace gigapod
