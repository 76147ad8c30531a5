// The end of a curve of useful tokens per second U over chips N, at sizes i = 1 … n that run:
//
//   u* = max U_i / N_i                      the best useful rate of a chip, at size b
//   from here on over the corners i of the least concave curve above the sizes from b on:
//   m_i = (U_{i+1} - U_i) / (N_{i+1} - N_i)    what a further chip brings between two sizes, taken to hold at
//                                           sqrt(N_i N_{i+1}); m = u* at N_b
//   end = min(N_m, N_p)     N_m: the first N from N_b on with m(N) = u*/2, m linear in log N between its points
//                           N_p: chips at full activity that the envelope carries
//
// It is as exact as the sizes are close: between two sizes the curve is taken to be smooth.

#include "analysis/scaling/curve_end.hpp"

#include "analysis/number_text.hpp"
#include "analysis/scaling/scaling_limit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace gigapod {
namespace {

/// What a further chip brings at some size.
struct Margin {
  double log_chips;
  double rate;
};

using Points = std::vector<const ScalePoint*>;

double slope(const ScalePoint& from, const ScalePoint& to) {
  return (to.useful_tokens_per_second - from.useful_tokens_per_second) / static_cast<double>(to.chips - from.chips);
}

/// The corners of the least concave curve above the points from the best one on: what a size falls short of the way
/// to a larger one is no reason to stop before it.
Points concave_hull(const Points& points, std::size_t best) {
  Points hull;
  for (std::size_t i = best; i < points.size(); ++i) {
    while (hull.size() > 1 && slope(*hull[hull.size() - 2], *hull.back()) <= slope(*hull.back(), *points[i])) {
      hull.pop_back();
    }
    hull.push_back(points[i]);
  }
  return hull;
}

std::vector<Margin> margins(const Points& points, double best_rate) {
  std::vector<Margin> all = {{std::log(static_cast<double>(points.front()->chips)), best_rate}};
  for (std::size_t i = 0; i + 1 < points.size(); ++i) {
    const auto from = static_cast<double>(points[i]->chips);
    const auto to = static_cast<double>(points[i + 1]->chips);
    all.push_back({0.5 * (std::log(from) + std::log(to)), slope(*points[i], *points[i + 1])});
  }
  return all;
}

/// Chips at which the rate falls to the bar; nothing where it never does.
std::optional<double> crossing(const std::vector<Margin>& margins, double bar) {
  if (margins.front().rate < bar) return std::exp(margins.front().log_chips);
  for (std::size_t i = 1; i < margins.size(); ++i) {
    if (margins[i].rate >= bar) continue;
    const Margin& before = margins[i - 1];
    const double part = (before.rate - bar) / (before.rate - margins[i].rate);
    return std::exp(before.log_chips + part * (margins[i].log_chips - before.log_chips));
  }
  return std::nullopt;
}

/// The cause that took most useful tokens per chip since the best size.
void name_cause(const ScalePoint& point, const ScalePoint& best, CurveEnd& end) {
  const std::optional<MetLimit> cause = growing_loss(point, best);
  if (!cause) return;
  end.limit = cause->limit;
  end.reason = fmt::format("a further chip brings less than half of the {} useful tokens/s of one at {}; at {}: {}",
                           short_count(end.best_rate), grouped(best.chips), grouped(point.chips), cause->reason);
}

/// The place in the curve of the first size from the end on, or of the last.
std::size_t reached_point(const Points& points, const CurveEnd& end, const ScaleCurve& curve) {
  const auto reaches = [&](const ScalePoint* point) { return static_cast<double>(point->chips) >= end.chips; };
  const auto reached = std::find_if(points.begin(), points.end(), reaches);
  const ScalePoint* point = reached == points.end() ? points.back() : *reached;
  return static_cast<std::size_t>(point - curve.points.data());
}

ChipSecondShare largest_loss(const ScalePoint& point) {
  const std::vector<ChipSecondShare> shares = chip_second_shares(point);
  return *std::max_element(shares.begin() + 1, shares.end(),
                           [](const ChipSecondShare& a, const ChipSecondShare& b) { return a.share < b.share; });
}

Points feasible_points(const ScaleCurve& curve) {
  Points points;
  for (const ScalePoint& point : curve.points) {
    if (point.is_feasible) points.push_back(&point);
  }
  return points;
}

}  // namespace

std::vector<ChipSecondShare> chip_second_shares(const ScalePoint& point) {
  const StepTime& step = point.step;
  const double stepping = point.goodput * point.token_efficiency;
  const auto share = [&](Seconds part) {
    return point.is_feasible ? stepping * (1.0 - point.batch_padding) * (part / step.total) : 0.0;
  };
  return {{"useful_compute", share(step.compute)},
          {"hbm", share(step.hbm)},
          {"ici", share(step.ici)},
          {"dcn", share(step.dcn)},
          {"bubble", share(step.bubble)},
          {"stragglers", share(step.straggler)},
          {"overhead", share(step.overhead)},
          {"padding", stepping * point.batch_padding},
          {"critical_batch", point.goodput * (1.0 - point.token_efficiency)},
          {"failures", 1.0 - point.goodput}};
}

std::optional<CurveEnd> curve_end(const ScaleCurve& curve, double power_chips, Watts envelope, double best_rate) {
  const Points points = feasible_points(curve);
  if (points.empty()) return std::nullopt;
  const auto is_less = [](const ScalePoint* a, const ScalePoint* b) { return a->useful_rate() < b->useful_rate(); };
  const auto best =
      static_cast<std::size_t>(std::max_element(points.begin(), points.end(), is_less) - points.begin());
  const double own_rate = points[best]->useful_rate();
  CurveEnd end;
  end.best_rate = best_rate > 0.0 ? best_rate : own_rate;
  const auto worth = crossing(margins(concave_hull(points, best), own_rate), kWorthwhileShare * end.best_rate);
  const double reached = worth.value_or(static_cast<double>(points.back()->chips));
  end.is_beyond = !worth && power_chips >= reached;
  end.chips = std::min(reached, power_chips);
  end.point = reached_point(points, end, curve);
  end.largest_loss = largest_loss(curve.points[end.point]);
  if (power_chips < reached) {
    end.limit = ScalingLimit::kPower;
    end.reason = fmt::format("the envelope of {} carries {} chips at full activity", power_text(envelope),
                             short_count(power_chips));
  } else if (!end.is_beyond) {
    name_cause(curve.points[end.point], *points[best], end);
  }
  return end;
}

}  // namespace gigapod
