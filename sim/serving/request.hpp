#pragma once

#include "sim/base/quantity.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace gigapod {

/// One request to a model.
struct Request {
  Seconds arrival;
  std::int32_t prompt_tokens = 1;  ///< at least 1
  std::int32_t output_tokens = 1;  ///< at least 1
  std::int32_t tenant = 0;         ///< index into RequestTrace::tenants
  std::int32_t priority = 0;       ///< higher is more important
  std::uint32_t first_hash = 0;    ///< its prefix hashes: a slice of RequestTrace::prefix_hashes, one a whole block
  std::uint32_t hashes = 0;
  bool operator==(const Request&) const = default;
};

/// Requests in the order of arrival.
struct RequestTrace {
  std::vector<Request> requests;
  std::vector<std::uint64_t> prefix_hashes;  ///< each names its block and all blocks before it
  int prefix_block_tokens = 0;               ///< prompt tokens of one hash; 0: there are no hashes
  std::vector<std::string> tenants;          ///< empty: one tenant without a name

  [[nodiscard]] std::span<const std::uint64_t> hashes_of(const Request& request) const {
    return std::span(prefix_hashes).subspan(request.first_hash, request.hashes);
  }
};

}  // namespace gigapod
