// Seasonal forecast: what came one season ago in the time until a replica asked for now has loaded, and until the
// next look after that, times how much busier the last `trend` was than the same time then; never less than the
// demand since the last look. The first season has nothing to look back on: there the smaller of the last two rises
// goes on, so that one burst is no trend.
#include "sim/base/registry.hpp"
#include "sim/policy/autoscaler.hpp"

#include <algorithm>

namespace gigapod {
namespace {

class ScaleAhead final : public Autoscaler {
 public:
  struct Params {
    Seconds season{86400.0};
    Seconds trend{3600.0};
    Seconds lead{0.0};
    double margin = 0.05;
  };
  static FieldList<Params> fields() {
    FieldList<Params> list;
    list.quantity("season", &Params::season, {3600.0, 366.0 * 86400}, "Demand repeats after this.");
    list.quantity("trend", &Params::trend, {1.0, 366.0 * 86400},
                  "How much busier today is than a season ago is told from this time.");
    list.quantity("lead", &Params::lead, kNonNegative,
                  "Looks so much further ahead than a replica takes to load, such as until a job has made room.");
    list.number("margin", &Params::margin, {0.0, 10.0}, "Added to the forecast, over it.");
    return list;
  }
  explicit ScaleAhead(const Params& params) : params_(params) {}

  [[nodiscard]] double wanted_replicas(const AutoscalerView& view) const override {
    const Seconds ahead = view.load_time + params_.lead + view.interval;
    const Seconds from = view.now - params_.trend;
    const double before = mean(view.history, from - params_.season, view.now - params_.season);
    double forecast = view.demand();
    if (before > 0.0) {
      const double growth = mean(view.history, max(from, view.history.front().begin), view.now) / before;
      const Seconds then = view.now - params_.season;
      forecast = std::max(forecast, growth * largest(view.history, then, then + ahead));
    } else if (view.history.size() > 2) {
      const std::size_t last = view.history.size() - 1;
      const double rise = std::min(rise_to(view.history, last - 1), rise_to(view.history, last));
      forecast += std::max(0.0, rise) * ahead.value();
    }
    return view.replicas_for(forecast * (1.0 + params_.margin));
  }

 private:
  /// Requests per second, per second, from the sample before to this one.
  static double rise_to(std::span<const DemandSample> history, std::size_t sample) {
    const DemandSample& last = history[sample];
    const DemandSample& previous = history[sample - 1];
    return (last.requests_per_second - previous.requests_per_second) / (last.end - previous.end).value();
  }

  /// Samples that end after `from`; they are in order.
  static std::span<const DemandSample> after(std::span<const DemandSample> history, Seconds from) {
    const auto first = std::partition_point(history.begin(), history.end(),
                                            [from](const DemandSample& sample) { return sample.end <= from; });
    return {first, history.end()};
  }

  /// 0 where the history does not reach back to `from`.
  static double mean(std::span<const DemandSample> history, Seconds from, Seconds until) {
    if (history.front().begin > from) return 0.0;
    double requests = 0.0;
    for (const DemandSample& sample : after(history, from)) {
      if (sample.begin >= until) break;
      requests += sample.requests_per_second * (min(sample.end, until) - max(sample.begin, from)).value();
    }
    return requests / (until - from).value();
  }

  static double largest(std::span<const DemandSample> history, Seconds from, Seconds until) {
    double most = 0.0;
    for (const DemandSample& sample : after(history, from)) {
      if (sample.begin >= until) break;
      most = std::max(most, sample.requests_per_second);
    }
    return most;
  }

  Params params_;
};

[[maybe_unused]] const bool kRegistered = register_plugin<ScaleAhead, Autoscaler>(
    "predictive", "Replicas for the demand of a day ago at the time when they will have loaded, scaled to today's.");

}  // namespace
}  // namespace gigapod
