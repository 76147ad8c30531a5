#pragma once

#include "sim/model/serving/speculation.hpp"
#include "sim/model/serving/step_cost.hpp"

#include <bit>
#include <cstdint>
#include <optional>
#include <vector>

namespace gigapod {

/// A function of a number of rows (1 to `most`), kept at rows 0 to 31 and at 16 points an octave above; straight
/// between them.
class RowTable {
 public:
  template <class Function>
  RowTable(int most, const Function& function) {
    const std::size_t last = slot(static_cast<unsigned>(most)).first + 1;
    values_.reserve(last + 1);
    for (std::size_t i = 0; i <= last; ++i) values_.push_back(i == 0 ? 0.0 : function(rows_at(i)));
  }
  [[nodiscard]] double at(unsigned rows) const {
    const auto [index, share] = slot(rows);
    return values_[index] + share * (values_[index + 1] - values_[index]);
  }

 private:
  static constexpr unsigned kExactBits = 5;  // rows below 32 have a value each
  struct Slot {
    std::size_t first;
    double share;
  };
  [[nodiscard]] static Slot slot(unsigned rows) {
    const unsigned width = static_cast<unsigned>(std::bit_width(rows));
    if (width <= kExactBits) return {rows, 0.0};
    const unsigned shift = width - kExactBits;
    const unsigned mantissa = rows >> shift;  // 16 to 31
    const std::size_t index = (shift << (kExactBits - 1)) + mantissa;
    return {index, static_cast<double>(rows - (mantissa << shift)) / static_cast<double>(1U << shift)};
  }
  [[nodiscard]] static double rows_at(std::size_t index) {
    if (index < 32) return static_cast<double>(index);
    const std::size_t shift = (index >> (kExactBits - 1)) - 1;
    return static_cast<double>((index - (shift << (kExactBits - 1))) << shift);
  }

  std::vector<double> values_;
};

/// StepCost::step for a replica's every step in some ten nanoseconds: what is not linear in the work is read from
/// tables by rows (docs/models/request_serving.md states the error of the interpolation).
class StepClock {
 public:
  /// For steps of at most `most_sequences` decode rows and `most_rows` rows in all.
  /// With speculation, sequences have several rows each and a draft that runs before.
  StepClock(const ServingPlan& plan, const ChipSpec& chip, const SliceTopology& slice, int most_sequences,
            int most_rows, const Speculation* speculation = nullptr);

  /// Rows of a step for each sequence that decodes.
  [[nodiscard]] int rows_per_sequence() const { return rows_per_sequence_; }

  /// A step that only decodes takes base + slope x seen.
  struct Decode {
    double base = 0.0;   ///< s
    double slope = 0.0;  ///< s for each token and layer seen
    double draft = 0.0;  ///< s of the base that the draft takes
  };
  [[nodiscard]] const Decode& decode(int sequences) const { return decode_[static_cast<std::size_t>(sequences)]; }

  /// A step of `sequences` that decode with prompt tokens beside them; the other numbers are those of StepCost.
  [[nodiscard]] Seconds mixed(int sequences, const StepWork& work) const {
    const Decode& decode = decode_[static_cast<std::size_t>(sequences)];
    double seconds = mixed_.at(static_cast<unsigned>(work.decode_rows + work.prefill_rows)) +
                     head_ * (work.decode_rows + work.prompts) + decode.slope * work.seen + pair_ * work.pairs;
    if (draft_prefill_) seconds += decode.draft + draft_prefill_->at(static_cast<unsigned>(work.prefill_rows));
    return Seconds(seconds);
  }

  /// prompt_pairs of the plan's model.
  [[nodiscard]] double pairs(double tokens) const {
    const double seen = tokens < window_ ? tokens : window_;
    return global_pairs_ * tokens * tokens + local_layers_ * seen * (tokens - 0.5 * seen);
  }

  /// What a step of `rows` rows uses, but for attention: for the power it draws.
  [[nodiscard]] Bytes weights_read(int rows) const { return Bytes(weights_.at(static_cast<unsigned>(rows))); }
  [[nodiscard]] Seconds communication(int rows, bool has_prompts) const {
    return Seconds((has_prompts ? mixed_communication_ : communication_).at(static_cast<unsigned>(rows)));
  }

 private:
  void add_draft(const ServingPlan& plan, const ChipSpec& chip, const SliceTopology& slice, int most_rows,
                 const Speculation& speculation);

  int rows_per_sequence_ = 1;
  RowTable weights_;
  RowTable communication_;
  RowTable mixed_communication_;
  RowTable mixed_;              // all of a mixed step but the output head and attention
  std::vector<Decode> decode_;  // by sequences
  std::optional<RowTable> draft_prefill_;
  double head_ = 0.0;
  double pair_ = 0.0;
  double global_pairs_ = 0.0;
  double local_layers_ = 0.0;
  double window_ = 1.0;
};

}  // namespace gigapod
