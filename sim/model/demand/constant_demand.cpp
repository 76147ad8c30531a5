// r(t) = (1 + g)^(t / day) / max(1, 1 + g): steady but for growth; the largest rate of the first day is 1.

#include "sim/base/registry.hpp"
#include "sim/model/demand/demand.hpp"
#include "sim/model/demand/growth.hpp"

#include <algorithm>

namespace gigapod {
namespace {

class ConstantDemand final : public DemandCurve {
 public:
  struct Params {
    double growth_per_day = 0.0;
  };

  static FieldList<Params> fields() {
    FieldList<Params> list;
    list.number("growth_per_day", &Params::growth_per_day, {-0.5, 1.0}, "Exponential growth of demand, per day.");
    return list;
  }

  explicit ConstantDemand(const Params& params) : growth_per_day_(params.growth_per_day) {}

  [[nodiscard]] double relative_rate(Seconds time) const override {
    return growth_factor(growth_per_day_, time) / std::max(1.0, 1.0 + growth_per_day_);
  }

 private:
  double growth_per_day_;
};

[[maybe_unused]] const bool kRegistered =
    register_plugin<ConstantDemand, DemandCurve>("constant", "The same rate at every hour, with growth.");

}  // namespace
}  // namespace gigapod
