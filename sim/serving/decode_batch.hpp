#pragma once

#include "sim/serving/kv_layout.hpp"

#include <cstdint>
#include <vector>

namespace gigapod {

/// The sequences that a replica decodes together. All advance alike from step to step, so that many steps are one
/// operation: what they see and the pages they need have closed forms.
class DecodeBatch {
 public:
  /// A sequence that has left, or that is to leave.
  struct Member {
    std::int64_t finish_step = 0;
    std::uint32_t slot = 0;  ///< what the caller calls it
    std::int64_t join_step = 0;
    std::int64_t stored = 0;  ///< tokens in the cache when it joined
    std::int64_t tokens = 0;  ///< that it produces in all
  };

  explicit DecodeBatch(const KvLayout& layout);

  /// Adds a sequence with `stored` tokens in the cache that is to produce `tokens` (at least 1).
  void add(std::uint32_t slot, std::int64_t stored, std::int64_t tokens);
  [[nodiscard]] int rows() const { return static_cast<int>(members_.size()); }
  /// Tokens that all sequences see in the next step, summed over layers, and what one step adds to it.
  [[nodiscard]] double seen() const { return static_cast<double>(seen_) / layout_.ticks; }
  [[nodiscard]] double growth() const { return static_cast<double>(growth_) / layout_.ticks; }
  /// Steps until a sequence ends or leaves its window; the batch has a sequence.
  [[nodiscard]] std::int64_t steps_to_change() const;
  /// Pages that the next `steps` steps take.
  [[nodiscard]] std::int64_t pages_needed(std::int64_t steps) const;
  /// The largest number of steps, at most `most`, that need no more than `pages`.
  [[nodiscard]] std::int64_t steps_within(std::int64_t pages, std::int64_t most) const;

  /// Lets all sequences take `steps` steps, at most steps_to_change().
  void advance(std::int64_t steps);
  /// Takes out a sequence that has produced all its tokens, the one added first of several; false when there is none.
  bool pop_finished(Member& member);
  /// Takes out a sequence that has not.
  Member remove(std::uint32_t slot);
  /// Steps that it has taken since it was made.
  [[nodiscard]] std::int64_t step() const { return step_; }
  /// Whole tokens of a sequence that has been there from step 0 to `step`.
  [[nodiscard]] std::int64_t tokens_at(std::int64_t step) const {
    return step * layout_.ticks_a_step / layout_.ticks;
  }
  /// Whole tokens that a member has produced since it joined.
  [[nodiscard]] std::int64_t produced(const Member& member) const {
    const std::int64_t tokens = tokens_at(step_ - member.join_step);
    return tokens < member.tokens ? tokens : member.tokens;
  }
  /// Pages that a member has.
  [[nodiscard]] std::int64_t pages_of(const Member& member) const;
  [[nodiscard]] const std::vector<Member>& members() const { return members_; }

 private:
  struct Crossing {
    std::int64_t step = 0;
    std::uint32_t slot = 0;
    std::size_t residue = 0;
  };
  [[nodiscard]] std::int64_t ring() const { return std::int64_t{layout_.block_tokens} * layout_.ticks; }
  [[nodiscard]] std::int64_t position(const Member& member) const;
  [[nodiscard]] std::int64_t steps_in_window(const Member& member) const;
  [[nodiscard]] std::size_t residue_of(const Member& member) const;
  [[nodiscard]] bool is_in_window(const Member& member) const;
  [[nodiscard]] std::int64_t seen_by(const Member& member) const;
  void forget(const Member& member);
  void pass_windows();

  KvLayout layout_;
  std::int64_t step_ = 0;
  std::int64_t seen_ = 0;
  std::int64_t growth_ = 0;
  std::vector<Member> members_;      // heap: the first to finish in front
  std::vector<Crossing> crossings_;  // heap: the next to leave its window in front
  std::vector<std::int64_t> pages_;  // that sequences of a residue take with each block; see residue_of
  std::int64_t pages_a_block_ = 0;   // sum of pages_
};

}  // namespace gigapod
