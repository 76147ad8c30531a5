// Failures and availability of TPU v4 pods (Zu et al., "Resiliency at Scale", NSDI 2024).

#include "analysis/number_text.hpp"
#include "analysis/text_table.hpp"
#include "tests/theory/documented_table.hpp"
#include "tests/theory/study_output.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace gigapod {
namespace {

constexpr double kDays = 90.0;
constexpr double kPods = 8.0;
constexpr double kPublishedAvailability = 0.9998;

struct Component {
  std::string name;
  double per_pod;    ///< components
  double published;  ///< share that fails in a day
};
const std::vector<Component> kComponents = {
    {"machine", 1024.0, 0.0008}, {"ici_cable", 11264.0, 0.00005}, {"ocs", 48.0, 0.0004}};

const StudyOutputRow& simulated() {
  static const StudyOutputRow row = run_reliability_study("tpu_v4_pods").at(0);
  return row;
}

/// Share of the components that fails in a day.
MeanInterval daily(const Component& component) {
  const MeanInterval& failures = simulated().measures.at("failures." + component.name);
  const double component_days = component.per_pod * kPods * kDays;
  return {failures.mean / component_days, failures.half_width / component_days, failures.samples};
}

double availability() { return 1.0 - simulated().measures.at("share.down").mean; }

TEST(ReliabilityPods, ComponentsFailAtThePublishedRates) {
  for (const Component& component : kComponents) {
    const MeanInterval share = daily(component);
    EXPECT_NEAR(share.mean, component.published, 1.5 * share.half_width) << component.name;
    EXPECT_LT(share.half_width, 0.15 * component.published) << component.name;
  }
}

TEST(ReliabilityPods, MachinesAreAvailableAsPublished) {
  EXPECT_NEAR(availability(), kPublishedAvailability, 0.0002);
}

TEST(ReliabilityPods, ThePageShowsTheTable) {
  TextTable table;
  table.column("component", TextTable::Align::kLeft).column("in a pod").column("published a day").column("simulated");
  table.column("error");
  for (const Component& component : kComponents) {
    const MeanInterval share = daily(component);
    table.row({component.name, fmt::format("{:g}", component.per_pod),
               fmt::format("{:.3f}%", 100 * component.published),
               fmt::format("{:.4f} ± {:.4f}%", 100.0 * share.mean, 100.0 * share.half_width),
               signed_percent(share.mean / component.published - 1.0)});
  }
  expect_documented("pods", table.text() + fmt::format("  availability: published {:.2f}%, simulated {:.3f}%\n",
                                                       100.0 * kPublishedAvailability, 100.0 * availability()));
}

}  // namespace
}  // namespace gigapod
