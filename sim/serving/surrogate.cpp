// Reading of the table. Each figure is kept as a monotone curve of its logarithm over -log(1 - u): latencies of
// queues grow like a power of 1 - u, which is a straight line there. Between mixes, logarithms are interpolated
// straight.

#include "sim/serving/surrogate.hpp"

#include <algorithm>
#include <cmath>

namespace gigapod {
namespace {

constexpr double kLeast = 1e-12;  // keeps the logarithm of a latency of 0 finite

void put(const LatencySummary& summary, double* figures) {
  figures[0] = summary.mean.value();
  figures[1] = summary.p50.value();
  figures[2] = summary.p95.value();
  figures[3] = summary.p99.value();
  figures[4] = summary.longest.value();
}

LatencySummary summary_of(const double* figures) {
  return {Seconds(figures[0]), Seconds(figures[1]), Seconds(figures[2]), Seconds(figures[3]), Seconds(figures[4])};
}

/// Mix between two tables.
struct Between {
  std::size_t first = 0;
  double share = 0.0;  // of the one after it
};

Between place(double mix, std::size_t tables) {
  const double most = static_cast<double>(tables - 1);
  const double at = std::clamp(mix, 0.0, most);
  const double first = std::min(std::floor(at), std::max(0.0, most - 1.0));
  return {static_cast<std::size_t>(first), at - first};
}

}  // namespace

ServingSurrogate::Figures ServingSurrogate::figures_of(const ServingPoint& point) {
  Figures figures;
  put(point.ttft, figures.data());
  put(point.tpot, figures.data() + 5);
  put(point.end_to_end, figures.data() + 10);
  figures[15] = point.in_system;
  figures[16] = point.power.value();
  for (double& figure : figures) figure = std::log(std::max(figure, kLeast));
  return figures;
}

ServingPoint ServingSurrogate::point_of(const Figures& figures) {
  Figures values;
  std::transform(figures.begin(), figures.end(), values.begin(), [](double figure) { return std::exp(figure); });
  ServingPoint point;
  point.ttft = summary_of(values.data());
  point.tpot = summary_of(values.data() + 5);
  point.end_to_end = summary_of(values.data() + 10);
  point.in_system = values[15];
  point.power = Watts(values[16]);
  return point;
}

double ServingSurrogate::capacity(double mix) const {
  const Between between = place(mix, tables_.size());
  if (between.share <= 0.0) return tables_[between.first].capacity;
  // A mixture takes the time of its parts: the harmonic mean.
  return 1.0 / ((1.0 - between.share) / tables_[between.first].capacity +
                between.share / tables_[between.first + 1].capacity);
}

ServingPoint ServingSurrogate::at(double load, double mix) const {
  const double within = std::clamp(load, 0.0, highest_load_);
  const double x = -std::log1p(-within);
  const Between between = place(mix, tables_.size());
  Figures figures;
  for (std::size_t i = 0; i < kFigures; ++i) {
    figures[i] = tables_[between.first].curves[i].at(x);
    if (between.share > 0.0) {
      figures[i] += between.share * (tables_[between.first + 1].curves[i].at(x) - figures[i]);
    }
  }
  ServingPoint point = point_of(figures);
  point.load = within;
  return point;
}

double ServingSurrogate::load_within(const LatencyTargets& targets, Percentile percentile, double mix) const {
  const auto holds = [&](double load) {
    const ServingPoint point = at(load, mix);
    const auto is_held = [&](Seconds target, const LatencySummary& latency) {
      return target <= Seconds(0.0) || latency.at(percentile) <= target;
    };
    return is_held(targets.ttft, point.ttft) && is_held(targets.tpot, point.tpot) &&
           is_held(targets.end_to_end, point.end_to_end);
  };
  if (holds(highest_load_)) return highest_load_;
  if (!holds(0.0)) return 0.0;
  double good = 0.0;
  double bad = highest_load_;
  for (int i = 0; i < 40; ++i) {
    const double middle = 0.5 * (good + bad);
    (holds(middle) ? good : bad) = middle;
  }
  return good;
}

}  // namespace gigapod
