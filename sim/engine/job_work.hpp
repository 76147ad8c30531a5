#pragma once

#include "sim/base/quantity.hpp"
#include "sim/cluster/ledger.hpp"
#include "sim/model/power/step_power.hpp"
#include "sim/model/step/training_step.hpp"

#include <cstddef>
#include <vector>

namespace gigapod {

/// The chip-seconds of one job on their way into the ledger. Steps stay provisional until a checkpoint that holds
/// them is whole (then they count) or a failure throws them away (then they are recompute).
class JobWork {
 public:
  JobWork(double chips, const StepTime& step, const RelativePower& power = {});
  /// What follows is done on so many chips, in steps such as this, of which one of before makes `new_per_old`; what
  /// is provisional stays as it was done.
  void set_size(double chips, const StepTime& step, const RelativePower& power, double new_per_old = 1.0);

  /// What follows is done so much slower a step, for want of power.
  void set_capped(Seconds longer) { capped_ = longer; }

  /// Time that is no step: restart, checkpoint.
  void book(Bucket bucket, Seconds begin, Seconds end, Watts per_chip, Ledger& ledger);
  /// `steps` steps were done in this time beside copies that took `copies` of it; what they do not fill is exposed
  /// communication.
  void add_steps(Seconds begin, Seconds end, double steps, double copies, Watts per_chip, Ledger& ledger);
  /// Remembers how much is provisional now, for a checkpoint that captures it; a loss forgets it.
  void capture() { captured_ = spans_.size(); }
  /// The captured steps count.
  void keep_captured(Ledger& ledger);
  /// Everything provisional counts (the job finishes, or the run ends).
  void keep_all(Ledger& ledger);
  /// Everything provisional is lost.
  void lose_all(Ledger& ledger);
  /// What was done after a time is lost; returns the steps.
  double lose_after(Seconds time, Ledger& ledger);

  [[nodiscard]] Seconds chip_seconds() const { return chip_seconds_; }
  [[nodiscard]] Joules joules() const { return joules_; }
  [[nodiscard]] Seconds kept_step_time() const { return kept_; }  ///< wall time of steps that count

 private:
  struct Span {
    Seconds begin;
    Seconds end;
    double steps = 0.0;
    Watts per_chip;
    double chips = 0.0;
    Seconds useful;  ///< of one step
    Seconds bubble;
    Seconds capped;
    RelativePower power;   ///< of the parts of a step
    double share = 1.0;    ///< of the time, without copies
    double rescale = 1.0;  ///< steps of today's size in one of these
  };
  void count(const Span& span);
  void keep(std::size_t spans, Ledger& ledger);
  static void keep(const Span& span, Ledger& ledger);

  double chips_ = 0.0;
  Seconds useful_;  ///< of one step
  Seconds bubble_;
  Seconds capped_;
  RelativePower power_;
  std::vector<Span> spans_;
  std::size_t captured_ = 0;
  Seconds chip_seconds_;
  Joules joules_;
  Seconds kept_;
};

}  // namespace gigapod
