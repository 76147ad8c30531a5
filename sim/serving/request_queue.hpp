#pragma once

#include "sim/serving/live_request.hpp"
#include "sim/serving/tenant_accounts.hpp"

#include <cstdint>
#include <vector>

namespace gigapod {

/// Requests that wait at a replica, in the scheduler's order: by rank and then by arrival, or a line for each tenant.
class RequestQueue {
 public:
  RequestQueue(const LiveRequests& requests, const RequestScheduler& scheduler);

  /// `step` counts the tokens of the batch's sequences, for what tenants have had by now.
  void push(std::uint32_t slot, std::int64_t step);
  /// The next one to start; the queue is not empty.
  [[nodiscard]] std::uint32_t front(std::int64_t step);
  /// Takes out what front() gave.
  void pop();
  [[nodiscard]] bool is_empty() const { return size_ == 0; }
  [[nodiscard]] int size() const { return size_; }
  /// Takes out all, in any order.
  [[nodiscard]] std::vector<std::uint32_t> take_all();

  [[nodiscard]] bool is_by_tenant() const { return is_by_tenant_; }
  [[nodiscard]] TenantAccounts& tenants() { return tenants_; }

 private:
  struct Entry {
    double rank = 0.0;
    std::uint32_t index = 0;
    std::uint32_t slot = 0;
  };
  using Line = std::vector<Entry>;  // heap: the next to start in front
  [[nodiscard]] static bool starts_later(const Entry& a, const Entry& b) {
    return a.rank != b.rank ? a.rank > b.rank : a.index > b.index;
  }
  [[nodiscard]] double counter(std::int32_t tenant, std::int64_t step);
  void come_back(std::int32_t tenant, std::int64_t step);
  [[nodiscard]] std::size_t first_tenant(std::int64_t step);

  const LiveRequests& requests_;
  const RequestScheduler& scheduler_;
  bool is_by_tenant_ = false;
  int size_ = 0;
  std::vector<Line> lines_;            // one, or one a tenant
  std::vector<std::int32_t> waiting_;  // tenants with requests here
  std::size_t front_ = 0;              // line of front()
  double last_counter_ = 0.0;          // of the tenant that left the queue last
  TenantAccounts tenants_;
};

}  // namespace gigapod
