#include "sim/serving/generate_requests.hpp"

#include "sim/base/check.hpp"
#include "sim/base/hash.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gigapod {
namespace {

/// Adds the hashes of the whole blocks that a prompt shares with others.
void add_prefix(RequestTrace& trace, Request& request, const SharedPrefixes& prefixes, RandomStream& random) {
  if (prefixes.tokens <= 0) return;
  const std::uint64_t prefix = random.below(static_cast<std::uint64_t>(prefixes.count));
  const int blocks = std::min(prefixes.tokens, request.prompt_tokens) / prefixes.block_tokens;
  request.first_hash = static_cast<std::uint32_t>(trace.prefix_hashes.size());
  request.hashes = static_cast<std::uint32_t>(blocks);
  for (int block = 0; block < blocks; ++block) {
    trace.prefix_hashes.push_back(hash_text(fmt::format("{}/{}", prefix, block)));
  }
}

std::int32_t tenant_of(RequestTrace& trace, const std::string& name) {
  const auto found = std::find(trace.tenants.begin(), trace.tenants.end(), name);
  if (found == trace.tenants.end()) {
    trace.tenants.push_back(name);
    return static_cast<std::int32_t>(trace.tenants.size()) - 1;
  }
  return static_cast<std::int32_t>(found - trace.tenants.begin());
}

}  // namespace

RequestTrace generate_requests(const ArrivalProcess& arrivals, const LengthMix& lengths, const StreamLength& length,
                               const SharedPrefixes& prefixes, const RandomStreams& streams) {
  RandomStream times = streams.stream("request/arrival");
  RandomStream tokens = streams.stream("request/length");
  RandomStream choices = streams.stream("request/prefix");
  RequestTrace trace;
  trace.prefix_block_tokens = prefixes.tokens > 0 ? prefixes.block_tokens : 0;
  const auto most = length.requests < 0 ? ~std::uint64_t{0} : static_cast<std::uint64_t>(length.requests);
  for (Seconds now = arrivals.next(Seconds(0.0), times); now < length.duration && trace.requests.size() < most;
       now = arrivals.next(now, times)) {
    const RequestLengths drawn = lengths.draw(tokens);
    Request request{now, drawn.prompt_tokens, drawn.output_tokens};
    add_prefix(trace, request, prefixes, choices);
    trace.requests.push_back(request);
  }
  return trace;
}

RequestTrace at_rate(RequestTrace trace, double factor) {
  GIGAPOD_CHECK(factor > 0.0, "a rate is scaled by a factor above 0");
  for (Request& request : trace.requests) request.arrival /= factor;
  return trace;
}

RequestTrace thinned(RequestTrace trace, double share, const RandomStreams& streams) {
  RandomStream random = streams.stream("request/thinning");
  std::erase_if(trace.requests, [&](const Request&) { return random.uniform() >= share; });
  return trace;
}

RequestTrace merged(const std::vector<RequestTrace>& traces) {
  RequestTrace all;
  for (const RequestTrace& trace : traces) {
    const auto first_hash = static_cast<std::uint32_t>(all.prefix_hashes.size());
    all.prefix_hashes.insert(all.prefix_hashes.end(), trace.prefix_hashes.begin(), trace.prefix_hashes.end());
    if (trace.prefix_block_tokens > 0) {
      GIGAPOD_CHECK(all.prefix_block_tokens == 0 || all.prefix_block_tokens == trace.prefix_block_tokens,
                    "merged streams have prefix blocks of one size");
      all.prefix_block_tokens = trace.prefix_block_tokens;
    }
    std::vector<std::int32_t> tenants;
    for (const std::string& name : trace.tenants) tenants.push_back(tenant_of(all, name));
    for (Request request : trace.requests) {
      request.first_hash += first_hash;
      if (!tenants.empty()) request.tenant = tenants.at(static_cast<std::size_t>(request.tenant));
      all.requests.push_back(request);
    }
  }
  std::stable_sort(all.requests.begin(), all.requests.end(),
                   [](const Request& a, const Request& b) { return a.arrival < b.arrival; });
  return all;
}

}  // namespace gigapod
