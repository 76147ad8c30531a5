#pragma once

#include "sim/policy/request_scheduler.hpp"

#include <cstdint>
#include <vector>

namespace gigapod {

/// What each tenant has had of a replica. Tokens that running requests produce are not added one by one: at step n of
/// the batch, a tenant's m requests that joined at steps j have produced m n - sum of j.
class TenantAccounts {
 public:
  void start(std::int32_t tenant, std::int64_t prompt_tokens) {
    account(tenant).prompt += static_cast<double>(prompt_tokens);
  }
  void produce(std::int32_t tenant) { account(tenant).output += 1.0; }
  void join(std::int32_t tenant, std::int64_t step) {
    ++account(tenant).running;
    account(tenant).joined += step;
  }
  void leave(std::int32_t tenant, std::int64_t join_step, std::int64_t step) {
    --account(tenant).running;
    account(tenant).joined -= join_step;
    account(tenant).output += static_cast<double>(step - join_step);
  }
  [[nodiscard]] TenantService service(std::int32_t tenant, std::int64_t step) {
    const Account& of = account(tenant);
    return {of.prompt, of.output + static_cast<double>(of.running * step - of.joined)};
  }
  /// Added to the tenant's rank, for what it did not ask for.
  [[nodiscard]] double& lift(std::int32_t tenant) { return account(tenant).lift; }

 private:
  struct Account {
    double prompt = 0.0;
    double output = 0.0;
    std::int64_t running = 0;
    std::int64_t joined = 0;
    double lift = 0.0;
  };
  Account& account(std::int32_t tenant) {
    const auto index = static_cast<std::size_t>(tenant);
    if (index >= accounts_.size()) accounts_.resize(index + 1);
    return accounts_[index];
  }
  std::vector<Account> accounts_;
};

}  // namespace gigapod
