#include "analysis/run/workload_figures.hpp"

#include "tests/unit/analysis/run/made_run.hpp"

#include <gtest/gtest.h>

#include <set>

namespace gigapod {
namespace {

ServiceTenantRecord made_tenant(const std::string& service_class, double served, double rejected) {
  ServiceTenantRecord tenant;
  tenant.fleet = "chat";
  tenant.service_class = service_class;
  tenant.served = served;
  tenant.rejected = rejected;
  tenant.reserved_used = 5.0;
  return tenant;
}

/// A job and a fleet with tenants of two classes.
RunData served_run() {
  RunData run;
  run.figures["horizon_seconds"] = 1000.0;
  WorkloadRecord job = made_job("train", 7200.0);
  job.energy = Joules(5e11);
  job.submit = Seconds(100.0);
  job.start = Seconds(160.0);
  run.workloads.push_back(job);
  job.name = "waiting";
  job.start.reset();
  job.tokens = 0.0;
  run.workloads.push_back(job);
  WorkloadRecord fleet;
  fleet.name = "chat";
  fleet.kind = "serving";
  fleet.tokens = 4e6;
  fleet.ttft = Seconds(0.25);
  run.workloads.push_back(fleet);
  ServingRecord serving;
  serving.fleet = "chat";
  serving.attainment = 0.75;
  serving.ttft = {Seconds(0.1), Seconds(0.2), Seconds(0.3)};
  serving.standby_chip_seconds = 1800.0;
  serving.energy = Joules(2e6);
  run.serving.push_back(serving);
  run.service_tenants = {made_tenant("paid", 60.0, 0.0), made_tenant("free", 10.0, 20.0),
                         made_tenant("paid", 30.0, 10.0)};
  return run;
}

struct Case {
  const char* workload;
  const char* figure;
  std::optional<double> value;
};

class WorkloadFigure : public testing::TestWithParam<Case> {};

TEST_P(WorkloadFigure, IsTakenFromTheRecords) {
  EXPECT_EQ(workload_figure(served_run(), GetParam().workload, GetParam().figure), GetParam().value);
}

INSTANTIATE_TEST_SUITE_P(Cases, WorkloadFigure,
                         testing::Values(Case{"train", "mfu", 0.46}, Case{"train", "chip_hours", 2.0},
                                         Case{"train", "wait_seconds", 60.0}, Case{"train", "joules_per_token", 4.0},
                                         Case{"train", "attainment", {}}, Case{"waiting", "wait_seconds", 900.0},
                                         Case{"waiting", "joules_per_token", 0.0}, Case{"chat", "attainment", 0.75},
                                         Case{"chat", "ttft_seconds", 0.25}, Case{"chat", "ttft_p50_seconds", 0.1},
                                         Case{"chat", "ttft_p95_seconds", 0.2}, Case{"chat", "ttft_p99_seconds", 0.3},
                                         Case{"chat", "standby_chip_hours", 0.5},
                                         Case{"chat", "joules_per_token", 0.5}, Case{"chat", "steps", {}},
                                         Case{"chat.paid", "served", 90.0}, Case{"chat.paid", "goodput", 0.9},
                                         Case{"chat.paid", "reserved_used", 10.0},
                                         Case{"chat.free", "rejected", 20.0}, Case{"chat.nobody", "served", 0.0},
                                         Case{"chat.paid", "attainment", {}}, Case{"chit.paid", "served", {}}));

TEST(WorkloadFigures, EachHasAUnitAFormulaAndANameOfItsOwn) {
  for (const MetricGroup& group : measure_groups()) {
    std::set<std::string_view> names;
    for (const MetricDefinition& figure : group.definitions) {
      EXPECT_TRUE(names.insert(figure.name).second) << figure.name;
      EXPECT_FALSE(figure.unit.empty() || figure.formula.empty() || figure.source.empty()) << figure.name;
    }
  }
}

}  // namespace
}  // namespace gigapod
