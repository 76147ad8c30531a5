// Closed forms beside flows, published figures and bounds, and the cost of a check.
#include "sim/engine/chip_flows/check_collective.hpp"
#include "tests/unit/engine/chip_flows_slices.hpp"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <random>
#include <string>
#include <sys/resource.h>
#include <typeinfo>
#include <vector>

namespace gigapod {
namespace {

const std::array kKinds{&Collective::kAllGather, &Collective::kReduceScatter, &Collective::kAllReduce,
                        &Collective::kAllToAll};
const LinkRate kV5p{90_GBps, 1_us, 10_us};

struct SliceCase {
  std::string name;
  SliceTopology slice;
};

class ClosedForm : public testing::TestWithParam<SliceCase> {};

TEST_P(ClosedForm, IsWithinFivePercentOfFlows) {
  const SliceTopology& slice = GetParam().slice;
  for (const Collective* kind : kKinds) {
    const Seconds form = collective_time(*kind, 1_GiB, slice.axes, kV5p, slice.is_twisted);
    const Seconds flows = check_collective(*kind, 1_GiB, slice, kV5p).time;

    EXPECT_NEAR(form / flows, 1.0, 0.05) << "kind " << typeid(*kind).name();
  }
}

INSTANTIATE_TEST_SUITE_P(
    Slices, ClosedForm,
    testing::Values(SliceCase{"torus_4x4x4", torus({4, 4, 4})}, SliceCase{"torus_8x8x8", torus({8, 8, 8})},
                    SliceCase{"torus_16x16x16", torus({16, 16, 16})}, SliceCase{"torus_4x4x8", torus({4, 4, 8})},
                    SliceCase{"torus_4x8x8", torus({4, 8, 8})}, SliceCase{"torus_8x8x16", torus({8, 8, 16})},
                    SliceCase{"torus_16x20x28", torus({16, 20, 28})}, SliceCase{"twisted_4x4x8", twisted({4, 4, 8})},
                    SliceCase{"twisted_4x8x8", twisted({4, 8, 8})}, SliceCase{"torus_16x16", torus({16, 16})},
                    SliceCase{"line_8_ring_16", mixed_8x16()}, SliceCase{"mesh_4x8", mesh({4, 8})},
                    SliceCase{"mesh_2x2x4", mesh({2, 2, 4})}, SliceCase{"ring_8", torus({8})}),
    [](const auto& which) { return which.param.name; });

class ClosedFormOfAnySize : public testing::TestWithParam<SliceCase> {};

TEST_P(ClosedFormOfAnySize, IsWithinFivePercentOfFlows) {
  // Without a launch, which would hide what is wrong in small arrays. All-reduce and reduce-scatter follow
  // all-gather.
  const LinkRate link{90_GBps, 1_us};
  const SliceTopology& slice = GetParam().slice;
  for (const Bytes bytes : {64_KiB, 256_KiB, 1_MiB, 2_MiB, 4_MiB, 10_MiB, 32_MiB, 128_MiB, 512_MiB, 4_GiB}) {
    for (const Collective* kind : {&Collective::kAllGather, &Collective::kAllToAll}) {
      const Seconds form = collective_time(*kind, bytes, slice.axes, link, slice.is_twisted);
      const Seconds flows = check_collective(*kind, bytes, slice, link).time;

      EXPECT_NEAR(form / flows, 1.0, 0.05) << "kind " << typeid(*kind).name() << ", " << bytes.value() << " bytes";
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Slices, ClosedFormOfAnySize,
    testing::Values(SliceCase{"torus_4x4x4", torus({4, 4, 4})}, SliceCase{"torus_8x8x8", torus({8, 8, 8})},
                    SliceCase{"torus_16x16x16", torus({16, 16, 16})}, SliceCase{"torus_4x4x8", torus({4, 4, 8})},
                    SliceCase{"torus_4x8x8", torus({4, 8, 8})}, SliceCase{"twisted_4x4x8", twisted({4, 4, 8})},
                    SliceCase{"twisted_4x8x8", twisted({4, 8, 8})}, SliceCase{"torus_8x8x16", torus({8, 8, 16})},
                    SliceCase{"line_8_ring_16", mixed_8x16()}, SliceCase{"mesh_4x8", mesh({4, 8})}),
    [](const auto& which) { return which.param.name; });

// Jouppi et al., "TPU v4" (arXiv:2304.01433), section 2.9: all-to-all throughput of twisted over regular tori.
TEST(TwistedTorus, GainsWhatTheTpuV4PaperMeasured) {
  struct Gain {
    std::vector<int> shape;
    double measured;
  };
  for (const Gain& gain : {Gain{{4, 4, 8}, 1.63}, Gain{{4, 8, 8}, 1.31}}) {
    const Seconds regular = check_collective(Collective::kAllToAll, 1_GiB, torus(gain.shape), kV5p).time;
    const Seconds with_twist = check_collective(Collective::kAllToAll, 1_GiB, twisted(gain.shape), kV5p).time;

    EXPECT_NEAR(regular / with_twist / gain.measured, 1.0, 0.10);
  }
}

// AI-Hypercomputer/tpu-recipes microbenchmarks/ironwood: 178.8 GB/s into each chip in a large all-gather of four
// chips; 100 GB/s a link and way, of which 0.89 is usable (topologies/catalog/chips/v7.yaml).
TEST(Tpu7x, AllGatherReachesTheMeasuredAsymptote) {
  const Bytes full = 2_GiB;
  const FlowCheck check = check_collective(Collective::kAllGather, full, mesh({2, 2, 1}), {89_GBps, 1_us, 10_us});
  const BytesPerSecond into_a_chip = full * 0.75 / check.time;

  EXPECT_NEAR(into_a_chip / 178.8_GBps, 1.0, 0.05);
}

TEST(Flows, AreNeverFasterThanInjectionOrBisectionAllow) {
  std::mt19937 random(20240607);
  const auto pick = [&](int least, int most) { return least + static_cast<int>(random() % (most - least + 1u)); };
  for (int trial = 0; trial < 24; ++trial) {
    SliceTopology slice;
    const int axes = pick(1, 3);
    for (int axis = 0; axis < axes; ++axis) slice.axes.push_back({pick(1, axes == 3 ? 4 : 7), pick(0, 1) == 1});
    const Bytes bytes(pick(1, 1000) * 1e5);
    for (const Collective* kind : kKinds) {
      const Seconds flows = check_collective(*kind, bytes, slice, kV5p).time;
      const Seconds bound = collective_bound(*kind, bytes, slice.axes, kV5p);

      EXPECT_GE(flows.value(), bound.value() * (1.0 - 1e-9)) << "trial " << trial;
      EXPECT_GE(collective_time(*kind, bytes, slice.axes, kV5p).value(), bound.value() * (1.0 - 1e-9));
    }
  }
}

double seconds_of_check(const Collective& kind, const SliceTopology& slice) {
  const auto start = std::chrono::steady_clock::now();
  EXPECT_GT(check_collective(kind, 1_GiB, slice, kV5p).time, 0_s);
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

TEST(CostOfACheck, Is5SecondsAnd300MegabytesFor4096ChipsAnd15SecondsFor9216) {
  EXPECT_LT(seconds_of_check(Collective::kAllReduce, torus({16, 16, 16})), 5.0);
  EXPECT_LT(seconds_of_check(Collective::kAllReduce, torus({16, 24, 24})), 15.0);
  rusage children{};
  getrusage(RUSAGE_CHILDREN, &children);
  EXPECT_LT(static_cast<double>(children.ru_maxrss) * 1024.0, 300e6);
}

}  // namespace
}  // namespace gigapod
