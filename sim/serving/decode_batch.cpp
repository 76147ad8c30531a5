// A sequence that joined at step j with s tokens in the cache has x = s + g (n - j) at step n and finishes when it
// has produced its tokens. g is 1, or with speculation what a step yields on average; x is counted in ticks, parts of
// a token, so that everything is a whole number and nothing drifts. Over all rows
//
//   seen(n + k) = seen(n) + k growth                  growth: a layer that sees everything adds g for each row
//   pages for k steps = sum over rows of pages a block x (ceil((x + k g) / b) - ceil(x / b))
//
// x mod b is (s - g j + g n) mod b: rows with the same residue (s - g j) mod b need their blocks at the same steps,
// so that the sum has as many terms as a block has ticks, whatever the rows. A row's growth and its pages a block
// drop by the local layers at the last step before its window is full.

#include "sim/serving/decode_batch.hpp"

#include "sim/base/check.hpp"

#include <algorithm>

namespace gigapod {
namespace {

bool finishes_later(const DecodeBatch::Member& a, const DecodeBatch::Member& b) {
  if (a.finish_step != b.finish_step) return a.finish_step > b.finish_step;
  if (a.join_step != b.join_step) return a.join_step > b.join_step;
  return a.slot > b.slot;
}

std::int64_t positive_modulo(std::int64_t value, std::int64_t modulus) {
  const std::int64_t rest = value % modulus;
  return rest < 0 ? rest + modulus : rest;
}

}  // namespace

DecodeBatch::DecodeBatch(const KvLayout& layout) : layout_(layout), pages_(static_cast<std::size_t>(ring()), 0) {}

/// Ticks in the cache.
std::int64_t DecodeBatch::position(const Member& member) const {
  return member.stored * layout_.ticks + (step_ - member.join_step) * layout_.ticks_a_step;
}

std::size_t DecodeBatch::residue_of(const Member& member) const {
  return static_cast<std::size_t>(
      positive_modulo(member.stored * layout_.ticks - member.join_step * layout_.ticks_a_step, ring()));
}

/// Steps from its joining to the one at which the next could leave the window.
std::int64_t DecodeBatch::steps_in_window(const Member& member) const {
  const std::int64_t room = (std::int64_t{layout_.window} - member.stored) * layout_.ticks;
  return layout_.local_layers > 0 && room > 0 ? room / layout_.ticks_a_step : 0;
}

bool DecodeBatch::is_in_window(const Member& member) const {
  return step_ - member.join_step < steps_in_window(member);
}

std::int64_t DecodeBatch::seen_by(const Member& member) const {
  const std::int64_t start = std::min(member.stored, std::int64_t{layout_.window}) * layout_.ticks;
  const std::int64_t steps = std::min(step_ - member.join_step, steps_in_window(member));
  return layout_.global_layers * position(member) + layout_.local_layers * (start + steps * layout_.ticks_a_step);
}

std::int64_t DecodeBatch::pages_of(const Member& member) const {
  return layout_.pages((position(member) + layout_.ticks - 1) / layout_.ticks);
}

void DecodeBatch::add(std::uint32_t slot, std::int64_t stored, std::int64_t tokens) {
  const std::int64_t steps = (tokens * layout_.ticks + layout_.ticks_a_step - 1) / layout_.ticks_a_step;
  const Member member{step_ + steps, slot, step_, stored, tokens};
  members_.push_back(member);
  std::push_heap(members_.begin(), members_.end(), finishes_later);
  seen_ += seen_by(member);
  const int layers = layout_.global_layers + (is_in_window(member) ? layout_.local_layers : 0);
  growth_ += std::int64_t{layers} * layout_.ticks_a_step;
  pages_[residue_of(member)] += layers;
  pages_a_block_ += layers;
  if (!is_in_window(member)) return;
  crossings_.push_back({step_ + steps_in_window(member), slot, residue_of(member)});
  std::push_heap(crossings_.begin(), crossings_.end(), [](auto& a, auto& b) { return a.step > b.step; });
}

std::int64_t DecodeBatch::steps_to_change() const {
  const std::int64_t finish = members_.front().finish_step;
  return (crossings_.empty() ? finish : std::min(finish, crossings_.front().step)) - step_;
}

std::int64_t DecodeBatch::pages_needed(std::int64_t steps) const {
  const std::int64_t block = ring();
  const std::int64_t added = steps * layout_.ticks_a_step;
  std::int64_t pages = added / block * pages_a_block_;
  // One block more for rows with less room in their last one than the rest.
  const std::int64_t rest = added % block;
  std::int64_t residue = positive_modulo(-step_ * layout_.ticks_a_step, block);  // of rows without room
  for (std::int64_t room = 0; room < rest; ++room) {
    pages += pages_[static_cast<std::size_t>(residue)];
    residue = residue == 0 ? block - 1 : residue - 1;
  }
  return pages;
}

std::int64_t DecodeBatch::steps_within(std::int64_t pages, std::int64_t most) const {
  if ((most * layout_.ticks_a_step / ring() + 1) * pages_a_block_ <= pages) return most;
  std::int64_t good = 0;
  std::int64_t bad = most + 1;
  while (bad - good > 1) {
    const std::int64_t middle = good + (bad - good) / 2;
    (pages_needed(middle) <= pages ? good : bad) = middle;
  }
  return good;
}

void DecodeBatch::advance(std::int64_t steps) {
  step_ += steps;
  seen_ += steps * growth_;
  pass_windows();
}

void DecodeBatch::pass_windows() {
  const auto is_later = [](const Crossing& a, const Crossing& b) { return a.step > b.step; };
  while (!crossings_.empty() && crossings_.front().step <= step_) {
    growth_ -= std::int64_t{layout_.local_layers} * layout_.ticks_a_step;
    pages_[crossings_.front().residue] -= layout_.local_layers;
    pages_a_block_ -= layout_.local_layers;
    std::pop_heap(crossings_.begin(), crossings_.end(), is_later);
    crossings_.pop_back();
  }
}

void DecodeBatch::forget(const Member& member) {
  seen_ -= seen_by(member);
  const bool is_inside = is_in_window(member);
  const int layers = layout_.global_layers + (is_inside ? layout_.local_layers : 0);
  growth_ -= std::int64_t{layers} * layout_.ticks_a_step;
  pages_[residue_of(member)] -= layers;
  pages_a_block_ -= layers;
  if (!is_inside) return;
  std::erase_if(crossings_, [&](const Crossing& crossing) { return crossing.slot == member.slot; });
  std::make_heap(crossings_.begin(), crossings_.end(), [](auto& a, auto& b) { return a.step > b.step; });
}

bool DecodeBatch::pop_finished(Member& member) {
  if (members_.empty() || members_.front().finish_step > step_) return false;
  std::pop_heap(members_.begin(), members_.end(), finishes_later);
  member = members_.back();
  members_.pop_back();
  forget(member);
  return true;
}

DecodeBatch::Member DecodeBatch::remove(std::uint32_t slot) {
  const auto found = std::find_if(members_.begin(), members_.end(), [&](const Member& m) { return m.slot == slot; });
  GIGAPOD_CHECK(found != members_.end(), "only a sequence of the batch can leave it");
  const Member member = *found;
  members_.erase(found);
  std::make_heap(members_.begin(), members_.end(), finishes_later);
  forget(member);
  return member;
}

}  // namespace gigapod
