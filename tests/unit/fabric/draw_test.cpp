#include "sim/fabric/draw.hpp"

#include "tests/unit/fabric/catalog_pods.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <string>

namespace gigapod {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

struct Site {
  SiteSpec spec;
  std::map<std::string, PodSpec> pods = test::all_pods();
  std::map<std::string, ChipSpec> chips = test::all_chips();
  SiteLayout layout;
  DcnFabric dcn;

  explicit Site(int pod_count) : spec(test::ironwood_site(pod_count, 10_GW)) {
    layout = lay_out(spec, pods, chips);
    dcn = dcn_pods_in_blocks(spec, layout);
  }
  Site(const Site&) = delete;
  Site& operator=(const Site&) = delete;
  /// One uplink for each block into a core.
  void with_core() {
    for (int& uplink : dcn.block_uplink) {
      uplink = static_cast<int>(dcn.links.size());
      dcn.links.push_back({"uplink", 230.4_TBps, Seconds(0.0)});
    }
  }
  /// A trunk between every two blocks.
  void with_trunks() {
    const auto blocks = static_cast<std::size_t>(dcn.blocks);
    dcn.trunk.assign(blocks, std::vector<int>(blocks, static_cast<int>(dcn.links.size())));
    for (std::size_t b = 0; b < blocks; ++b) dcn.trunk[b][b] = -1;
    dcn.links.push_back({"trunk", 7_TBps, Seconds(0.0)});
  }
};

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

bool is_balanced(const std::string& dot) { return count(dot, "{") == count(dot, "}") && count(dot, "\"") % 2 == 0; }

TEST(NetworkDot, DrawsEveryBlockOfASmallSite) {
  Site site(6);
  site.with_core();

  const std::string dot = network_dot(site.layout, site.dcn);

  EXPECT_TRUE(is_balanced(dot));
  EXPECT_THAT(dot, AllOf(HasSubstr("label=\"block 0\""), HasSubstr("label=\"block 1\""),
                         HasSubstr("ironwood-00 … ironwood-03\\n4 pods of 9216 chips (16x24x24)"),
                         HasSubstr("core -- b1 [label=\"230.4 TB/s\"]"), HasSubstr("storage -- core")));
}

TEST(NetworkDot, FoldsEqualBlocksOfALargeSite) {
  Site site(106);
  site.with_core();

  const std::string dot = network_dot(site.layout, site.dcn);

  EXPECT_TRUE(is_balanced(dot));
  EXPECT_LT(count(dot, "\n"), 20u);
  EXPECT_THAT(dot, AllOf(HasSubstr("26 blocks\\nblock 0 … block 25"), HasSubstr("label=\"block 26\""),
                         HasSubstr("4 pods in each block of 9216 chips"), HasSubstr("each 230.4 TB/s")));
}

TEST(NetworkDot, DrawsTrunksUntilThereAreTooMany) {
  Site few(12);
  few.with_trunks();
  Site many(40);
  many.with_trunks();

  EXPECT_EQ(count(network_dot(few.layout, few.dcn), "7 TB/s"), 3u);
  EXPECT_THAT(network_dot(many.layout, many.dcn),
              AllOf(HasSubstr("optical circuit switches"), HasSubstr("each 9 trunks,\\n63 TB/s together")));
}

TEST(NetworkDot, DrawsAnEmptySite) {
  const Site site(0);
  SiteLayout empty;
  EXPECT_TRUE(is_balanced(network_dot(empty, site.dcn)));
}

TEST(PowerDot, FoldsEqualHallsAndRows) {
  const Site site(40);

  const std::string dot = power_dot(build_power_tree(site.spec, site.layout));

  // Five halls of eight pods behind two substations, the first with four of them.
  EXPECT_TRUE(is_balanced(dot));
  EXPECT_THAT(
      dot, AllOf(HasSubstr("grid\\n10 GW at the meter"), HasSubstr("hall-00 … hall-03"), HasSubstr("[label=\"4×\"]"),
                 HasSubstr("hall-04\\n"), HasSubstr("16 racks of 67.2 kW"), HasSubstr("[label=\"72×\"]")));
  EXPECT_EQ(count(dot, "fillcolor"), 1u);
  EXPECT_EQ(count(dot, " -> "), 6u);
}

TEST(PowerDot, TellsRedundancyAndEfficiency) {
  SiteSpec spec = test::ironwood_site(8);
  FeedSpec grid;
  grid.name = "utility";
  grid.level = PowerLevel::kGrid;
  FeedSpec ups;
  ups.name = "ups-1";
  ups.parent = "utility";
  ups.level = PowerLevel::kUps;
  ups.redundancy = Redundancy::kTwice;
  ups.units = 4;
  ups.efficiency = {{0.5, 0.97}, {1.0, 0.968}};
  ups.pods = 8;
  spec.power.tree = {grid, ups};
  const auto pods = test::all_pods();
  const auto chips = test::all_chips();

  const std::string dot = power_dot(build_power_tree(spec, lay_out(spec, pods, chips)));

  EXPECT_TRUE(is_balanced(dot));
  EXPECT_THAT(dot, AllOf(HasSubstr("utility\\n1 GW at the meter"), HasSubstr("\\n2N of 4 units\\nefficiency 96.8%")));
}

TEST(SliceDot, DrawsEveryChipAndBothEndsOfLinksThatClose) {
  const std::string dot = slice_dot(slice_topology({{4, 4, 4}}, test::v4()), test::v4(), test::v7_chip());

  EXPECT_TRUE(is_balanced(dot));
  EXPECT_EQ(count(dot, "  v63 ["), 1u);
  EXPECT_EQ(count(dot, "style=dashed"), 2u * 3 * 16);
  EXPECT_EQ(count(dot, " -- "), 2u * 3 * 16 + 3 * 48);
  EXPECT_THAT(dot, HasSubstr("first axis: ring, 100 GB/s per direction"));
}

TEST(SliceDot, NamesTheOtherEndOfATwistedLink) {
  const std::string dot = slice_dot(slice_topology({{4, 4, 8}}, test::v4(), true), test::v4(), test::v7_chip());

  // Chip 3,2,1 closes the first axis at 0,2,5.
  EXPECT_THAT(dot, HasSubstr("4x4x8 v7, twisted: 128 chips"));
  EXPECT_THAT(dot.substr(dot.find("  s113_0a ["), 160), HasSubstr("label=\"0,2,5\""));
}

TEST(SliceDot, LeavesTheEndsOfAMeshOpen) {
  const std::string dot = slice_dot(slice_topology({{2, 4, 4}}, test::v4()), test::v4(), test::v7_chip());
  EXPECT_THAT(dot, AllOf(Not(HasSubstr("dashed")), HasSubstr("first axis: line")));
}

TEST(SliceDot, DrawsALargeSliceByCubes) {
  const std::string dot =
      slice_dot(slice_topology({{16, 24, 24}}, test::ironwood()), test::ironwood(), test::v7_chip());

  EXPECT_THAT(dot, AllOf(HasSubstr("9216 chips, drawn as 144 blocks"), HasSubstr("ring, 16 links, 1.6 TB/s")));
  EXPECT_EQ(count(dot, ", fillcolor=\"#e6f3e3\""), 1u);
  EXPECT_EQ(count(dot, "  v144 ["), 0u);
}

TEST(SliceDot, FoldsManyNvlinkDomains) {
  const std::string few = slice_dot(slice_topology({{4, 8}}, test::h100()), test::h100(), test::h100_chip());
  const std::string many = slice_dot(slice_topology({{64, 8}}, test::h100()), test::h100(), test::h100_chip());

  EXPECT_TRUE(is_balanced(few));
  EXPECT_EQ(count(few, "NVLink switch"), 4u);
  EXPECT_THAT(many, HasSubstr("domain 0 … domain 63"));
  EXPECT_THAT(few, AllOf(HasSubstr("each 450 GB/s"), HasSubstr("each 50 GB/s")));
}

}  // namespace
}  // namespace gigapod
