#include "sim/engine/tenant_accounts.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace gigapod {
namespace {

TenantAccounts accounts_of(std::vector<TenantSpec> tenants) {
  Scenario scenario;
  scenario.tenants = std::move(tenants);
  return {scenario, {{"ironwood", 1000.0}, {"v5e", 200.0}}};
}

TenantSpec with_quota(const std::string& name, double quota) {
  TenantSpec tenant;
  tenant.name = name;
  tenant.quota = quota;
  return tenant;
}

TEST(TenantAccounts, HoldsATenantToItsShareOfTheSite) {
  TenantAccounts accounts = accounts_of({with_quota("a", 0.25)});

  EXPECT_TRUE(accounts.allows(0, "ironwood", 300.0));
  accounts.change_held(0, "ironwood", 200.0, Seconds(0.0));

  EXPECT_TRUE(accounts.allows(0, "v5e", 100.0));
  EXPECT_FALSE(accounts.allows(0, "v5e", 101.0));
  EXPECT_EQ(accounts.quota_text(0, "v5e"), "tenant 'a' holds 200 of the 300 chips of its quota");
}

TEST(TenantAccounts, HoldsATenantToItsShareOfAPodType) {
  TenantSpec tenant = with_quota("a", 0.0);
  tenant.pod_quotas = {{"v5e", 0.5}};
  TenantAccounts accounts = accounts_of({tenant});

  EXPECT_TRUE(accounts.allows(0, "ironwood", 1000.0));
  EXPECT_FALSE(accounts.allows(0, "v5e", 101.0));
  EXPECT_EQ(accounts.quota_text(0, "v5e"), "tenant 'a' holds 0 of the 100 v5e chips of its quota");
}

TEST(TenantAccounts, GivesATenantNobodyListedNoQuotaAndWeightOne) {
  TenantAccounts accounts = accounts_of({with_quota("a", 0.25)});
  const std::uint32_t other = accounts.tenant("other");

  EXPECT_EQ(accounts.tenant("other"), other);
  EXPECT_TRUE(accounts.allows(other, "ironwood", 1e9));
  EXPECT_EQ(accounts.use(Seconds(0.0))[other].weight, 1.0);
}

TEST(TenantAccounts, HalvesWhatATenantHadEveryHalfLife) {
  TenantAccounts accounts = accounts_of({with_quota("a", 0.0)});
  accounts.set_half_life(Seconds(100.0));
  accounts.change_held(0, "ironwood", 10.0, Seconds(0.0));
  accounts.change_held(0, "ironwood", -10.0, Seconds(100.0));
  const double after_100 = 10.0 * 100.0 / std::log(2.0) * 0.5;

  EXPECT_NEAR(accounts.use(Seconds(100.0))[0].chip_seconds, after_100, 1e-9);
  EXPECT_NEAR(accounts.use(Seconds(200.0))[0].chip_seconds, after_100 / 2.0, 1e-9);
}

TEST(TenantAccounts, ForgetsNothingWithoutAHalfLife) {
  TenantAccounts accounts = accounts_of({with_quota("a", 0.0)});
  accounts.change_held(0, "ironwood", 10.0, Seconds(0.0));

  EXPECT_EQ(accounts.use(Seconds(50.0))[0].chip_seconds, 500.0);
  EXPECT_EQ(accounts.use(Seconds(50.0))[0].held_chips, 10.0);
}

}  // namespace
}  // namespace gigapod
