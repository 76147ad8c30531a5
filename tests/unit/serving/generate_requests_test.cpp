#include "sim/serving/generate_requests.hpp"

#include "sim/base/registry.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace gigapod {
namespace {

RequestTrace poisson(double rate, Seconds duration, std::uint64_t seed = 1, const SharedPrefixes& prefixes = {}) {
  const auto arrivals = Registry<ArrivalProcess>::make("poisson", {{"mean_interval", 1.0 / rate}});
  const auto lengths = Registry<LengthMix>::make("uniform");
  return generate_requests(*arrivals, *lengths, {duration}, prefixes, RandomStreams(seed));
}

bool is_sorted(const RequestTrace& trace) {
  return std::is_sorted(trace.requests.begin(), trace.requests.end(),
                        [](const Request& a, const Request& b) { return a.arrival < b.arrival; });
}

TEST(GenerateRequests, SameSeedSameRequests) {
  EXPECT_EQ(poisson(3.0, Seconds(60.0)).requests, poisson(3.0, Seconds(60.0)).requests);
  EXPECT_NE(poisson(3.0, Seconds(60.0)).requests, poisson(3.0, Seconds(60.0), 2).requests);
}

TEST(GenerateRequests, EndWithTheDurationOrTheCount) {
  const RequestTrace whole = poisson(5.0, Seconds(1000.0));
  const auto arrivals = Registry<ArrivalProcess>::make("poisson", {{"mean_interval", 0.2}});
  const auto lengths = Registry<LengthMix>::make("uniform");
  const RequestTrace first = generate_requests(*arrivals, *lengths, {Seconds(1000.0), 100}, {}, RandomStreams(1));

  EXPECT_NEAR(static_cast<double>(whole.requests.size()), 5000.0, 5.0 * 71.0);
  EXPECT_LT(whole.requests.back().arrival, Seconds(1000.0));
  ASSERT_EQ(first.requests.size(), 100u);
  EXPECT_TRUE(std::equal(first.requests.begin(), first.requests.end(), whole.requests.begin()));
}

TEST(GenerateRequests, PromptsShareWholeBlocksOfTheirPrefix) {
  // Prompts are 800 to 1000 tokens: 50 blocks of 16 in a prefix of 801.
  const RequestTrace trace = poisson(5.0, Seconds(200.0), 1, {801, 3, 16});

  std::set<std::uint64_t> first_blocks;
  for (const Request& request : trace.requests) {
    EXPECT_EQ(request.hashes, 50u);
    first_blocks.insert(trace.prefix_hashes[request.first_hash]);
  }
  EXPECT_EQ(first_blocks.size(), 3u);
  EXPECT_EQ(std::set<std::uint64_t>(trace.prefix_hashes.begin(), trace.prefix_hashes.end()).size(), 150u);
  EXPECT_EQ(trace.prefix_block_tokens, 16);
}

TEST(AtRate, DividesTheTimes) {
  const RequestTrace trace = poisson(2.0, Seconds(100.0));

  const RequestTrace faster = at_rate(trace, 4.0);

  ASSERT_EQ(faster.requests.size(), trace.requests.size());
  EXPECT_EQ(faster.requests.back().arrival, trace.requests.back().arrival / 4.0);
}

TEST(Thinned, KeepsAShareAndItsOrder) {
  const RequestTrace trace = poisson(50.0, Seconds(400.0));

  const RequestTrace tenth = thinned(trace, 0.1, RandomStreams(1));

  const double expected = 0.1 * static_cast<double>(trace.requests.size());
  EXPECT_NEAR(static_cast<double>(tenth.requests.size()), expected, 5.0 * 43.0);
  EXPECT_TRUE(is_sorted(tenth));
  EXPECT_EQ(thinned(trace, 1.0, RandomStreams(1)).requests, trace.requests);
  EXPECT_TRUE(thinned(trace, 0.0, RandomStreams(1)).requests.empty());
}

TEST(Merged, KeepsEveryRequestWithItsTenantAndPrefix) {
  RequestTrace school = poisson(2.0, Seconds(50.0), 1, {64, 1, 16});
  school.tenants = {"school"};
  RequestTrace bank = poisson(3.0, Seconds(50.0), 2, {64, 2, 16});
  bank.tenants = {"bank", "school"};
  for (std::size_t i = 0; i < bank.requests.size(); i += 2) bank.requests[i].tenant = 1;

  const RequestTrace all = merged({school, bank});

  EXPECT_EQ(all.requests.size(), school.requests.size() + bank.requests.size());
  EXPECT_EQ(all.tenants, (std::vector<std::string>{"school", "bank"}));
  EXPECT_TRUE(is_sorted(all));
  const auto of_bank =
      std::count_if(all.requests.begin(), all.requests.end(), [](const Request& r) { return r.tenant == 1; });
  EXPECT_EQ(static_cast<std::size_t>(of_bank), bank.requests.size() / 2);
  EXPECT_EQ(all.prefix_hashes.size(), school.prefix_hashes.size() + bank.prefix_hashes.size());
  for (const Request& request : all.requests)
    EXPECT_LE(request.first_hash + request.hashes, all.prefix_hashes.size());
}

}  // namespace
}  // namespace gigapod
