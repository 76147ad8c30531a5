#include "sim/model/step/axis_mapping.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

SliceTopology torus(std::vector<int> lengths) {
  SliceTopology slice;
  for (const int length : lengths) slice.axes.push_back({length, true});
  return slice;
}

TEST(AxisMapping, TensorTakesOneWholeAxisAndFsdpTheRest) {
  Parallelism p;
  p.tensor = 12;
  p.fsdp = 256;
  const AxisMapping mapping = map_axes(p, torus({12, 16, 16}));

  ASSERT_EQ(mapping.tensor.axis_count, 1);
  EXPECT_EQ(mapping.tensor.axes[0], (SliceAxis{12, true}));
  EXPECT_EQ(mapping.fsdp.axis_count, 2);
  EXPECT_EQ(group_size(mapping.fsdp.torus()), 256);
}

TEST(AxisMapping, PrefersTheFewestAxes) {
  Parallelism p;
  p.tensor = 16;
  p.fsdp = 16;
  const AxisMapping mapping = map_axes(p, torus({4, 4, 16}));

  ASSERT_EQ(mapping.tensor.axis_count, 1);
  EXPECT_EQ(mapping.tensor.axes[0].length, 16);
  EXPECT_EQ(mapping.fsdp.axis_count, 2);
}

TEST(AxisMapping, PartOfAnAxisIsALine) {
  Parallelism p;
  p.tensor = 4;
  p.fsdp = 64;
  const AxisMapping mapping = map_axes(p, torus({16, 16}));

  ASSERT_EQ(mapping.tensor.axis_count, 1);
  EXPECT_EQ(mapping.tensor.axes[0], (SliceAxis{4, false}));
  EXPECT_EQ(group_size(mapping.fsdp.torus()), 64);
}

TEST(AxisMapping, EveryMemberIsReachedOnRandomSplits) {
  for (int tensor = 1; tensor <= 64; tensor *= 2) {
    for (int expert = 1; tensor * expert <= 512; expert *= 2) {
      Parallelism p;
      p.tensor = tensor;
      p.expert = expert;
      p.fsdp = 512 / tensor / expert;
      const AxisMapping mapping = map_axes(p, torus({8, 8, 8}));
      EXPECT_EQ(group_size(mapping.tensor.torus()), tensor);
      EXPECT_EQ(group_size(mapping.expert.torus()), expert) << tensor << 'x' << expert;
    }
  }
}

TEST(AxisMapping, SwitchedDomainsFillInnermostFirst) {
  SliceTopology slice;
  slice.is_switched = true;
  slice.domain = 8;
  slice.axes = {{64, false}};
  Parallelism p;
  p.tensor = 4;
  p.data = 16;
  const AxisMapping mapping = map_axes(p, slice);

  EXPECT_EQ(mapping.tensor.members_per_domain, 4);
  EXPECT_EQ(mapping.data.members_per_domain, 2);
}

}  // namespace
}  // namespace gigapod
