#include "sim/serving/serving_log.hpp"

#include "sim/base/check.hpp"

#include <cmath>
#include <utility>

namespace gigapod {

ServingLog::ServingLog(const ServingSetup& setup, std::size_t requests)
    : targets_(setup.targets), warm_up_(setup.warm_up.value()), keeps_records_(setup.keeps_records) {
  for (LatencySamples* samples : {&ttft_, &tpot_, &end_to_end_, &queueing_}) samples->reserve(requests);
  if (keeps_records_) records_.reserve(requests);
}

RequestCounts& ServingLog::counts_of(std::int32_t tenant) {
  const auto index = static_cast<std::size_t>(tenant);
  if (index >= tenants_.size()) tenants_.resize(index + 1);
  return tenants_[index];
}

void ServingLog::arrive(const Request& request, double now) {
  ++counts_.arrived;
  ++counts_of(request.tenant).arrived;
  pass(now);
  ++in_system_;
}

void ServingLog::refuse(const Request& request, std::int64_t RequestCounts::*reason) {
  RequestCounts& tenant = counts_of(request.tenant);
  ++counts_.arrived;
  ++tenant.arrived;
  ++(counts_.*reason);
  ++(tenant.*reason);
}

bool ServingLog::holds_targets(double ttft, double tpot, double end_to_end) const {
  const auto holds = [](Seconds target, double value) { return target.value() <= 0.0 || value <= target.value(); };
  return holds(targets_.ttft, ttft) && holds(targets_.tpot, tpot) && holds(targets_.end_to_end, end_to_end);
}

void ServingLog::complete(const LiveRequest& request, double now) {
  pass(now);
  --in_system_;
  ++counts_.completed;
  ++counts_of(request.tenant).completed;
  tokens_.prompt += request.prompt_tokens;
  tokens_.output += request.produced;
  sojourns_ += now - request.arrival;
  if (keeps_records_) {
    records_.push_back({request.index, request.replica, request.preemptions, request.cached, Seconds(request.arrival),
                        Seconds(request.started), Seconds(request.first_token), Seconds(now)});
  }
  if (request.arrival < warm_up_) return;
  ++measured_;
  const double ttft = request.first_token - request.arrival;
  const double tpot = request.produced > 1 ? (now - request.first_token) / (request.produced - 1) : 0.0;
  ttft_.add(ttft);
  if (request.produced > 1) tpot_.add(tpot);
  end_to_end_.add(now - request.arrival);
  queueing_.add(request.started - request.arrival);
  held_ += holds_targets(ttft, tpot, now - request.arrival) ? 1 : 0;
}

void ServingLog::write(double end, ServingOutcome& outcome) {
  pass(end);
  GIGAPOD_CHECK(in_system_ == 0, "every request that arrived must have left");
  outcome.requests = counts_;
  outcome.tokens = tokens_;
  outcome.tenants = tenants_;
  outcome.preemptions = preemptions_;
  outcome.restarts = restarts_;
  outcome.duration = Seconds(end);
  outcome.ttft = ttft_.summary();
  outcome.tpot = tpot_.summary();
  outcome.end_to_end = end_to_end_.summary();
  outcome.queueing = queueing_.summary();
  outcome.measured = measured_;
  outcome.slo_attainment = measured_ > 0 ? static_cast<double>(held_) / static_cast<double>(measured_) : 1.0;
  outcome.mean_in_system = end > 0.0 ? area_ / end : 0.0;
  outcome.littles_law_error = sojourns_ > 0.0 ? std::abs(area_ - sojourns_) / sojourns_ : 0.0;
  outcome.records = std::move(records_);
}

}  // namespace gigapod
