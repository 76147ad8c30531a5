// Lognormal lengths of mean m and median m / k: the logarithm has mean ln(m / k) and variance 2 ln k. k is the mean
// over the median: of the Azure and Mooncake traces of 2023 and 2025, 1.1 to 1.7 for prompts and 1.0 to 2.2 for
// answers (sim/model/request/samples/request_trace_summary.csv). Prompts and answers are drawn apart.
#include "sim/base/registry.hpp"
#include "sim/model/request/length_mix.hpp"

#include <algorithm>
#include <cmath>

namespace gigapod {
namespace {

class LognormalLengths final : public LengthMix {
 public:
  struct Params {
    double prompt_tokens = 1000;
    double output_tokens = 300;
    double prompt_skew = 1.4;
    double output_skew = 1.4;
    int longest = 1'000'000;
  };
  static FieldList<Params> fields() {
    FieldList<Params> list;
    list.number("prompt_tokens", &Params::prompt_tokens, {1, 1e7}, "Mean tokens of a prompt.");
    list.number("output_tokens", &Params::output_tokens, {1, 1e7}, "Mean tokens of an answer.");
    list.number("prompt_skew", &Params::prompt_skew, {1, 100}, "Mean over median of the prompts; 1: all alike.");
    list.number("output_skew", &Params::output_skew, {1, 100}, "Mean over median of the answers; 1: all alike.");
    list.integer("longest", &Params::longest, {1, 1e7}, "A longer prompt or answer is cut to this.");
    return list;
  }
  explicit LognormalLengths(const Params& params) : params_(params) {}

  [[nodiscard]] RequestLengths draw(RandomStream& random) const override {
    const int prompt = draw_one(params_.prompt_tokens, params_.prompt_skew, random);
    return {prompt, draw_one(params_.output_tokens, params_.output_skew, random)};
  }

 private:
  [[nodiscard]] int draw_one(double mean, double skew, RandomStream& random) const {
    const double tokens = random.lognormal(mean / skew, std::sqrt(2.0 * std::log(skew)));
    return static_cast<int>(std::clamp(std::round(tokens), 1.0, static_cast<double>(params_.longest)));
  }

  Params params_;
};

[[maybe_unused]] const bool kRegistered =
    register_plugin<LognormalLengths, LengthMix>("lognormal", "Lognormal lengths by their mean and median.");

}  // namespace
}  // namespace gigapod
