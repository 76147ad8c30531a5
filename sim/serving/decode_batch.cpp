// A sequence that joined at step j with s tokens in the cache has x = s + (n - j) at step n; it finishes at step
// j + tokens. Over all rows
//
//   seen(n + k) = seen(n) + k growth                  growth: a layer that sees everything adds 1 for each row
//   pages for k steps = sum over rows of pages a block x (ceil((x + k) / b) - ceil(x / b))
//
// x mod b is (s - j + n) mod b: rows with the same residue (s - j) mod b need their blocks at the same steps, so that
// the sum has b terms whatever the rows. A row's growth and its pages a block drop by the local layers when it leaves
// the window (x = window). Everything is a whole number: nothing drifts.

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

DecodeBatch::DecodeBatch(const KvLayout& layout)
    : layout_(layout), pages_(static_cast<std::size_t>(layout.block_tokens), 0) {}

std::size_t DecodeBatch::residue_of(const Member& member) const {
  return static_cast<std::size_t>(positive_modulo(member.stored - member.join_step, layout_.block_tokens));
}

bool DecodeBatch::is_in_window(const Member& member) const {
  return layout_.local_layers > 0 && member.stored + produced(member) < layout_.window;
}

std::int64_t DecodeBatch::seen_by(const Member& member) const {
  const std::int64_t context = member.stored + produced(member);
  return layout_.global_layers * context + layout_.local_layers * std::min<std::int64_t>(context, layout_.window);
}

void DecodeBatch::add(std::uint32_t slot, std::int64_t stored, std::int64_t tokens) {
  const Member member{step_ + tokens, slot, step_, stored};
  members_.push_back(member);
  std::push_heap(members_.begin(), members_.end(), finishes_later);
  seen_ += seen_by(member);
  const int layers = layout_.global_layers + (is_in_window(member) ? layout_.local_layers : 0);
  growth_ += layers;
  pages_[residue_of(member)] += layers;
  pages_a_block_ += layers;
  if (!is_in_window(member)) return;
  crossings_.push_back({step_ + layout_.window - stored, slot, residue_of(member)});
  std::push_heap(crossings_.begin(), crossings_.end(), [](auto& a, auto& b) { return a.step > b.step; });
}

std::int64_t DecodeBatch::steps_to_change() const {
  const std::int64_t finish = members_.front().finish_step;
  return (crossings_.empty() ? finish : std::min(finish, crossings_.front().step)) - step_;
}

std::int64_t DecodeBatch::pages_needed(std::int64_t steps) const {
  const std::int64_t block = layout_.block_tokens;
  const std::int64_t rounds = steps / block;
  const std::int64_t rest = steps % block;
  std::int64_t pages = rounds * pages_a_block_;
  // A row whose tokens fill whole blocks takes a new block for the next token.
  std::int64_t full = positive_modulo(-step_, block);
  for (std::int64_t i = 0; i < rest; ++i) {
    pages += pages_[static_cast<std::size_t>(full)];
    full = full == 0 ? block - 1 : full - 1;
  }
  return pages;
}

std::int64_t DecodeBatch::steps_within(std::int64_t pages, std::int64_t most) const {
  const std::int64_t block = layout_.block_tokens;
  if ((most / block + 1) * pages_a_block_ <= pages) return most;
  std::int64_t steps = pages_a_block_ > 0 ? pages / pages_a_block_ * block : most;
  pages -= steps / block * pages_a_block_;
  std::int64_t full = positive_modulo(-(step_ + steps), block);
  while (steps < most) {
    pages -= pages_[static_cast<std::size_t>(full)];
    if (pages < 0) break;
    full = full == 0 ? block - 1 : full - 1;
    ++steps;
  }
  return std::min(steps, most);
}

void DecodeBatch::advance(std::int64_t steps) {
  step_ += steps;
  seen_ += steps * growth_;
  pass_windows();
}

void DecodeBatch::pass_windows() {
  const auto is_later = [](const Crossing& a, const Crossing& b) { return a.step > b.step; };
  while (!crossings_.empty() && crossings_.front().step <= step_) {
    growth_ -= layout_.local_layers;
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
  growth_ -= layers;
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
