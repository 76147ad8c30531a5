// A daily profile: a Poisson process whose rate is r(t) = (1 + a cos(2 pi (t - peak) / day)) / mean_interval, on
// Saturdays and Sundays times `weekend`. Drawn by thinning (Lewis and Shedler, 1979): candidates come at the largest
// rate and each stays with probability r(t) over it. 0 is midnight of a Monday, as for demand.
#include "sim/base/registry.hpp"
#include "sim/model/arrival/arrival_process.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace gigapod {
namespace {

constexpr double kDay = 86400.0;

class DailyArrivals final : public ArrivalProcess {
 public:
  struct Params {
    Seconds mean_interval{3600.0};
    double amplitude = 0.8;
    Seconds peak{14 * 3600.0};
    double weekend = 0.5;
  };
  static FieldList<Params> fields() {
    FieldList<Params> list;
    list.quantity("mean_interval", &Params::mean_interval, kPositive,
                  "Mean time between two arrivals on a working day.");
    list.number("amplitude", &Params::amplitude, kFraction, "How far the rate rises and falls around its mean.");
    list.quantity("peak", &Params::peak, {0.0, kDay}, "Time of day of the highest rate.");
    list.number("weekend", &Params::weekend, {0.0, 10.0, true}, "Rate on Saturdays and Sundays over other days.");
    return list;
  }
  explicit DailyArrivals(const Params& params) : params_(params) {}

  [[nodiscard]] Seconds next(Seconds now, RandomStream& random) const override {
    const double most = (1.0 + params_.amplitude) * std::max(1.0, params_.weekend);
    do {
      now += random.exponential(Hertz(most / params_.mean_interval.value()));
    } while (random.uniform() * most >= relative_rate(now));
    return now;
  }

 private:
  [[nodiscard]] double relative_rate(Seconds time) const {
    const double wave =
        1.0 + params_.amplitude * std::cos(2.0 * std::numbers::pi * (time - params_.peak).value() / kDay);
    const int weekday = static_cast<int>(std::fmod(time.value() / kDay, 7.0));
    return weekday >= 5 ? wave * params_.weekend : wave;
  }

  Params params_;
};

[[maybe_unused]] const bool kRegistered = register_plugin<DailyArrivals, ArrivalProcess>(
    "daily", "Arrivals that follow the hours of the day and the week.");

}  // namespace
}  // namespace gigapod
