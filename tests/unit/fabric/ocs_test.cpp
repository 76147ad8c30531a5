#include "sim/fabric/ocs.hpp"

#include "sim/fabric/slice.hpp"
#include "sim/fabric/torus.hpp"
#include "tests/unit/fabric/catalog_pods.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <set>
#include <utility>
#include <vector>

namespace gigapod {
namespace {

using ChipLink = std::pair<int, int>;

/// Some cubes of a pod in a shuffled order.
std::vector<int> cubes_of_pod(int count, unsigned seed) {
  std::vector<int> cubes(64);
  std::iota(cubes.begin(), cubes.end(), 0);
  std::mt19937 engine(seed);
  for (std::size_t i = cubes.size(); i-- > 1;) std::swap(cubes[i], cubes[engine() % (i + 1)]);
  cubes.resize(static_cast<std::size_t>(count));
  return cubes;
}

ChipLink ordered(int a, int b) { return {std::min(a, b), std::max(a, b)}; }

/// Links between chips of different cubes that the circuits make; a chip is cube x 64 + index in the cube.
std::multiset<ChipLink> optical_links(const std::vector<OcsCircuit>& circuits) {
  const BoxCoordinates cube({{4, 4, 4}});
  std::multiset<ChipLink> links;
  for (const OcsCircuit& circuit : circuits) {
    const int axis = circuit.ocs / 16;
    const int first = circuit.ocs % 16 / 4;
    const int second = circuit.ocs % 4;
    Coordinate out = axis == 0   ? Coordinate{3, first, second}
                     : axis == 1 ? Coordinate{first, 3, second}
                                 : Coordinate{first, second, 3};
    Coordinate in = out;
    in[static_cast<std::size_t>(axis)] = 0;
    links.insert(ordered(circuit.from_cube * 64 + cube.index(out), circuit.to_cube * 64 + cube.index(in)));
  }
  return links;
}

/// The same links as the torus of the slice has them, for cubes placed in order.
std::multiset<ChipLink> torus_links(const SliceTopology& slice, const std::vector<int>& cubes) {
  const Torus torus(slice);
  const BoxCoordinates inside({{4, 4, 4}});
  const BoxCoordinates blocks({{slice.axes[0].length / 4, slice.axes[1].length / 4, slice.axes[2].length / 4}});
  const auto pod_chip = [&](int chip) {
    const Coordinate at = torus.box().at(chip);
    const int cube = blocks.index({at[0] / 4, at[1] / 4, at[2] / 4});
    return cubes[static_cast<std::size_t>(cube)] * 64 + inside.index({at[0] % 4, at[1] % 4, at[2] % 4});
  };
  std::multiset<ChipLink> links;
  for (int chip = 0; chip < torus.chips(); ++chip) {
    for (int axis = 0; axis < 3; ++axis) {
      if (torus.box().at(chip)[static_cast<std::size_t>(axis)] % 4 != 3) continue;
      links.insert(ordered(pod_chip(chip), pod_chip(*torus.neighbour(chip, axis, 1))));
    }
  }
  return links;
}

TEST(Ocs, NeedsFortyEightSwitches) {
  EXPECT_EQ(ocs_needed(test::v4()), 48);
  EXPECT_EQ(ocs_of_face_position(test::v4(), 0, 0, 0), 0);
  EXPECT_EQ(ocs_of_face_position(test::v4(), 2, 3, 3), 47);
}

TEST(Ocs, UsesEachSwitchOnceForEachFaceOfEveryCube) {
  const std::vector<int> cubes = cubes_of_pod(8, 1);

  const std::vector<OcsCircuit> circuits = join_cubes({{8, 8, 8}}, cubes, test::v4());

  std::set<std::pair<int, int>> out;
  std::set<std::pair<int, int>> in;
  for (const OcsCircuit& circuit : circuits) {
    EXPECT_TRUE(out.insert({circuit.ocs, circuit.from_cube}).second);
    EXPECT_TRUE(in.insert({circuit.ocs, circuit.to_cube}).second);
  }
  EXPECT_EQ(circuits.size(), 48u * 8u);
  EXPECT_EQ(out.size(), in.size());
}

TEST(Ocs, JoinsAnyCubesIntoTheTorusOfTheSlice) {
  unsigned seed = 0;
  for (const Shape& shape : slice_shapes(test::v4())) {
    if (shape.chips() < 64 || shape.chips() > 1024) continue;
    for (const bool twisted : {false, true}) {
      if (twisted && !is_twistable(shape, test::v4())) continue;
      const std::vector<int> cubes = cubes_of_pod(shape.chips() / 64, ++seed);

      const std::vector<OcsCircuit> circuits = join_cubes(shape, cubes, test::v4(), twisted);

      EXPECT_EQ(optical_links(circuits), torus_links(slice_topology(shape, test::v4(), twisted), cubes))
          << to_text(shape);
    }
  }
}

}  // namespace
}  // namespace gigapod
