#pragma once

#include <algorithm>

namespace gigapod {

/// A transfer beside compute: what of it delays the step and what does not.
struct Overlap {
  double exposed = 0.0;
  double hidden = 0.0;
};

/// The compute of one layer in one direction, seconds, that transfers of one network run beside. Each second of it
/// covers one transfer only; a covered transfer slows the compute by `interference` of its own time (shared HBM and
/// issue slots). So h seconds of T are covered, and exposed = T - h + interference h.
class ComputeCover {
 public:
  explicit ComputeCover(double compute) : left_(compute) {}

  /// Hides `transfer` behind at most `beside` seconds of compute that do not depend on it.
  Overlap hide(double transfer, double beside, double interference) {
    const double covered = std::max(0.0, std::min({transfer, beside, left_}));
    left_ -= covered;
    const double hidden = (1.0 - interference) * covered;
    return {transfer - hidden, hidden};
  }

 private:
  double left_;
};

}  // namespace gigapod
