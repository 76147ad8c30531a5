// Virtual token counter (Sheng et al., arXiv:2401.00588): the tenant with the least service so far comes first,
// service being prompt_weight x prompt tokens + output_weight x output tokens. Two tenants that always have requests
// waiting never differ by more than 2 max(prompt_weight L, output_weight M), L the longest prompt and M the tokens of
// the cache (their theorem 4.4). Weights of 1 and 2 are theirs.

#include "sim/base/registry.hpp"
#include "sim/policy/request_scheduler.hpp"

namespace gigapod {
namespace {

class RequestTenantFair final : public RequestScheduler {
 public:
  struct Params {
    double prompt_weight = 1.0;
    double output_weight = 2.0;
  };
  static FieldList<Params> fields() {
    FieldList<Params> list;
    list.number("prompt_weight", &Params::prompt_weight, kNonNegative, "What a prompt token counts.")
        .number("output_weight", &Params::output_weight, kNonNegative, "What an output token counts.");
    return list;
  }
  explicit RequestTenantFair(const Params& params) : params_(params) {}

  [[nodiscard]] double rank(const QueuedRequest&) const override { return 0.0; }
  [[nodiscard]] bool is_by_tenant() const override { return true; }
  [[nodiscard]] double tenant_rank(const TenantService& service) const override {
    return params_.prompt_weight * service.prompt_tokens + params_.output_weight * service.output_tokens;
  }

 private:
  Params params_;
};

[[maybe_unused]] const bool kRegistered = register_plugin<RequestTenantFair, RequestScheduler>(
    "tenant_fair", "Starts a request of the tenant that has had the fewest tokens.");

}  // namespace
}  // namespace gigapod
