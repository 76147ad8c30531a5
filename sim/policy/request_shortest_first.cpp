// Shortest job first: rank = prompt_weight P + output_weight O + aging t, in prompt tokens. The output length is
// taken as known, as if a predictor were never wrong; a weight of 0 leaves it out. `aging` bounds how long a long
// request can wait.

#include "sim/base/registry.hpp"
#include "sim/policy/request_scheduler.hpp"

namespace gigapod {
namespace {

class RequestShortestFirst final : public RequestScheduler {
 public:
  struct Params {
    double prompt_weight = 1.0;
    double output_weight = 10.0;
    double aging = 0.0;
  };
  static FieldList<Params> fields() {
    FieldList<Params> list;
    list.number("prompt_weight", &Params::prompt_weight, kNonNegative, "What a prompt token counts.")
        .number("output_weight", &Params::output_weight, kNonNegative,
                "What an output token counts (its number is known in advance).")
        .number("aging", &Params::aging, kNonNegative, "Tokens that a second of waiting makes up for.");
    return list;
  }
  explicit RequestShortestFirst(const Params& params) : params_(params) {}

  [[nodiscard]] double rank(const QueuedRequest& request) const override {
    return params_.prompt_weight * request.prompt_tokens + params_.output_weight * request.output_tokens +
           params_.aging * request.arrival.value();
  }

 private:
  Params params_;
};

[[maybe_unused]] const bool kRegistered = register_plugin<RequestShortestFirst, RequestScheduler>(
    "shortest_first", "Starts the request with the fewest tokens first.");

}  // namespace
}  // namespace gigapod
