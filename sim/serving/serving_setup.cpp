#include "sim/serving/serving_setup.hpp"

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

}  // namespace

std::vector<std::string> setup_faults(const ServingSetup& setup) {
  const ReplicaSetup& replica = setup.replica;
  std::vector<std::string> faults;
  check_at_least("replicas", setup.replicas, 1, faults);
  check_at_least("concurrency", setup.concurrency, 0, faults);
  check_at_least("max_sequences", replica.max_sequences, 1, faults);
  check_at_least("kv_block_tokens", replica.kv_block_tokens, 2, faults);
  if (replica.step_tokens <= replica.max_sequences) {
    faults.push_back(
        fmt::format("step_tokens: {} tokens leave no room for prompts beside max_sequences: {}; at least {} would",
                    replica.step_tokens, replica.max_sequences, replica.max_sequences + 1));
  }
  check_plugin<RequestScheduler>("scheduler", replica.scheduler, faults);
  check_plugin<RequestRouter>("router", setup.router, faults);
  if (faults.empty() && kv_layout(replica).capacity <= 0) {
    faults.push_back("the weights leave no room for a cache: a larger slice or smaller weights would");
  }
  return faults;
}

}  // namespace gigapod
