// Bursts: times between arrivals follow a gamma distribution of the given mean and coefficient of variation cv, which
// is its standard deviation over its mean: shape 1 / cv^2, scale mean x cv^2. 1 is a Poisson process, more comes in
// bursts with long pauses, less is nearly regular. Measured job streams have a cv well above 1 (Feitelson, "Workload
// modeling for computer systems performance evaluation", Cambridge University Press 2015, chapter 9).
#include "sim/base/registry.hpp"
#include "sim/model/arrival/arrival_process.hpp"

namespace gigapod {
namespace {

class BurstArrivals final : public ArrivalProcess {
 public:
  struct Params {
    Seconds mean_interval{3600.0};
    double variation = 3.0;
  };
  static FieldList<Params> fields() {
    FieldList<Params> list;
    list.quantity("mean_interval", &Params::mean_interval, kPositive, "Mean time between two arrivals.");
    list.number("variation", &Params::variation, {0.01, 100.0},
                "Standard deviation of that time over its mean; 1: Poisson, more: bursts.");
    return list;
  }
  explicit BurstArrivals(const Params& params)
      : shape_(1.0 / (params.variation * params.variation)), scale_(params.mean_interval / shape_) {}

  [[nodiscard]] Seconds next(Seconds now, RandomStream& random) const override {
    return now + random.gamma(shape_) * scale_;
  }

 private:
  double shape_;
  Seconds scale_;
};

[[maybe_unused]] const bool kRegistered = register_plugin<BurstArrivals, ArrivalProcess>(
    "burst", "Gamma-distributed times between arrivals: bursts and pauses.");

}  // namespace
}  // namespace gigapod
