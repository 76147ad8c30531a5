#include "analysis/serving/serving_frontier.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace gigapod {
namespace {

constexpr int kMostClients = 1024;
/// Rounds of the clients that a point is measured over, after one that fills the replica.
constexpr int kRounds = 5;
constexpr std::size_t kFewestRequests = 64;
/// A doubling of the clients that brings less than this is the last.
constexpr double kLeastGain = 0.02;

/// `count` requests spread over the trace, over and over when it has fewer.
RequestTrace spread_requests(const RequestTrace& trace, std::size_t count) {
  RequestTrace some = trace;
  some.requests.clear();
  const std::size_t step = std::max<std::size_t>(1, trace.requests.size() / count);
  for (std::size_t i = 0; i < count; ++i) {
    some.requests.push_back(trace.requests[i * step % trace.requests.size()]);
    some.requests.back().arrival = Seconds(0.0);
  }
  return some;
}

FrontierPoint point_of(const ServingOutcome& outcome, const ServingSetup& setup, const Shape& shape,
                       std::optional<DollarsPerSecond> price) {
  FrontierPoint point{setup.replica.chip.name,   shape,
                      setup.replica.plan.layout, setup.replica.slice.chips(),
                      setup.concurrency,         outcome.ttft.p50,
                      outcome.tpot.p50,          outcome.end_to_end.p50};
  const double tokens = outcome.output_tokens_per_second();
  point.output_tokens_per_second_per_chip = tokens / point.chips;
  point.joules_per_output_token = outcome.energy.total().value() / (tokens * outcome.duration.value());
  if (price) point.dollars_per_million_output_tokens = price->value() * point.chips / tokens * 1e6;
  return point;
}

/// Marks in `flag` the points for which no other has both less `cost` and less `other`, and one of them smaller.
template <class Cost, class Other>
void mark(std::vector<FrontierPoint>& points, bool FrontierPoint::*flag, Cost cost, Other other) {
  std::vector<FrontierPoint*> order;
  for (FrontierPoint& point : points) order.push_back(&point);
  std::stable_sort(order.begin(), order.end(), [&](const auto* a, const auto* b) {
    return cost(*a) != cost(*b) ? cost(*a) < cost(*b) : other(*a) < other(*b);
  });
  double least = std::numeric_limits<double>::infinity();
  for (FrontierPoint* point : order) {
    point->*flag = other(*point) < least;
    least = std::min(least, other(*point));
  }
}

}  // namespace

std::string replica_name(const std::string& chip, const Shape& shape, ServingLayout layout) {
  return chip + " " + to_text(shape) + (layout == ServingLayout::kDataParallelAttention ? " DP" : "");
}

std::vector<FrontierPoint> load_sweep(const RequestTrace& trace, const ServingSetup& setup, const Shape& shape,
                                      std::optional<DollarsPerSecond> price) {
  std::vector<FrontierPoint> points;
  ServingSetup loaded = setup;
  loaded.replicas = 1;
  const int rows = loaded.replica.speculation ? loaded.replica.speculation->drafted_tokens + 1 : 1;
  for (int clients = 1; clients <= kMostClients && clients * rows < loaded.replica.step_tokens; clients *= 2) {
    loaded.concurrency = clients;
    loaded.replica.max_sequences = clients;
    const std::size_t count = std::max(kFewestRequests, static_cast<std::size_t>(clients) * kRounds);
    const ServingOutcome outcome = serve(spread_requests(trace, count), loaded);
    if (outcome.requests.completed == 0) break;
    const FrontierPoint point = point_of(outcome, loaded, shape, price);
    const bool is_more = points.empty() || point.output_tokens_per_second_per_chip >
                                               (1.0 + kLeastGain) * points.back().output_tokens_per_second_per_chip;
    if (!is_more) break;
    points.push_back(point);
  }
  return points;
}

void mark_best(std::vector<FrontierPoint>& points) {
  const auto tpot = [](const FrontierPoint& p) { return p.tpot.value(); };
  mark(points, &FrontierPoint::is_best, tpot,
       [](const FrontierPoint& p) { return -p.output_tokens_per_second_per_chip; });
  mark(points, &FrontierPoint::is_best_price, tpot, [](const FrontierPoint& p) {
    return p.dollars_per_million_output_tokens.value_or(std::numeric_limits<double>::infinity());
  });
}

}  // namespace gigapod
