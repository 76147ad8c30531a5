// Poisson process: times between arrivals are exponential with the mean, independent of each other.
#include "sim/base/registry.hpp"
#include "sim/model/arrival/arrival_process.hpp"

namespace gigapod {
namespace {

class PoissonArrivals final : public ArrivalProcess {
 public:
  struct Params {
    Seconds mean_interval{3600.0};
  };
  static FieldList<Params> fields() {
    FieldList<Params> list;
    list.quantity("mean_interval", &Params::mean_interval, kPositive, "Mean time between two arrivals.");
    return list;
  }
  explicit PoissonArrivals(const Params& params) : rate_(1.0 / params.mean_interval.value()) {}

  [[nodiscard]] Seconds next(Seconds now, RandomStream& random) const override {
    return now + random.exponential(rate_);
  }

 private:
  Hertz rate_;
};

[[maybe_unused]] const bool kRegistered =
    register_plugin<PoissonArrivals, ArrivalProcess>("poisson", "Independent arrivals at a constant rate.");

}  // namespace
}  // namespace gigapod
