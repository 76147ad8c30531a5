#include "sim/serving/serving_setup.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gigapod {
namespace {

/// Adds a sentence about the first request that breaks a rule.
template <class Broken>
void check_requests(const RequestTrace& trace, const char* what, const Broken& is_broken,
                    std::vector<std::string>& faults) {
  for (std::size_t i = 0; i < trace.requests.size(); ++i) {
    if (!is_broken(i)) continue;
    faults.push_back(fmt::format("request {} {}", i + 1, what));
    return;
  }
}

}  // namespace

std::vector<std::string> trace_faults(const RequestTrace& trace, const ServingSetup& setup) {
  std::vector<std::string> faults;
  const auto& all = trace.requests;
  if (all.empty()) faults.push_back("the trace has no requests");
  check_requests(
      trace, "arrives before time 0", [&](std::size_t i) { return all[i].arrival < Seconds(0.0); }, faults);
  check_requests(
      trace, "arrives before the one before it",
      [&](std::size_t i) { return i > 0 && all[i].arrival < all[i - 1].arrival; }, faults);
  check_requests(
      trace, "has no prompt or no output",
      [&](std::size_t i) { return all[i].prompt_tokens < 1 || all[i].output_tokens < 1; }, faults);
  check_requests(
      trace, "has a tenant below 0", [&](std::size_t i) { return all[i].tenant < 0; }, faults);
  check_requests(
      trace, "has prefix hashes that are not in the trace",
      [&](std::size_t i) { return std::uint64_t{all[i].first_hash} + all[i].hashes > trace.prefix_hashes.size(); },
      faults);
  const int page = setup.replica.kv_block_tokens;
  if (setup.replica.has_prefix_cache && trace.prefix_block_tokens % page != 0) {
    const int below = trace.prefix_block_tokens / page * page;
    faults.push_back(fmt::format("prefix blocks of {} tokens are not whole pages of {} tokens; {} tokens would be",
                                 trace.prefix_block_tokens, page, std::max(below, page)));
  }
  return faults;
}

}  // namespace gigapod
