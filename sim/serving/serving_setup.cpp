#include "sim/serving/serving_setup.hpp"

#include "sim/policy/autoscaler.hpp"
#include "sim/policy/request_router.hpp"
#include "sim/policy/request_scheduler.hpp"
#include "sim/serving/kv_layout.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace gigapod {
namespace {

template <class Interface>
void check_plugin(const std::string& what, const PluginChoice& choice, std::vector<std::string>& faults) {
  if (Registry<Interface>::find(choice.name) != nullptr) return;
  faults.push_back(fmt::format("{}: there is no '{}'; registered: {}", what, choice.name,
                               fmt::join(Registry<Interface>::names(), ", ")));
}

void check_at_least(const char* name, int value, int least, std::vector<std::string>& faults) {
  if (value < least) faults.push_back(fmt::format("{}: {} is below {}", name, value, least));
}

void check_speculation(const Speculation& speculation, std::vector<std::string>& faults) {
  check_at_least("speculation: drafted_tokens", speculation.drafted_tokens, 1, faults);
  if (speculation.acceptance < 0.0 || speculation.acceptance > 1.0) {
    faults.push_back(fmt::format("speculation: acceptance {} is not between 0 and 1", speculation.acceptance));
  }
}

void check_scaling(const ServingSetup& setup, std::vector<std::string>& faults) {
  const ReplicaScaling& scaling = *setup.scaling;
  check_plugin<Autoscaler>("scaling", scaling.policy, faults);
  check_at_least("scaling: least", scaling.least, 1, faults);
  if (setup.replicas < scaling.least || setup.replicas > scaling.most) {
    faults.push_back(fmt::format("replicas: {} is not between the {} and {} of scaling", setup.replicas,
                                 scaling.least, scaling.most));
  }
  const auto check_positive = [&](const char* name, double value) {
    if (value <= 0.0) faults.push_back(fmt::format("scaling: {} must be above 0", name));
  };
  check_positive("interval", scaling.interval.value());
  check_positive("capacity_per_replica", scaling.capacity_per_replica);
  check_positive("target_utilization", scaling.target_utilization);
}

void check_prefill(const ServingSetup& setup, std::vector<std::string>& faults) {
  check_at_least("prefill: replicas", setup.prefill->replicas, 1, faults);
  if (setup.prefill->transfer_rate <= BytesPerSecond(0.0)) faults.push_back("prefill: transfer_rate must be above 0");
  ReplicaSetup replica = setup.replica;
  replica.slice = setup.prefill->slice;
  if (kv_layout(replica).capacity <= 0) {
    faults.push_back("prefill: the weights leave no room for a cache: a larger slice or smaller weights would");
  }
}

void check_outages(const ServingSetup& setup, std::vector<std::string>& faults) {
  for (const ReplicaOutage& outage : setup.outages) {
    if (outage.replica < 0 || outage.replica >= setup.replicas) {
      faults.push_back(
          fmt::format("outages: there is no replica {}; they are 0 to {}", outage.replica, setup.replicas - 1));
    }
    if (outage.begin < Seconds(0.0) || outage.end < outage.begin || !is_finite(outage.end)) {
      faults.push_back(fmt::format("outages: one of replica {} ends before it begins, or never", outage.replica));
    }
  }
}

void check_limits(const ServingSetup& setup, std::vector<std::string>& faults) {
  for (const TenantLimit& limit : setup.limits) {
    if (limit.tenant < 0) faults.push_back(fmt::format("limits: there is no tenant {}", limit.tenant));
    if (limit.burst <= Seconds(0.0)) {
      faults.push_back(fmt::format("limits: the burst of tenant {} must be above 0", limit.tenant));
    }
  }
}

}  // namespace

std::vector<std::string> setup_faults(const ServingSetup& setup) {
  const ReplicaSetup& replica = setup.replica;
  std::vector<std::string> faults;
  check_at_least("replicas", setup.replicas, 1, faults);
  check_at_least("concurrency", setup.concurrency, 0, faults);
  check_at_least("max_sequences", replica.max_sequences, 1, faults);
  check_at_least("kv_block_tokens", replica.kv_block_tokens, 2, faults);
  const int rows = replica.speculation ? replica.speculation->drafted_tokens + 1 : 1;
  if (replica.speculation) check_speculation(*replica.speculation, faults);
  if (replica.step_tokens <= rows * replica.max_sequences) {
    faults.push_back(
        fmt::format("step_tokens: {} tokens leave no room for prompts beside max_sequences: {}; at least {} would",
                    replica.step_tokens, replica.max_sequences, rows * replica.max_sequences + 1));
  }
  check_at_least("queue_limit", setup.queue_limit, 0, faults);
  if (setup.scaling) check_scaling(setup, faults);
  check_outages(setup, faults);
  check_limits(setup, faults);
  if (setup.prefill) check_prefill(setup, faults);
  check_plugin<RequestScheduler>("scheduler", replica.scheduler, faults);
  check_plugin<RequestRouter>("router", setup.router, faults);
  if (faults.empty() && kv_layout(replica).capacity <= 0) {
    faults.push_back("the weights leave no room for a cache: a larger slice or smaller weights would");
  }
  return faults;
}

}  // namespace gigapod
