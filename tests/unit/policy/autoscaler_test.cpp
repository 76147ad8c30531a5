#include "sim/policy/autoscaler.hpp"

#include "sim/base/registry.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

namespace gigapod {
namespace {

constexpr Seconds kLook{900.0};
constexpr double kDay = 86400.0;

/// Means over looks of a demand that swings between 500 and 1500 a day, from 0 to `end`.
std::vector<DemandSample> daily_history(Seconds end) {
  std::vector<DemandSample> history;
  for (Seconds begin; begin < end; begin = begin + kLook) {
    const double middle = (begin + kLook / 2.0).value();
    history.push_back({begin, begin + kLook, 1000.0 - 500.0 * std::cos(2.0 * std::numbers::pi * middle / kDay)});
  }
  return history;
}

AutoscalerView view_of(const std::vector<DemandSample>& history) {
  AutoscalerView view;
  view.now = history.back().end;
  view.interval = kLook;
  view.load_time = Seconds(300.0);
  view.replicas = 10.0;
  view.capacity_per_replica = 100.0;
  view.target_utilization = 0.8;
  view.history = history;
  return view;
}

TEST(Autoscaler, HasThreeRegistered) {
  EXPECT_THAT(Registry<Autoscaler>::names(), testing::ElementsAre("predictive", "queue", "target_utilization"));
}

TEST(Autoscaler, TargetUtilizationPlansForTheDemandSinceTheLastLook) {
  const std::vector<DemandSample> history{{Seconds(0.0), kLook, 400.0}, {kLook, 2.0 * kLook, 640.0}};

  EXPECT_DOUBLE_EQ(Registry<Autoscaler>::make("target_utilization")->wanted_replicas(view_of(history)), 8.0);
}

TEST(Autoscaler, QueueAddsReplicasWhileRequestsWait) {
  const std::vector<DemandSample> history{{Seconds(0.0), kLook, 1000.0}};
  AutoscalerView view = view_of(history);
  view.queued = 12000.0;

  EXPECT_DOUBLE_EQ(Registry<Autoscaler>::make("queue")->wanted_replicas(view), 12.0);
}

TEST(Autoscaler, QueueKeepsWhatThereIsUntilMostOfItIsIdle) {
  const std::vector<DemandSample> busy{{Seconds(0.0), kLook, 401.0}};
  const std::vector<DemandSample> idle{{Seconds(0.0), kLook, 399.0}};

  EXPECT_DOUBLE_EQ(Registry<Autoscaler>::make("queue")->wanted_replicas(view_of(busy)), 10.0);
  EXPECT_DOUBLE_EQ(Registry<Autoscaler>::make("queue")->wanted_replicas(view_of(idle)), 399.0 / 80.0);
}

TEST(Autoscaler, PredictiveHasReplicasReadyForTheMorningOfTheSecondDay) {
  const auto history = daily_history(Seconds(kDay + 6 * 3600.0));
  const AutoscalerView view = view_of(history);
  const auto ahead = daily_history(Seconds(kDay + 7 * 3600.0));
  const double due = ahead[history.size() + 1].requests_per_second;  // of the look that the load time reaches into

  const double wanted = Registry<Autoscaler>::make("predictive", {{"margin", 0.0}})->wanted_replicas(view);

  EXPECT_GT(due, 1.05 * view.demand());
  EXPECT_NEAR(wanted, due / 80.0, 1e-9);
}

TEST(Autoscaler, PredictiveKeepsWhatTheEveningNeedsNow) {
  const auto history = daily_history(Seconds(kDay + 18 * 3600.0));
  const AutoscalerView view = view_of(history);

  EXPECT_NEAR(Registry<Autoscaler>::make("predictive", {{"margin", 0.0}})->wanted_replicas(view),
              view.demand() / 80.0, 1e-9);
}

TEST(Autoscaler, PredictiveScalesYesterdayToToday) {  // from the last hour, four looks
  auto history = daily_history(Seconds(kDay + 6 * 3600.0));
  const double before = Registry<Autoscaler>::make("predictive")->wanted_replicas(view_of(history));
  for (std::size_t i = 96; i < history.size(); ++i) history[i].requests_per_second *= 1.5;

  EXPECT_NEAR(Registry<Autoscaler>::make("predictive")->wanted_replicas(view_of(history)), 1.5 * before, 1e-9);
}

TEST(Autoscaler, PredictiveGoesOnWithTheSmallerRiseOfTheFirstDay) {
  const std::vector<DemandSample> history{
      {Seconds(0.0), kLook, 400.0}, {kLook, 2.0 * kLook, 490.0}, {2.0 * kLook, 3.0 * kLook, 700.0}};
  const double rise = 90.0 / 900.0;

  const double wanted =
      Registry<Autoscaler>::make("predictive", {{"margin", 0.0}})->wanted_replicas(view_of(history));

  EXPECT_NEAR(wanted, (700.0 + rise * 1200.0) / 80.0, 1e-9);
}

TEST(Autoscaler, PredictiveTakesOneBurstForNoTrend) {
  const std::vector<DemandSample> history{
      {Seconds(0.0), kLook, 400.0}, {kLook, 2.0 * kLook, 400.0}, {2.0 * kLook, 3.0 * kLook, 2000.0}};

  const double wanted =
      Registry<Autoscaler>::make("predictive", {{"margin", 0.0}})->wanted_replicas(view_of(history));

  EXPECT_NEAR(wanted, 2000.0 / 80.0, 1e-9);
}

TEST(Autoscaler, WantsNothingFromNobody) {
  const std::vector<DemandSample> history{{Seconds(0.0), kLook, 0.0}};
  for (const std::string& name : Registry<Autoscaler>::names()) {
    AutoscalerView view = view_of(history);
    view.replicas = 0.0;
    EXPECT_DOUBLE_EQ(Registry<Autoscaler>::make(name)->wanted_replicas(view), 0.0) << name;
  }
}

}  // namespace
}  // namespace gigapod
