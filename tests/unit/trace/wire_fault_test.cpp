#include "sim/trace/wire_fault.hpp"

#include "tests/unit/trace/mutated_trace.hpp"

#include <gtest/gtest.h>

#include <execution_trace.pb.h>

namespace gigapod::test {
namespace {

std::string sound_node() {
  const std::string framed = collective(300, "gather", {1, 2, 70'000}, kAllGather, 1'000'000)
                                 .control(3)
                                 .micros(12)
                                 .dimensions({true, false, true})
                                 .word("pg_name", "7")
                                 .inputs("values of a node that has everything a node may have")
                                 .framed();
  return framed.substr(2);  // the length of a node between 128 and 16,383 bytes takes two
}

std::optional<WireFault> fault_of(const std::string& bytes) {
  return find_wire_fault(bytes, *message::Node::descriptor());
}

TEST(WireFault, ASoundMessageHasNone) {
  ASSERT_GT(sound_node().size(), 127U);
  EXPECT_FALSE(fault_of(sound_node()).has_value());
  EXPECT_FALSE(fault_of("").has_value());
}

TEST(WireFault, IsInsideTheMessageAndFoundWhereverTheLibraryRefuses) {
  const std::string whole = sound_node();
  std::mt19937 random(3);
  int refused = 0;
  int faulty = 0;
  for (int trial = 0; trial < 50000; ++trial) {
    const std::string bytes = mutated(whole, random);
    const std::optional<WireFault> fault = fault_of(bytes);
    message::Node node;
    const bool is_read = node.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
    faulty += fault ? 1 : 0;
    refused += is_read ? 0 : 1;
    ASSERT_LE(fault ? fault->offset : 0, bytes.size());
    ASSERT_TRUE(is_read || fault) << testing::PrintToString(bytes);
  }
  EXPECT_GT(refused, 1000);
  EXPECT_GT(faulty, refused);  // known fields of another wire type, which the library lets pass
}

}  // namespace
}  // namespace gigapod::test
