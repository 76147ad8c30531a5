#include "analysis/run/tenant_table.hpp"

#include "tests/unit/analysis/run/made_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gigapod {
namespace {

WorkloadRecord waited(const std::string& tenant, const std::string& kind, double seconds) {
  WorkloadRecord job = made_job("job", 0.0);
  job.tenant = tenant;
  job.kind = kind;
  job.submit = Seconds(100.0);
  job.start = Seconds(100.0 + seconds);
  return job;
}

RunData run_of_two_tenants() {
  RunData run = made_run();
  run.workloads.clear();
  for (int i = 1; i <= 20; ++i) run.workloads.push_back(waited("a", "training", 10.0 * i));
  run.workloads[0].state = "finished";
  run.workloads[0].chip_seconds = 0.25 * run.figure("chip_seconds_total");
  run.workloads.push_back(waited("b", "sweep", 0.0));
  run.workloads.back().start.reset();
  run.workloads.back().state = "waiting";
  return run;
}

TEST(TenantTable, CountsJobsAndWaitsByTenantAndKind) {
  const std::vector<TenantRow> rows = tenant_rows(run_of_two_tenants());

  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].tenant, "a");
  EXPECT_EQ(rows[0].jobs, 20);
  EXPECT_EQ(rows[0].finished, 1);
  EXPECT_DOUBLE_EQ(rows[0].mean_wait.value(), 105.0);
  EXPECT_EQ(rows[0].p95_wait.value(), 190.0);  // 19 of 20
  EXPECT_DOUBLE_EQ(rows[0].utilization, 0.25);
  EXPECT_EQ(rows[1].waiting, 1);
}

TEST(TenantTable, LeavesOutFleetsAndJobsBeyondTheHorizon) {
  RunData run = run_of_two_tenants();
  add_made_fleet(run, "chat");
  run.workloads.push_back(waited("c", "training", 0.0));
  run.workloads.back().submit = run.horizon();

  EXPECT_EQ(tenant_rows(run).size(), 2U);
}

TEST(TenantTable, PrintsADashWhereNothingStarted) {
  EXPECT_THAT(tenant_table(run_of_two_tenants()), testing::HasSubstr("b       sweep        1         0        1"));
}

TEST(TenantTable, IsEmptyForJobsOfOneKindOfOneTenant) {
  RunData run = made_run();
  run.workloads = {waited("a", "training", 1.0)};

  EXPECT_EQ(tenant_table(run), "");
}

}  // namespace
}  // namespace gigapod
