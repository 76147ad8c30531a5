#include "sim/model/request/length_curve.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace gigapod {

LengthCurve::LengthCurve(std::vector<Knot> knots) : knots_(std::move(knots)) {
  GIGAPOD_CHECK(knots_.size() >= 2 && knots_.front().share == 0.0 && knots_.back().share == 1.0,
                "a length curve goes from share 0 to 1");
  for (std::size_t i = 1; i < knots_.size(); ++i) {
    GIGAPOD_CHECK(knots_[i].tokens >= knots_[i - 1].tokens && knots_[i].share >= knots_[i - 1].share,
                  "a length curve rises");
  }
}

int LengthCurve::draw(RandomStream& random) const {
  const double share = random.uniform();
  const auto above = std::upper_bound(knots_.begin() + 1, knots_.end() - 1, share,
                                      [](double s, const Knot& knot) { return s < knot.share; });
  const Knot& high = *above;
  const Knot& low = *(above - 1);
  const double part = (share - low.share) / (high.share - low.share);
  return std::max(1, static_cast<int>(low.tokens * std::pow(high.tokens / low.tokens, part)));
}

double LengthCurve::mean() const {
  double sum = 0.0;
  for (std::size_t i = 1; i < knots_.size(); ++i) {
    const Knot& low = knots_[i - 1];
    const Knot& high = knots_[i];
    const bool is_point = high.tokens <= low.tokens;
    sum += (high.share - low.share) *
           (is_point ? low.tokens : (high.tokens - low.tokens) / std::log(high.tokens / low.tokens));
  }
  return sum - 0.5;  // a draw is the whole number below
}

int LengthCurve::longest() const { return static_cast<int>(std::ceil(knots_.back().tokens)) - 1; }

}  // namespace gigapod
