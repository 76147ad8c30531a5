// Lengths of a published trace, as request_sample.cpp makes them of its histograms.
#include "sim/base/registry.hpp"
#include "sim/model/request/length_mix.hpp"
#include "sim/model/request/request_sample.hpp"

namespace gigapod {
namespace {

class SampleLengths final : public LengthMix {
 public:
  struct Params {
    int sample = 1;
  };
  static FieldList<Params> fields() {
    FieldList<Params> list;
    list.choice("sample", &Params::sample, length_sample_names(), "The trace whose lengths these are.");
    return list;
  }
  explicit SampleLengths(const Params& params)
      : sample_(request_sample(length_sample_names()[static_cast<std::size_t>(params.sample)])) {}

  [[nodiscard]] RequestLengths draw(RandomStream& random) const override {
    const int prompt = sample_.prompt.draw(random);
    return {prompt, sample_.output.draw(random)};
  }

 private:
  RequestSample sample_;
};

[[maybe_unused]] const bool kRegistered = register_plugin<SampleLengths, LengthMix>(
    "sample", "Lengths of a published trace: Azure 2023 (CC-BY-4.0) and Mooncake (Apache-2.0).");

}  // namespace
}  // namespace gigapod
