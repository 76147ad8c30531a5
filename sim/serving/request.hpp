#pragma once

#include "sim/base/quantity.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace gigapod {

/// One prompt and its answer.
struct Request {
  Seconds arrival;
  std::int32_t prompt_tokens = 1;
  std::int32_t output_tokens = 1;
  std::int32_t tenant = 0;  ///< into RequestTrace::tenants
  std::int32_t priority = 0;
  std::uint32_t first_hash = 0;  ///< of the prompt's blocks, in RequestTrace::prefix_hashes
  std::uint32_t hashes = 0;
  bool operator==(const Request&) const = default;
};

/// Requests by arrival.
struct RequestTrace {
  std::vector<Request> requests;
  /// One for each block of a prompt: equal when the block and all before it are equal.
  std::vector<std::uint64_t> prefix_hashes;
  int prefix_block_tokens = 0;
  std::vector<std::string> tenants;
};

}  // namespace gigapod
