#pragma once

#include "sim/base/quantity.hpp"
#include "sim/hardware/energy.hpp"

namespace gigapod {

/// A battery between changes of its power. Powers are at its terminals: positive gives, negative charges. Half of the
/// round trip's loss falls on the way in and half on the way out (the square root of its efficiency each).
class Battery {
 public:
  explicit Battery(const BatterySpec& spec);

  /// Gives (or, negative, takes) this power for a time that it can hold it.
  void run(Watts power, Seconds time);
  /// The most it can give now; 0 W when it is empty.
  [[nodiscard]] Watts most_out() const;
  /// The most it can take now; 0 W when it is full.
  [[nodiscard]] Watts most_in() const;
  /// How long it can hold this power.
  [[nodiscard]] Seconds time_at(Watts power) const;

  [[nodiscard]] Joules stored() const { return stored_; }
  [[nodiscard]] double charge() const { return stored_ / spec_.energy; }
  [[nodiscard]] Joules given() const { return given_; }  ///< so far, at the terminals
  [[nodiscard]] Joules taken() const { return taken_; }
  [[nodiscard]] Joules loss() const { return loss_; }

 private:
  BatterySpec spec_;
  double one_way_;
  Joules least_;
  Joules stored_;
  Joules given_;
  Joules taken_;
  Joules loss_;
};

}  // namespace gigapod
