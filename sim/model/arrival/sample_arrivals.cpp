// Arrivals of a published stream of requests (sim/model/request/samples), over and over.
#include "sim/base/registry.hpp"
#include "sim/model/arrival/rate_series_arrivals.hpp"
#include "sim/model/request/request_sample.hpp"

namespace gigapod {
namespace {

class SampleArrivals final : public ArrivalProcess {
 public:
  struct Params {
    int sample = 1;
    double scale = 1.0;
    double variation = 0.0;
  };
  static FieldList<Params> fields() {
    FieldList<Params> list;
    list.choice("sample", &Params::sample, request_sample_names(), "The stream whose rates these are.");
    list.number("scale", &Params::scale, kPositive, "Rates over those of the stream.");
    list.number("variation", &Params::variation, {0.0, 100.0},
                "Standard deviation over mean of the gaps while the rate is constant; 0: as in the stream.");
    return list;
  }
  explicit SampleArrivals(const Params& params) : arrivals_(made(params)) {}

  [[nodiscard]] Seconds next(Seconds now, RandomStream& random) const override { return arrivals_.next(now, random); }

 private:
  static RateSeriesArrivals made(const Params& params) {
    RequestSample sample = request_sample(request_sample_names()[static_cast<std::size_t>(params.sample)]);
    for (Hertz& rate : sample.rates.rates) rate *= params.scale;
    return {std::move(sample.rates), params.variation > 0.0 ? params.variation : sample.variation};
  }

  RateSeriesArrivals arrivals_;
};

[[maybe_unused]] const bool kRegistered = register_plugin<SampleArrivals, ArrivalProcess>(
    "sample", "Rates of a published stream: Azure 2023 (CC-BY-4.0), Mooncake and ServeGen (Apache-2.0).");

}  // namespace
}  // namespace gigapod
