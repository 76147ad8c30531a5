#include "sim/base/hash.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

TEST(Fingerprint, DependsOnEveryValueAndItsPlace) {
  Fingerprint a;
  a.add("ab");
  a.add("c");
  Fingerprint b;
  b.add("a");
  b.add("bc");

  EXPECT_NE(a.hex(), b.hex());
  EXPECT_EQ(a.hex().size(), 32U);
}

TEST(Fingerprint, TakesMinusZeroAsZero) {
  Fingerprint a;
  a.add(-0.0);
  Fingerprint b;
  b.add(0.0);

  EXPECT_EQ(a.hex(), b.hex());
}

TEST(HashText, IsPinned) { EXPECT_EQ(hash_text(""), 0x2d06800538d394c2ULL); }

}  // namespace
}  // namespace gigapod
