#pragma once

#include <cstdint>
#include <span>

namespace gigapod {

/// What a router sees of one replica.
struct ReplicaLoad {
  bool accepts = true;              ///< false while it loads, drains or is down
  int waiting = 0;                  ///< requests that have not started
  int running = 0;                  ///< requests in prefill or decode
  std::int64_t prompt_backlog = 0;  ///< prompt tokens that wait for prefill
};

/// Answers what replicas have of the prompt of the request that is routed.
class CachedPrefix {
 public:
  virtual ~CachedPrefix() = default;
  /// Prompt tokens in the prefix cache of a replica.
  [[nodiscard]] virtual int cached_tokens(int replica) const = 0;
};

/// Where a new request is about to go.
struct RoutingView {
  std::span<const ReplicaLoad> replicas;
  std::uint64_t routed = 0;  ///< requests routed before this one
  int prompt_tokens = 0;
  const CachedPrefix* cache = nullptr;  ///< null: no replica has a prefix cache
};

/// Chooses the replica of a new request. Pure.
class RequestRouter {
 public:
  static constexpr const char* kRegistryName = "request_router";
  virtual ~RequestRouter() = default;
  /// Index of a replica that accepts, of which there is at least one.
  [[nodiscard]] virtual int choose(const RoutingView& view) const = 0;
};

}  // namespace gigapod
