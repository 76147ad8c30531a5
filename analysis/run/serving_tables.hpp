#pragma once

#include "analysis/run/run_data.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace gigapod {

/// What the tenants of one class of one fleet came to.
struct ServiceClassRow {
  std::string fleet;
  std::string service_class;
  std::string agreement;
  std::int64_t tenants = 0;
  double arrived = 0.0;  ///< requests
  double served = 0.0;
  double rate_limited = 0.0;
  double rejected = 0.0;
  double queued = 0.0;
  double reserved = 0.0;
  double reserved_used = 0.0;
};

/// Classes in the order of the run.
[[nodiscard]] std::vector<ServiceClassRow> service_class_rows(const RunData& run);

/// The tenants with the most requests, at most `most`.
[[nodiscard]] std::vector<ServiceTenantRecord> largest_tenants(const RunData& run, std::size_t most);

/// Requests, latency and cost by fleet; empty without requests.
[[nodiscard]] std::string serving_table(const RunData& run);
/// Requests by class of tenants; empty without tenants.
[[nodiscard]] std::string service_class_table(const RunData& run);
/// What training got from serving; empty where it got nothing.
[[nodiscard]] std::string reclaimed_text(const RunData& run);

/// One row for each fleet, with the columns of the table `serving`, and for each tenant, with those of
/// `service_tenants`.
[[nodiscard]] std::string serving_csv(const RunData& run);
[[nodiscard]] std::string service_tenants_csv(const RunData& run);

/// Per million tokens; 0 without tokens.
[[nodiscard]] double dollars_per_million_tokens(const ServingRecord& serving);
[[nodiscard]] Joules joules_per_million_tokens(const ServingRecord& serving);
/// Prompt and output, over the chip-seconds held.
[[nodiscard]] double tokens_per_second_per_chip(const ServingRecord& serving);

}  // namespace gigapod
