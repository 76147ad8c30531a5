#include "sim/app/serve_scaling.hpp"

#include "sim/app/amount_option.hpp"
#include "sim/app/catalog_choice.hpp"
#include "sim/app/number_option.hpp"
#include "sim/app/plugin_options.hpp"
#include "sim/base/registry.hpp"
#include "sim/model/serving/load_time.hpp"
#include "sim/policy/autoscaler.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace gigapod::app {

void add_scaling_options(CLI::App& command, ScalingOptions& options) {
  CLI::Option* policy =
      command.add_option("--autoscaler", options.policy,
                         fmt::format("Replicas come and go: {}", fmt::join(Registry<Autoscaler>::names(), ", ")));
  policy->group("Scaling");
  const auto add = [&](const char* name, auto& value, const char* text) {
    return command.add_option(name, value, text)->needs(policy)->group("Scaling");
  };
  add("--least-replicas", options.least, "Replicas at any load (default: 1)")->check(number_in(1, 100'000));
  CLI::Option* most =
      add("--most-replicas", options.most, "Replicas at most; --replicas is how many there are at the start")
          ->check(number_in(1, 100'000));
  policy->needs(most);
  add("--look-every", options.interval, "Time between two looks (default: 60s)");
  add("--target-utilization", options.target_utilization,
      "Share of a replica's capacity that is planned with (default: 0.8)");
  add("--start-time", options.start_time, "Of a new replica, beside reading its weights (default: 60s)");
  add("--storage-rate", options.storage_rate, "Rate at which it reads them at most (default: 10GB/s)");
}

std::optional<ReplicaScaling> chosen_scaling(const ScalingOptions& options, const ServingSetup& setup) {
  if (options.policy.empty()) return std::nullopt;
  (void)chosen_plugin<Autoscaler>("autoscaler", options.policy);
  const ReplicaSetup& replica = setup.replica;
  ReplicaScaling scaling;
  scaling.policy.name = options.policy;
  scaling.least = options.least;
  scaling.most = options.most;
  scaling.interval = Seconds(amount_option("--look-every", options.interval, Dimension::kTime));
  scaling.target_utilization = share_option("--target-utilization", options.target_utilization);
  ReplicaLoading loading;
  loading.storage = BytesPerSecond(amount_option("--storage-rate", options.storage_rate, Dimension::kDataRate));
  if (loading.storage <= BytesPerSecond(0.0)) {
    refuse(fmt::format("--storage-rate {}: it must be above 0", options.storage_rate));
  }
  loading.start = Seconds(amount_option("--start-time", options.start_time, Dimension::kTime));
  scaling.load_time = load_time(replica.plan, replica.chip, replica.slice, loading);
  const auto faults = serving_faults(replica.plan, replica.chip, replica.slice);
  if (!faults.empty())
    refuse_input("--autoscaler plans with what a replica holds within the targets: " + faults.front());
  scaling.capacity_per_replica = replica_capacity(replica.plan, replica.chip, replica.slice).requests_per_second;
  return scaling;
}

}  // namespace gigapod::app
