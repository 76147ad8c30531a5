// Finish times worked out by hand from max-min fairness. Each test runs in a child process: SimGrid has one engine.
#include "sim/engine/flow_network.hpp"

#include "sim/engine/chip_flows/run_in_child.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace gigapod {
namespace {

using namespace literals;

constexpr BytesPerSecond kNoLimit{1e15};
constexpr double kClose = 1e-5;  ///< seconds; a lane delays a flow by up to a microsecond
constexpr double kByte = 0.01;   ///< bytes

/// `blocks` blocks of four pods under a core: block uplinks of 200 B/s, storage of 1000 B/s to write and 400 to read.
DcnFabric core_fabric(int blocks) {
  DcnFabric dcn;
  dcn.blocks = blocks;
  const auto add = [&](const std::string& name, double bandwidth) {
    dcn.links.push_back({name, BytesPerSecond(bandwidth), 5_us});
    return static_cast<int>(dcn.links.size()) - 1;
  };
  for (int pod = 0; pod < 4 * blocks; ++pod) {
    dcn.block_of_pod.push_back(pod / 4);
    dcn.pod_uplink.push_back(add("pod uplink", 100.0));
  }
  for (int block = 0; block < blocks; ++block) dcn.block_uplink.push_back(add("block uplink", 200.0));
  dcn.storage_link = add("storage", 1000.0);
  dcn.storage_read_link = add("storage read", 400.0);
  return dcn;
}

/// Three blocks in a row joined by trunks of 100 B/s; storage hangs off block 0.
DcnFabric trunk_fabric() {
  DcnFabric dcn = core_fabric(3);
  dcn.block_uplink.assign(3, -1);
  dcn.trunk.assign(3, std::vector<int>(3, -1));
  for (int block = 0; block < 2; ++block) {
    const auto a = static_cast<std::size_t>(block);
    dcn.trunk[a][a + 1] = dcn.trunk[a + 1][a] = static_cast<int>(dcn.links.size());
    dcn.links.push_back({"trunk", 100_B / 1_s, 5_us});
  }
  return dcn;
}

/// Starts flows with `start`, waits for all of them and returns the second at which number `wanted` ended.
double end_of(const DcnFabric& dcn, std::size_t wanted,
              const std::function<std::vector<FlowId>(FlowNetwork&)>& start) {
  return run_in_child([&] {
    FlowNetwork network(dcn);
    std::map<FlowId, double> ends;
    FlowId asked = 0;
    network.run([&] {
      asked = start(network).at(wanted);
      while (network.flows_in_flight() > 0) {
        if (const auto flow = network.wait_until(1000_h)) ends[*flow] = network.now().value();
      }
    });
    return ends.at(asked);
  });
}

/// Starts streams (or transfers) with `start` and returns the bytes that number `wanted` has left after `time`.
double left_after(Seconds time, const DcnFabric& dcn, std::size_t wanted,
                  const std::function<std::vector<FlowId>(FlowNetwork&)>& start) {
  return run_in_child([&] {
    FlowNetwork network(dcn);
    double left = 0.0;
    network.run([&] {
      const FlowId asked = start(network).at(wanted);
      while (network.wait_until(time)) {
      }
      left = network.remaining(asked).value();
    });
    return left;
  });
}

TEST(FlowNetwork, HoldsAFlowToItsOwnRate) {
  const double end = end_of(core_fabric(2), 0, [](FlowNetwork& network) {
    return std::vector{network.start_to_storage({0, 1}, 1000_B, 10_B / 1_s)};
  });

  EXPECT_NEAR(end, 100.0, kClose);
}

TEST(FlowNetwork, GivesWhatALimitedFlowLeavesToTheOther) {
  const auto start = [](FlowNetwork& network) {
    return std::vector{network.start_to_storage({0, 1}, 1000_B, 10_B / 1_s),
                       network.start_stream(0, 1, 2000_B, kNoLimit)};
  };

  EXPECT_NEAR(end_of(core_fabric(2), 0, start), 100.0, kClose);
  EXPECT_NEAR(left_after(10_s, core_fabric(2), 1, start), 100.0, kByte);
}

TEST(FlowNetwork, SharesALinkEquallyBetweenTwoJobs) {
  const auto start = [](FlowNetwork& network) {
    return std::vector{network.start_stream(0, 1, 1000_B, kNoLimit), network.start_stream(0, 2, 3000_B, kNoLimit)};
  };

  // 100 B/s each for 10 s; then the longer one has 200 B/s for its last 2000 B.
  EXPECT_NEAR(left_after(9_s, core_fabric(3), 0, start), 100.0, kByte);
  EXPECT_NEAR(left_after(9_s, core_fabric(3), 1, start), 2100.0, kByte);
  EXPECT_NEAR(left_after(15_s, core_fabric(3), 1, start), 1000.0, kByte);
  EXPECT_NEAR(left_after(30_s, core_fabric(3), 1, start), 0.0, kByte);
}

TEST(FlowNetwork, SharesStorageBetweenBlocks) {
  DcnFabric dcn = core_fabric(2);
  dcn.links[static_cast<std::size_t>(dcn.storage_link)].bandwidth = 300_B / 1_s;
  const auto start = [](FlowNetwork& network) {
    return std::vector{network.start_to_storage({0, 1}, 1500_B, kNoLimit),
                       network.start_to_storage({1, 1}, 1500_B, 50_B / 1_s)};
  };

  EXPECT_NEAR(end_of(dcn, 0, start), 7.5, kClose);  // 300 - 50, but its own uplink has 200
  EXPECT_NEAR(end_of(dcn, 1, start), 30.0, kClose);
}

TEST(FlowNetwork, CarriesBothDirectionsAtFullRate) {
  const auto start = [](FlowNetwork& network) {
    return std::vector{network.start_to_storage({0, 1}, 2000_B, kNoLimit),
                       network.start_from_storage({0, 1}, 2000_B, kNoLimit)};
  };

  EXPECT_NEAR(end_of(core_fabric(1), 0, start), 10.0, kClose);
  EXPECT_NEAR(end_of(core_fabric(1), 1, start), 10.0, kClose);
}

TEST(FlowNetwork, HoldsReadsToTheReadBandwidthOfStorage) {
  const double end = end_of(core_fabric(4), 3, [](FlowNetwork& network) {
    std::vector<FlowId> flows;
    for (int block = 0; block < 4; ++block) flows.push_back(network.start_from_storage({block, 1}, 1000_B, kNoLimit));
    return flows;
  });

  EXPECT_NEAR(end, 10.0, kClose);
}

/// Four equal flows of one block beside one of another, unfolded and folded in two ways.
TEST(FlowNetwork, FoldsEqualFlowsExactly) {
  DcnFabric dcn = core_fabric(2);
  dcn.links[static_cast<std::size_t>(dcn.storage_link)].bandwidth = 150_B / 1_s;
  const auto unfolded = [](FlowNetwork& network) {
    std::vector<FlowId> flows{network.start_to_storage({1, 1}, 900_B, kNoLimit)};
    for (int i = 0; i < 4; ++i) flows.push_back(network.start_to_storage({0, 1}, 600_B, kNoLimit));
    return flows;
  };
  const auto folded = [](FlowNetwork& network) {
    return std::vector{network.start_to_storage({1, 1}, 900_B, kNoLimit),
                       network.start_to_storage({0, 4}, 2400_B, kNoLimit)};
  };
  const auto half_folded = [](FlowNetwork& network) {
    return std::vector{network.start_to_storage({1, 1}, 900_B, kNoLimit),
                       network.start_to_storage({0, 1}, 600_B, kNoLimit),
                       network.start_to_storage({0, 3}, 1800_B, kNoLimit)};
  };

  // 30 B/s each until the four end at 20 s; then 150 B/s for the 300 B left.
  for (const auto& start : {std::function<std::vector<FlowId>(FlowNetwork&)>(unfolded),
                            std::function<std::vector<FlowId>(FlowNetwork&)>(folded),
                            std::function<std::vector<FlowId>(FlowNetwork&)>(half_folded)}) {
    EXPECT_NEAR(end_of(dcn, 1, start), 20.0, kClose);
    EXPECT_NEAR(end_of(dcn, 0, start), 22.0, kClose);
  }
}

TEST(FlowNetwork, CrossesEveryTrunkOnTheWay) {
  const auto start = [](FlowNetwork& network) {
    return std::vector{network.start_stream(2, 0, 1000_B, kNoLimit),        // trunks 2-1 and 1-0
                       network.start_stream(2, 1, 1000_B, kNoLimit),        // trunk 2-1
                       network.start_stream(0, 1, 1000_B, kNoLimit),        // trunk 0-1, the other way
                       network.start_to_storage({1, 1}, 500_B, kNoLimit)};  // trunk 1-0
  };

  EXPECT_NEAR(left_after(8_s, trunk_fabric(), 0, start), 600.0, kByte);
  EXPECT_NEAR(left_after(8_s, trunk_fabric(), 1, start), 600.0, kByte);
  EXPECT_NEAR(left_after(8_s, trunk_fabric(), 2, start), 200.0, kByte);
  EXPECT_NEAR(end_of(trunk_fabric(), 3, start), 10.0, kClose);
}

TEST(FlowNetwork, CancelsAFlowAndGivesItsShareBack) {
  const auto start = [](FlowNetwork& network) {
    const FlowId stays = network.start_to_storage({0, 1}, 3000_B, kNoLimit);
    const FlowId goes = network.start_stream(0, 1, 3000_B, kNoLimit);
    EXPECT_FALSE(network.wait_until(10_s));
    EXPECT_NEAR(network.remaining(goes).value(), 2000.0, kByte);
    network.cancel(goes);
    return std::vector{stays};
  };

  EXPECT_NEAR(end_of(core_fabric(2), 0, start), 20.0, kClose);
}

TEST(FlowNetwork, StopsAtTheAskedTimeToTheLastBit) {
  const double now = run_in_child([] {
    FlowNetwork network(core_fabric(2));
    Seconds stopped;
    network.run([&] {
      (void)network.start_to_storage({0, 1}, 1_GB, 1_B / 1_s);
      for (int i = 1; i <= 1000; ++i) (void)network.wait_until(Seconds(0.1 * i));
      stopped = network.now();
    });
    return stopped.value();
  });

  EXPECT_EQ(now, 0.1 * 1000);
}

TEST(FlowNetwork, PassesAnExceptionOnToTheCaller) {
  EXPECT_THROW((void)run_in_child([]() -> double {
                 FlowNetwork network(core_fabric(2));
                 network.run([] { throw std::runtime_error("stop"); });
                 return 0.0;
               }),
               std::runtime_error);
}

TEST(FlowNetwork, RunsMoreFlowsThanItHasLanes) {
  const double end = end_of(core_fabric(1), 0, [](FlowNetwork& network) {
    std::vector<FlowId> flows;
    for (int i = 0; i < 200; ++i) flows.push_back(network.start_to_storage({0, 1}, 10_B, kNoLimit));
    return flows;
  });

  EXPECT_NEAR(end, 10.0, kClose);
}

TEST(FlowNetwork, SlowsFlowsUnderWayWhenALinkLosesBandwidth) {
  const double end = run_in_child([] {
    const DcnFabric dcn = core_fabric(1);
    FlowNetwork network(dcn);
    double ended = 0.0;
    network.run([&] {
      (void)network.start_to_storage({0, 4}, 2000_B, kNoLimit);
      (void)network.wait_until(5_s);
      network.scale_link(dcn.block_uplink[0], 0.25);
      (void)network.wait_until(15_s);
      network.scale_link(dcn.block_uplink[0], 4.0);
      (void)network.wait_until(100_s);
      ended = network.now().value();
    });
    return ended;
  });

  // 1000 B at 200 B/s, 500 B at 50 B/s, the rest at 200 B/s again.
  EXPECT_NEAR(end, 17.5, kClose);
}

}  // namespace
}  // namespace gigapod
