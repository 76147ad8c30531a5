#include "sim/base/registry.hpp"
#include "sim/fabric/dcn_fabric.hpp"
#include "sim/fabric/site_graph.hpp"
#include "tests/unit/fabric/catalog_pods.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace gigapod {
namespace {

using testing::ElementsAre;

struct Site {
  SiteSpec spec;
  std::map<std::string, PodSpec> pods = test::all_pods();
  std::map<std::string, ChipSpec> chips = test::all_chips();
  SiteLayout layout;
  DcnFabric dcn;

  Site(int pod_count, const std::string& family, const ParameterValues& parameters = {}) {
    spec = test::ironwood_site(pod_count, 100_GW);
    spec.dcn.family = family;
    spec.dcn.latency = 20_us;
    spec.dcn.oversubscription = 1.5;
    layout = lay_out(spec, pods, chips);
    dcn = Registry<DcnTopology>::make(family, parameters)->build(spec, layout);
  }

  [[nodiscard]] std::vector<std::string> names(const std::vector<DcnFabric::Hop>& hops) const {
    std::vector<std::string> names;
    for (const auto& hop : hops)
      names.push_back(dcn.links[static_cast<std::size_t>(hop.link)].name + (hop.up ? " up" : " down"));
    return names;
  }
};

// 2,304 hosts of 400 Gbps over 1.5.
constexpr double kPodUplink = 2304 * 50e9 / 1.5;

TEST(Dcn, RegistersItsFamilies) {
  EXPECT_THAT(Registry<DcnTopology>::names(), ElementsAre("dcn_clos", "dcn_ocs_blocks"));
}

TEST(DcnClos, OversubscribesBothLevels) {
  const Site site(10, "dcn_clos");

  EXPECT_EQ(site.dcn.blocks, 3);
  EXPECT_DOUBLE_EQ(site.dcn.links[static_cast<std::size_t>(site.dcn.pod_uplink[9])].bandwidth.value(), kPodUplink);
  const auto block_bandwidth = [&site](int block) {
    return site.dcn.links[static_cast<std::size_t>(site.dcn.block_uplink[static_cast<std::size_t>(block)])]
        .bandwidth.value();
  };
  EXPECT_DOUBLE_EQ(block_bandwidth(0), 4 * kPodUplink / 2);
  EXPECT_DOUBLE_EQ(block_bandwidth(2), 2 * kPodUplink / 2);
}

TEST(DcnClos, RoutesOverTheBlockOrOverTheCore) {
  const Site site(10, "dcn_clos");

  EXPECT_THAT(site.names(route(site.dcn, PodId{1}, PodId{1})), ElementsAre());
  EXPECT_THAT(site.names(route(site.dcn, PodId{0}, PodId{3})),
              ElementsAre("pod ironwood-00 uplink up", "pod ironwood-03 uplink down"));
  EXPECT_THAT(site.names(route(site.dcn, PodId{0}, PodId{9})),
              ElementsAre("pod ironwood-00 uplink up", "block 0 uplink up", "block 2 uplink down",
                          "pod ironwood-09 uplink down"));
  EXPECT_THAT(site.names(route_to_storage(site.dcn, PodId{9})),
              ElementsAre("pod ironwood-09 uplink up", "block 2 uplink up", "storage up"));
  EXPECT_THAT(site.names(route_from_storage(site.dcn, PodId{9})),
              ElementsAre("storage read down", "block 2 uplink down", "pod ironwood-09 uplink down"));
}

TEST(DcnClos, AddsUpToTheLatencyOfTheSite) {
  for (const char* family : {"dcn_clos", "dcn_ocs_blocks"}) {
    const Site site(10, family);
    double latency = 0.0;
    for (const auto& hop : route(site.dcn, PodId{0}, PodId{9})) {
      latency += site.dcn.links[static_cast<std::size_t>(hop.link)].latency.value();
    }
    EXPECT_NEAR(latency, 20e-6, 1e-12) << family;
  }
}

TEST(DcnOcsBlocks, DividesABlocksUplinksOverTheOthers) {
  const Site site(16, "dcn_ocs_blocks");

  ASSERT_EQ(site.dcn.blocks, 4);
  const auto& trunk = site.dcn.links[static_cast<std::size_t>(site.dcn.trunk[1][3])];
  EXPECT_EQ(trunk.name, "trunk 1-3");
  EXPECT_DOUBLE_EQ(trunk.bandwidth.value(), 4 * kPodUplink / 2 / 3);
  EXPECT_EQ(site.dcn.trunk[3][1], site.dcn.trunk[1][3]);
  EXPECT_THAT(site.names(route(site.dcn, PodId{12}, PodId{4})),
              ElementsAre("pod ironwood-12 uplink up", "trunk 1-3 down", "pod ironwood-04 uplink down"));
  EXPECT_THAT(site.names(route_to_storage(site.dcn, PodId{4})),
              ElementsAre("pod ironwood-04 uplink up", "trunk 0-1 down", "storage up"));
  EXPECT_THAT(site.names(route_to_storage(site.dcn, PodId{0})),
              ElementsAre("pod ironwood-00 uplink up", "storage up"));
}

TEST(DcnOcsBlocks, JoinsTooManyBlocksInARing) {
  const Site site(40, "dcn_ocs_blocks", {{"neighbour_limit", std::int64_t{2}}});

  ASSERT_EQ(site.dcn.blocks, 10);
  EXPECT_GE(site.dcn.trunk[0][1], 0);
  EXPECT_GE(site.dcn.trunk[0][9], 0);
  EXPECT_EQ(site.dcn.trunk[0][2], -1);
  EXPECT_THAT(site.names(route(site.dcn, PodId{0}, PodId{12})),
              ElementsAre("pod ironwood-00 uplink up", "trunk 0-1 up", "trunk 1-2 up", "trunk 2-3 up",
                          "pod ironwood-12 uplink down"));
}

TEST(DcnOcsBlocks, GoesOverTheBlockThatOffersTheMostBandwidth) {
  Site site(16, "dcn_ocs_blocks");
  site.dcn.trunk[0][3] = site.dcn.trunk[3][0] = -1;
  site.dcn.links[static_cast<std::size_t>(site.dcn.trunk[0][1])].bandwidth = 1_GBps;

  EXPECT_THAT(
      site.names(route(site.dcn, PodId{0}, PodId{12})),
      ElementsAre("pod ironwood-00 uplink up", "trunk 0-2 up", "trunk 2-3 up", "pod ironwood-12 uplink down"));
}

TEST(Dcn, JoinsEveryPodInEveryFamilyAndSize) {
  for (const char* family : {"dcn_clos", "dcn_ocs_blocks"}) {
    for (const int pods : {1, 3, 5, 9, 33}) {
      const Site site(pods, family,
                      family == std::string("dcn_clos") ? ParameterValues{}
                                                        : ParameterValues{{"neighbour_limit", std::int64_t{4}}});
      const SiteGraph graph = build_site_graph(site.layout, site.dcn);
      EXPECT_EQ(graph.graph.component_count(), 1) << family << pods;
      EXPECT_EQ(graph.graph.vertex(0).kind, VertexKind::kBlock);
      for (std::uint32_t to = 1; to < static_cast<std::uint32_t>(pods); ++to) {
        const auto hops = route(site.dcn, PodId{0}, PodId{to});
        std::set<int> links;
        for (const auto& hop : hops) EXPECT_TRUE(links.insert(hop.link).second);
      }
    }
  }
}

TEST(DcnClos, CarriesBetweenHalvesOfTheSiteWhatItsBlockUplinksDo) {
  const Site site(16, "dcn_clos");
  const SiteGraph graph = build_site_graph(site.layout, site.dcn);
  const std::vector<int> left(graph.pod_network.begin(), graph.pod_network.begin() + 8);
  const std::vector<int> right(graph.pod_network.begin() + 8, graph.pod_network.end());

  EXPECT_NEAR(graph.graph.max_flow(left, right).value() / (2 * 4 * kPodUplink / 2), 1.0, 1e-9);
}

TEST(DcnOcsBlocks, CarriesBetweenHalvesOfTheSiteWhatItsTrunksDo) {
  const Site site(16, "dcn_ocs_blocks");
  const SiteGraph graph = build_site_graph(site.layout, site.dcn);
  const std::vector<int> left(graph.pod_network.begin(), graph.pod_network.begin() + 8);
  const std::vector<int> right(graph.pod_network.begin() + 8, graph.pod_network.end());

  // Two blocks on each side: four trunks of a third of a block's uplinks.
  EXPECT_NEAR(graph.graph.max_flow(left, right).value() / (4.0 / 3.0 * 4 * kPodUplink / 2), 1.0, 1e-9);
}

TEST(SliceDcnBandwidth, IsTheHostsNicsOverThePodsOversubscription) {
  DcnSpec dcn;
  dcn.oversubscription = 1.0;
  EXPECT_EQ(slice_dcn_bandwidth(test::ironwood(), test::v7_chip(), 1024, dcn), 256 * 400_Gbps);
  dcn.oversubscription = 4.0;
  EXPECT_EQ(slice_dcn_bandwidth(test::ironwood(), test::v7_chip(), 1024, dcn), 64 * 400_Gbps);
}

}  // namespace
}  // namespace gigapod
