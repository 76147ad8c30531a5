#pragma once

#include "sim/base/random.hpp"

#include <vector>

namespace gigapod {

/// How token counts are spread: knots of the cumulative distribution, evenly spread in the logarithm between two.
class LengthCurve {
 public:
  struct Knot {
    double tokens = 1.0;  ///< this many or more …
    double share = 0.0;   ///< … have all but this share of the requests
  };
  LengthCurve() = default;
  /// Knots by ascending tokens and share, the first with share 0 and the last with 1.
  explicit LengthCurve(std::vector<Knot> knots);

  [[nodiscard]] bool is_empty() const { return knots_.empty(); }
  [[nodiscard]] int draw(RandomStream& random) const;
  [[nodiscard]] double mean() const;
  [[nodiscard]] int longest() const;

 private:
  std::vector<Knot> knots_;
};

}  // namespace gigapod
