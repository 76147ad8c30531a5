#include "sim/fabric/pod_topology.hpp"

#include "sim/base/registry.hpp"
#include "sim/fabric/coordinates.hpp"
#include "tests/unit/fabric/catalog_pods.hpp"
#include "tests/unit/topologies/graph_figures.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace gigapod {
namespace {

using testing::ElementsAre;

struct Case {
  PodSpec pod;
  ChipSpec chip;
  SliceTopology slice;
  std::string name;
};

/// Every offered slice of at most `chips` chips of every pod type, twisted too where that is possible.
std::vector<Case> cases_up_to(int chips) {
  std::vector<Case> cases;
  for (const PodSpec& pod : {test::v4(), test::v5e(), test::h100(), test::nvl72()}) {
    const bool is_gpu = slice_rule(pod) == SliceRule::kSwitched;
    for (const Shape& shape : slice_shapes(pod)) {
      if (shape.chips() > chips || shape.chips() < 2) continue;
      for (const bool twisted : {false, true}) {
        if (twisted && !is_twistable(shape, pod)) continue;
        cases.push_back({pod, is_gpu ? test::h100_chip() : test::v7_chip(), slice_topology(shape, pod, twisted),
                         pod.name + " " + to_text(shape) + (twisted ? " twisted" : "")});
      }
    }
  }
  return cases;
}

FabricGraph graph_of(const Case& c) {
  return Registry<PodTopology>::make(c.pod.topology)->slice_graph(c.slice, c.pod, c.chip);
}
SliceFigures figures_of(const Case& c) {
  return Registry<PodTopology>::make(c.pod.topology)->figures(c.slice, c.pod, c.chip);
}

TEST(PodTopology, RegistersItsFamilies) {
  EXPECT_THAT(Registry<PodTopology>::names(),
              ElementsAre("fixed_torus_2d", "gpu_fat_tree", "ocs_torus_3d", "twisted_torus_3d"));
}

TEST(PodTopology, HasTheDegreeDiameterAndMeanHopsOfItsGraph) {
  for (const Case& c : cases_up_to(512)) {
    const FabricGraph graph = graph_of(c);
    const SliceFigures figures = figures_of(c);

    const test::GraphFigures measured = test::measure(graph, c.slice.chips());

    ASSERT_EQ(figures.degree, measured.degree) << c.name;
    ASSERT_EQ(figures.diameter, measured.diameter) << c.name;
    ASSERT_NEAR(figures.mean_hops, measured.mean_hops, 1e-9) << c.name;
  }
}

TEST(PodTopology, JoinsAllChips) {
  for (const Case& c : cases_up_to(1024)) ASSERT_EQ(graph_of(c).component_count(), 1) << c.name;
}

TEST(PodTopology, HasTheBisectionThatTryingEveryHalfFinds) {
  for (const Case& c : cases_up_to(16)) {
    if (c.slice.is_switched || c.slice.chips() % 2 != 0) continue;
    ASSERT_EQ(figures_of(c).bisection, test::brute_force_bisection(graph_of(c), c.slice.chips())) << c.name;
  }
}

TEST(PodTopology, HasABisectionThatSearchDoesNotBeat) {
  for (const Case& c : cases_up_to(256)) {
    if (c.slice.is_switched || c.slice.chips() < 32) continue;
    test::LocalSearch search(graph_of(c));

    const BytesPerSecond found = c.chip.ici_link_bandwidth * static_cast<double>(search.smallest_cut(6));

    ASSERT_GE(found, figures_of(c).bisection) << c.name;
  }
}

TEST(PodTopology, HasABisectionThatSomeCutAlongAnAxisReaches) {
  for (const Case& c : cases_up_to(1024)) {
    if (c.slice.is_switched) continue;
    const FabricGraph graph = graph_of(c);
    const Shape box{
        {c.slice.axes[0].length, c.slice.axes[1].length, c.slice.axes.size() > 2 ? c.slice.axes[2].length : 1}};
    const BoxCoordinates coordinates(box);
    BytesPerSecond best(1e300);
    for (int axis = 0; axis < 3; ++axis) {
      if (coordinates.length(axis) % 2 != 0) continue;
      std::vector<bool> is_marked;
      for (int chip = 0; chip < coordinates.count(); ++chip) {
        is_marked.push_back(2 * coordinates.at(chip)[static_cast<std::size_t>(axis)] < coordinates.length(axis));
      }
      best = min(best, graph.cut_bandwidth(is_marked));
    }
    ASSERT_EQ(figures_of(c).bisection, best) << c.name;
  }
}

TEST(PodTopology, KeepsTwistedBisectionsAboveTheSpectralBound) {
  for (const Case& c : cases_up_to(256)) {
    if (!c.slice.is_twisted) continue;
    const double links = figures_of(c).bisection / c.chip.ici_link_bandwidth;

    const double bound = test::spectral_bisection_bound(graph_of(c));

    EXPECT_GE(links, bound * (1 - 1e-9)) << c.name;
    EXPECT_LE(links, 1.75 * bound) << c.name;
  }
}

TEST(PodTopology, HasThePublishedBisectionOfWholePods) {
  // docs.cloud.google.com/tpu/docs/v4: 24 TB/s for 16x16x16; /v5e: 1.6 TB/s and /v6e: 3.2 TB/s for 16x16.
  ChipSpec chip = test::v7_chip();
  chip.ici_link_bandwidth = 50_GBps;
  const auto bisection = [&chip](const Shape& shape, const PodSpec& pod) {
    return Registry<PodTopology>::make(pod.topology)->figures(slice_topology(shape, pod), pod, chip).bisection;
  };

  EXPECT_NEAR(bisection({{16, 16, 16}}, test::v4()) / 24_TBps, 1.0, 0.07);
  EXPECT_EQ(bisection({{16, 16}}, test::v5e()), 1.6_TBps);
  chip.ici_link_bandwidth = 100_GBps;
  EXPECT_EQ(bisection({{16, 16}}, test::v5e()), 3.2_TBps);
}

TEST(PodTopology, SendsNoFasterToAllThanItsBisectionAndLinksAllow) {
  for (const Case& c : cases_up_to(4096)) {
    const SliceFigures figures = figures_of(c);
    const double chips = c.slice.chips();
    const int domains = c.slice.is_switched ? c.slice.chips() / std::min(c.slice.domain, c.slice.chips()) : 1;
    if ((domains > 1 ? domains : c.slice.chips()) % 2 != 0) continue;
    // Half the chips send half of their traffic over the bisection; the links carry every hop.
    const double by_bisection = figures.bisection.value() * 4.0 / chips;
    ASSERT_LE(figures.all_to_all_per_chip.value(), by_bisection * (1 + 1e-9)) << c.name;
    if (c.slice.is_switched) continue;
    const double hops = figures.mean_hops * (chips - 1) / chips;
    const double by_hops = figures.degree * c.chip.ici_link_bandwidth.value() / hops;
    ASSERT_LE(figures.all_to_all_per_chip.value(), by_hops * (1 + 1e-9)) << c.name;
  }
}

TEST(TwistedTorus3d, TwistsEveryShapeThatCanBe) {
  PodSpec pod = test::v4();
  pod.topology = "twisted_torus_3d";
  const SliceTopology slice = slice_topology({{4, 8, 8}}, pod);
  const auto topology = Registry<PodTopology>::make("twisted_torus_3d");

  EXPECT_TRUE(slice.is_twisted);
  EXPECT_EQ(topology->figures(slice, pod, test::v7_chip()).diameter, 6);
  EXPECT_EQ(topology->figures(slice_topology({{4, 4, 4}}, pod), pod, test::v7_chip()).diameter, 6);
  EXPECT_EQ(topology->figures(slice_topology({{4, 4, 12}}, pod), pod, test::v7_chip()).diameter, 10);
}

TEST(OcsTorus3d, HasCopperInsideCubesAndGlassBetween) {
  const PodSpec pod = test::v4();
  const FabricGraph graph = Registry<PodTopology>::make("ocs_torus_3d")
                                ->slice_graph(slice_topology({{4, 4, 8}}, pod), pod, test::v7_chip());

  int optical = 0;
  for (const FabricEdge& link : graph.links()) optical += link.kind == LinkKind::kOptical;

  // 16 links on each of six faces of two cubes, each shared by two faces.
  EXPECT_EQ(optical, 2 * 96 / 2);
  EXPECT_EQ(graph.link_count(), 3 * 128);
}

TEST(GpuFatTree, HasTheHandWorkedFiguresOfTwoGroups) {
  // 64 nodes of eight H100 in two groups of 32: NICs of 50 GB/s a GPU, half of the 512 GPUs on each side.
  const PodSpec pod = test::h100();
  const SliceTopology slice = slice_topology({{64, 8}}, pod);

  const SliceFigures full = Registry<PodTopology>::make("gpu_fat_tree")->figures(slice, pod, test::h100_chip());
  const SliceFigures half = Registry<PodTopology>::make("gpu_fat_tree", {{"oversubscription", 2.0}})
                                ->figures(slice, pod, test::h100_chip());

  EXPECT_EQ(full.degree, 2);
  EXPECT_EQ(full.diameter, 4);
  EXPECT_EQ(full.bisection, 256 * 50_GBps);
  EXPECT_EQ(half.bisection, 256 * 25_GBps);
}

TEST(GpuFatTree, CarriesItsBisectionBetweenHalvesOfWholeDomains) {
  const PodSpec pod = test::h100();
  const auto topology =
      Registry<PodTopology>::make("gpu_fat_tree", {{"hosts_per_leaf", std::int64_t{4}}, {"oversubscription", 2.0}});
  for (const int hosts : {2, 4, 8, 16}) {
    const SliceTopology slice = slice_topology({{hosts, 8}}, pod);
    std::vector<int> left;
    std::vector<int> right;
    for (int chip = 0; chip < slice.chips(); ++chip) (2 * chip < slice.chips() ? left : right).push_back(chip);

    const BytesPerSecond flow = topology->slice_graph(slice, pod, test::h100_chip()).max_flow(left, right);

    EXPECT_NEAR(flow / topology->figures(slice, pod, test::h100_chip()).bisection, 1.0, 1e-9) << hosts;
  }
}

}  // namespace
}  // namespace gigapod
