#include "sim/engine/block_stays.hpp"

#include "sim/base/random.hpp"
#include "sim/engine/site.hpp"
#include "tests/read_block_ranges.hpp"
#include "tests/unit/engine/failing_run.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace gigapod {
namespace {

std::vector<BlockId> ids(const std::vector<std::uint32_t>& values) {
  std::vector<BlockId> blocks;
  for (const std::uint32_t value : values) blocks.push_back(BlockId{value});
  return blocks;
}

std::vector<std::uint32_t> places(const std::string& blocks) {
  return find_block_ranges(blocks, 144).value_or(std::vector<std::uint32_t>{});
}

std::vector<std::string> texts(const std::vector<BlockStay>& stays) {
  std::vector<std::string> lines;
  for (const BlockStay& stay : stays) {
    lines.push_back(fmt::format("pod {}: {} by {} as slice {}, {} s to {} s", stay.pod.value, stay.blocks, stay.owner,
                                stay.slice, stay.begin.value(), stay.end.value()));
  }
  return lines;
}

TEST(BlockStays, AreOneForEachPodSliceAndTimeOfTaking) {
  const Scenario scenario = ironwood_site(2);
  const Site site(scenario);
  BlockStays stays(site.layout());
  stays.begin(ids({0, 1, 2, 10, 144, 145}), 4, Seconds(5.0));
  stays.set_slice(ids({0, 1, 2}), 1);
  stays.set_slice(ids({10, 144, 145}), 2);
  stays.begin(ids({11}), 4, Seconds(6.0));
  stays.set_slice(ids({11}), 2);

  stays.end(ids({145, 11, 10, 2, 1, 0, 144}), Seconds(9.0));

  EXPECT_EQ(
      texts(stays.take_ended()),
      (std::vector<std::string>{"pod 0: 0-2 by 4 as slice 1, 5 s to 9 s", "pod 0: 10 by 4 as slice 2, 5 s to 9 s",
                                "pod 0: 11 by 4 as slice 2, 6 s to 9 s", "pod 1: 0-1 by 4 as slice 2, 5 s to 9 s"}));
  EXPECT_TRUE(stays.take_ended().empty());
}

TEST(BlockStays, LeaveOutWhatBeginsAndEndsAtOneTime) {
  const Scenario scenario = ironwood_site(1);
  const Site site(scenario);
  BlockStays stays(site.layout());
  stays.begin(ids({3}), 0, Seconds(5.0));
  stays.end(ids({3}), Seconds(5.0));
  stays.begin(ids({3, 4}), 1, Seconds(5.0));

  stays.end_all(Seconds(6.0));

  EXPECT_EQ(texts(stays.take_ended()), (std::vector<std::string>{"pod 0: 3-4 by 1 as slice 0, 5 s to 6 s"}));
}

/// A site whose blocks change hands at random, one change a second, and who held each block after each change.
struct RandomSite {
  Scenario scenario = ironwood_site(2);
  Site site{scenario};
  RandomStream random = RandomStreams(11).stream("changes");
  std::vector<std::vector<std::int32_t>> owners{};
  std::vector<BlockStay> ended{};

  [[nodiscard]] std::vector<BlockId> some_of(std::int32_t owner) {
    std::vector<BlockId> blocks;
    for (std::uint32_t block = 0; block < 288; ++block) {
      const bool is_theirs = site.inventory().owner(BlockId{block}) == owner;
      if (is_theirs && random.uniform() < 0.3) blocks.push_back(BlockId{block});
    }
    return blocks;
  }
  void change(int second) {
    const auto owner = static_cast<std::int32_t>(random.uniform() * 5.0);
    const Seconds now(second);
    if (random.uniform() < 0.5) {
      site.take(some_of(Inventory::kNobody), owner, Watts(5000.0), now);
    } else {
      site.give_back(some_of(owner), now);
    }
    owners.emplace_back();
    for (std::uint32_t block = 0; block < 288; ++block) {
      owners.back().push_back(site.inventory().owner(BlockId{block}));
    }
    for (BlockStay& stay : site.stays().take_ended()) ended.push_back(std::move(stay));
  }
};

TEST(BlockStays, MatchWhatTheSiteGaveOutAtEveryMoment) {
  RandomSite world;
  for (int second = 0; second < 200; ++second) world.change(second);
  world.site.stays().end_all(Seconds(200.0));
  for (BlockStay& stay : world.site.stays().take_ended()) world.ended.push_back(std::move(stay));
  ASSERT_GT(world.ended.size(), 500u);
  std::vector<std::vector<std::int32_t>> read(200, std::vector<std::int32_t>(288, Inventory::kNobody));

  for (const BlockStay& stay : world.ended) {
    for (const std::uint32_t place : places(stay.blocks)) {
      const std::size_t block = stay.pod.value * 144 + place;
      for (auto second = static_cast<std::size_t>(stay.begin.value());
           second < static_cast<std::size_t>(stay.end.value()); ++second) {
        ASSERT_EQ(read[second][block], Inventory::kNobody) << "held twice";
        read[second][block] = stay.owner;
      }
    }
  }

  EXPECT_EQ(read, world.owners);
}

/// Blocks of each holder by pod, and blocks by state, at a time of a run.
struct Moment {
  std::map<std::string, int> held;          ///< by "job/pod"
  std::set<std::string> seen;               ///< "pod/block" that somebody holds
  std::set<std::string> out;                ///< "pod/block" out of service
  std::map<std::string, int> slice_blocks;  ///< by "job/slice"
  bool is_held_twice = false;
};

Moment moment(const RecordedRun& run, double time) {
  Moment found;
  for (const RecordedStay& stay : run.block_stays) {
    if (time < stay.begin || time >= stay.end) continue;
    for (const std::uint32_t block : places(stay.blocks)) {
      const std::string place = fmt::format("{}/{}", stay.pod, block);
      if (stay.state == "held") {
        found.is_held_twice = !found.seen.insert(place).second || found.is_held_twice;
        ++found.held[stay.subject + "/" + stay.pod];
        ++found.slice_blocks[fmt::format("{}/{}", stay.subject, stay.slice)];
      } else if (stay.state != "spare") {
        found.out.insert(place);
      }
    }
  }
  return found;
}

std::map<std::string, int> occupancy(const RecordedRun& run, double time) {
  std::map<std::string, int> held;
  for (const RecordedStay& stay : run.occupancy) {
    if (time >= stay.begin && time < stay.end) held[stay.subject + "/" + stay.pod] += std::stoi(stay.blocks);
  }
  return held;
}

/// Two pods with failures of all classes, spares, planned work, an elastic job and single ones.
Scenario busy_site(std::uint64_t seed) {
  Scenario scenario = ironwood_site(2);
  scenario.seed = seed;
  JobSpec elastic = small_job("elastic", 8);
  elastic.min_slices = 2;
  elastic.max_slices = 8;
  scenario.jobs = {small_job("swap", 12), elastic, small_job("short")};
  scenario.jobs[2].count = 6;
  scenario.jobs[2].spacing = Seconds(3600.0);
  scenario.jobs[2].tokens = 2e10;
  scenario.failures = published_failure_classes();
  for (FailureClass& failure : scenario.failures) failure.rate *= 300.0;
  scenario.recovery.spare_blocks = 2;
  return scenario;
}

TEST(BlockStays, OfRunsGiveEachBlockToOneAndAgreeWithTheStaysOfJobs) {
  RandomStream random = RandomStreams(3).stream("moments");
  std::size_t out = 0;
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    const RecordedRun run = simulated(busy_site(seed));
    for (int look = 0; look < 100; ++look) {
      const double time = random.uniform() * 86400.0;
      const Moment now = moment(run, time);

      ASSERT_FALSE(now.is_held_twice) << time;
      ASSERT_EQ(now.held, occupancy(run, time)) << time;
      for (const std::string& block : now.out) ASSERT_FALSE(now.seen.contains(block)) << block << " at " << time;
      out += now.out.size();
    }
  }
  EXPECT_GT(out, 100u);
}

TEST(BlockStays, NumberTheSlicesOfAJobAndGiveASpareTheNumberOfWhatItReplaces) {
  FailureClass failure = ten_a_day(FailureScope::kHost);
  JobSpec job = small_job("only", 3);

  const RecordedRun run = simulated(failing_site(failure, job));

  const Moment late = moment(run, 86000.0);
  EXPECT_EQ(late.slice_blocks, (std::map<std::string, int>{{"only/1", 8}, {"only/2", 8}, {"only/3", 8}}));
  EXPECT_GT(std::count_if(run.block_stays.begin(), run.block_stays.end(),
                          [](const RecordedStay& stay) { return stay.state == "repair"; }),
            3);
}

}  // namespace
}  // namespace gigapod
