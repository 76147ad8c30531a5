#pragma once

#include "sim/model/step/training_step.hpp"

#include <array>

namespace gigapod {

/// What no step of a model on a machine beats, from what is known of a plan without evaluating it: products of
/// weights and attention at the rates a chip reaches, work that remat repeats, the pipeline's fill, waiting for the
/// slowest and the fixed part. Communication, memory traffic and padding are left out.
class StepBound {
 public:
  StepBound(const TrainingPlan& start, const StepMachine& machine);

  struct Least {
    Seconds total;    ///< of a step
    Seconds compute;  ///< part of it in which the matrix units are busy
    Seconds at_peak;  ///< time of the same products at the chip's peak rate
  };
  [[nodiscard]] Least least(const TrainingPlan& plan) const;
  /// Least energy of a chip without its host over such a step.
  [[nodiscard]] Joules least_energy(const Least& step) const;

 private:
  /// Chip-seconds of one token.
  struct TokenTime {
    double reached = 0.0;
    double at_peak = 0.0;
  };
  [[nodiscard]] TokenTime token_time(const TransformerSpec& model, int sequence_length, Precision precision,
                                     bool repeats_weights, bool repeats_attention) const;

  ChipSpec chip_;
  double chips_;
  double straggler_;
  /// By precision, whether the backward pass repeats the products of weights, and those of attention.
  std::array<std::array<std::array<TokenTime, 2>, 2>, 4> token_times_{};
};

}  // namespace gigapod
