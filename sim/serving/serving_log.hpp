#pragma once

#include "sim/serving/latency_samples.hpp"
#include "sim/serving/live_request.hpp"
#include "sim/serving/serving_outcome.hpp"
#include "sim/serving/serving_setup.hpp"

namespace gigapod {

/// Counts what happens to requests. Calls come in the order of time, in seconds.
class ServingLog {
 public:
  ServingLog(const ServingSetup& setup, std::size_t requests);

  /// A request that is let in.
  void arrive(const Request& request, double now);
  /// One that is not, counted at `reason`.
  void refuse(const Request& request, std::int64_t RequestCounts::*reason);
  void complete(const LiveRequest& request, double now);
  void prefill(std::int64_t tokens) { tokens_.prefilled += tokens; }
  void hit(std::int64_t tokens) { tokens_.cached += tokens; }
  void decode(std::int64_t rows) { tokens_.decoded += rows; }
  void preempt(std::int64_t lost_tokens) {
    ++preemptions_;
    tokens_.recomputed += lost_tokens;
  }
  void lose(std::int64_t lost_tokens) {
    ++restarts_;
    tokens_.lost += lost_tokens;
  }
  /// Requests, tokens, latencies and Little's law, up to `end`.
  void write(double end, ServingOutcome& outcome);

 private:
  void pass(double now) {
    area_ += static_cast<double>(in_system_) * (now - last_);
    last_ = now;
  }
  [[nodiscard]] bool holds_targets(double ttft, double tpot, double end_to_end) const;

  LatencyTargets targets_;
  double warm_up_ = 0.0;
  bool keeps_records_ = false;
  [[nodiscard]] RequestCounts& counts_of(std::int32_t tenant);

  RequestCounts counts_;
  std::vector<RequestCounts> tenants_;
  TokenCounts tokens_;
  std::int64_t preemptions_ = 0;
  std::int64_t restarts_ = 0;
  std::int64_t in_system_ = 0;
  double last_ = 0.0;
  double area_ = 0.0;      // integral of in_system_ over time
  double sojourns_ = 0.0;  // sum of times in the system
  std::int64_t measured_ = 0;
  std::int64_t held_ = 0;  // requests that held every target
  LatencySamples ttft_;
  LatencySamples tpot_;
  LatencySamples end_to_end_;
  LatencySamples queueing_;
  std::vector<RequestRecord> records_;
};

}  // namespace gigapod
