// Lengths spread evenly from a share of the nominal length up to it, drawn apart for prompts and answers: the random
// data set of vLLM's benchmark (`--random-range-ratio`), which most published runs on TPUs send.
#include "sim/base/registry.hpp"
#include "sim/model/request/length_mix.hpp"

#include <algorithm>
#include <cmath>

namespace gigapod {
namespace {

class UniformLengths final : public LengthMix {
 public:
  struct Params {
    int prompt_tokens = 1000;
    int output_tokens = 300;
    double least_share = 0.8;
  };
  static FieldList<Params> fields() {
    FieldList<Params> list;
    list.integer("prompt_tokens", &Params::prompt_tokens, {1, 1e7}, "Tokens of the longest prompt.");
    list.integer("output_tokens", &Params::output_tokens, {1, 1e7}, "Tokens of the longest answer.");
    list.number("least_share", &Params::least_share, kFraction, "The shortest over the longest.");
    return list;
  }
  explicit UniformLengths(const Params& params) : params_(params) {}

  [[nodiscard]] RequestLengths draw(RandomStream& random) const override {
    const int prompt = draw_one(params_.prompt_tokens, random);
    return {prompt, draw_one(params_.output_tokens, random)};
  }

 private:
  [[nodiscard]] int draw_one(int longest, RandomStream& random) const {
    const int shortest = std::max(1, static_cast<int>(std::ceil(params_.least_share * longest)));
    return shortest + static_cast<int>(random.below(static_cast<std::uint64_t>(longest - shortest) + 1));
  }

  Params params_;
};

[[maybe_unused]] const bool kRegistered = register_plugin<UniformLengths, LengthMix>(
    "uniform", "Lengths spread evenly up to a longest one, as benchmarks draw them.");

}  // namespace
}  // namespace gigapod
