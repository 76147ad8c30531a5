#include "sim/engine/failure_domains.hpp"

#include "tests/unit/engine/small_run.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

class Domains : public testing::Test {
 protected:
  Domains() : scenario(ironwood_site(10)), site(scenario), domains(site, scenario.site) {}

  Scenario scenario;
  Site site;
  FailureDomains domains;
};

TEST_F(Domains, NumberHostsPodByPod) {
  const FailureDomain& hosts = domains.of(FailureScope::kHost);

  EXPECT_EQ(hosts.components(), 10.0 * 2304);
  EXPECT_EQ(hosts.place(0.5).blocks.begin, 0U);
  EXPECT_EQ(hosts.place(16.5).blocks.begin, 1U);  // sixteen hosts a cube
  EXPECT_EQ(hosts.place(2304.5).pod.value, 1U);
  EXPECT_EQ(hosts.place(23039.9).blocks.end, 1440U);
}

TEST_F(Domains, CutRowsAndHallsAlongThePowerTree) {
  const FailureDomain& rows = domains.of(FailureScope::kRow);
  const FailureDomain& halls = domains.of(FailureScope::kHall);

  EXPECT_EQ(rows.components(), 90.0);  // 144 cubes of a pod in nine rows of sixteen
  EXPECT_EQ(rows.place(9.5).blocks.begin, 144U);
  EXPECT_EQ(rows.place(9.5).blocks.size(), 16U);
  EXPECT_EQ(halls.components(), 2.0);  // eight pods, then two
  EXPECT_EQ(halls.place(0.5).blocks.size(), 8U * 144);
  EXPECT_EQ(halls.place(1.5).blocks.size(), 2U * 144);
}

TEST_F(Domains, HaveOneStorageAndEveryNetworkBlock) {
  EXPECT_EQ(domains.of(FailureScope::kStorage).components(), 1.0);
  EXPECT_EQ(domains.of(FailureScope::kDcn).components(), site.dcn().blocks);
  EXPECT_EQ(domains.of(FailureScope::kDcn).place(3.5).dcn_block, 3);
  EXPECT_EQ(domains.of(FailureScope::kOcs).components(), 480.0);
  EXPECT_EQ(domains.of(FailureScope::kOcs).place(479.5).pod.value, 9U);
}

}  // namespace
}  // namespace gigapod
