// Every request alike, as benchmarks with one shape of request ("1k/1k") send them.
#include "sim/base/registry.hpp"
#include "sim/model/request/length_mix.hpp"

namespace gigapod {
namespace {

class FixedLengths final : public LengthMix {
 public:
  struct Params {
    int prompt_tokens = 1000;
    int output_tokens = 300;
  };
  static FieldList<Params> fields() {
    FieldList<Params> list;
    list.integer("prompt_tokens", &Params::prompt_tokens, {1, 1e7}, "Tokens of every prompt.");
    list.integer("output_tokens", &Params::output_tokens, {1, 1e7}, "Tokens of every answer.");
    return list;
  }
  explicit FixedLengths(const Params& params) : lengths_{params.prompt_tokens, params.output_tokens} {}

  [[nodiscard]] RequestLengths draw(RandomStream&) const override { return lengths_; }

 private:
  RequestLengths lengths_;
};

[[maybe_unused]] const bool kRegistered =
    register_plugin<FixedLengths, LengthMix>("fixed", "Every prompt and every answer of the same length.");

}  // namespace
}  // namespace gigapod
