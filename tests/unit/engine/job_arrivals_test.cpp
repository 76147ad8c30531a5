#include "sim/engine/job_arrivals.hpp"

#include "tests/unit/engine/small_run.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <deque>

namespace gigapod {
namespace {

using namespace literals;

std::vector<JobArrival> arrivals_of(Scenario& scenario) {
  static std::deque<JobSizes> sizes;  // arrivals point into it
  TenantAccounts tenants(scenario, {{"ironwood", 9216.0}});
  return job_arrivals(scenario, sizes.emplace_back(scenario, 9216), tenants);
}

Scenario arriving(PluginChoice process, std::uint64_t seed) {
  Scenario scenario = ironwood_site(1);
  scenario.seed = seed;
  scenario.horizon = 28_days;
  scenario.jobs = {small_job("job")};
  scenario.jobs[0].count = 0;
  scenario.jobs[0].arrivals = std::move(process);
  return scenario;
}

struct Moments {
  double mean = 0.0;
  double variation = 0.0;  ///< standard deviation over mean
};

/// Of the times between arrivals, over 30 seeds.
Moments gaps_of(const PluginChoice& process) {
  double sum = 0.0;
  double squares = 0.0;
  double count = 0.0;
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    Scenario scenario = arriving(process, seed);
    Seconds before;
    for (const JobArrival& arrival : arrivals_of(scenario)) {
      const double gap = (arrival.submit - before).value();
      before = arrival.submit;
      sum += gap;
      squares += gap * gap;
      count += 1.0;
    }
  }
  const double mean = sum / count;
  return {mean, std::sqrt(squares / count - mean * mean) / mean};
}

TEST(JobArrivals, ComeAsAPoissonProcess) {
  const Moments gaps = gaps_of({"poisson", {{"mean_interval", 3600.0}}});

  // 20,000 gaps: the mean is known to 0.7%, three standard deviations are 2.1%.
  EXPECT_NEAR(gaps.mean, 3600.0, 0.022 * 3600.0);
  EXPECT_NEAR(gaps.variation, 1.0, 0.03);
}

TEST(JobArrivals, ComeInBurstsOfTheGivenVariation) {
  const Moments gaps = gaps_of({"burst", {{"mean_interval", 3600.0}, {"variation", 3.0}}});

  EXPECT_NEAR(gaps.mean, 3600.0, 0.07 * 3600.0);
  EXPECT_NEAR(gaps.variation, 3.0, 0.3);
}

TEST(JobArrivals, FollowTheHoursOfTheDayAndTheWeek) {
  double by_day = 0.0;
  double by_night = 0.0;
  double weekend = 0.0;
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    Scenario scenario = arriving({"daily", {{"mean_interval", 3600.0}, {"amplitude", 0.5}, {"weekend", 0.5}}}, seed);
    for (const JobArrival& arrival : arrivals_of(scenario)) {
      const double day = arrival.submit.value() / 86400.0;
      const double hour = (day - std::floor(day)) * 24.0;
      if (std::fmod(day, 7.0) >= 5.0) {
        weekend += 1.0;
      } else {
        (hour >= 8.0 && hour < 20.0 ? by_day : by_night) += 1.0;  // the peak is at 14
      }
    }
  }
  // 20 working days a seed at 24 jobs a day; 1 + 0.5 cos over the twelve hours around the peak is 1 + 1 / pi.
  EXPECT_NEAR(by_day + by_night, 30 * 20 * 24.0, 0.03 * 30 * 20 * 24.0);
  EXPECT_NEAR(by_day / (by_day + by_night), 0.5 * (1.0 + 1.0 / M_PI), 0.02);
  EXPECT_NEAR(weekend, 30 * 8 * 12.0, 0.07 * 30 * 8 * 12.0);
}

TEST(JobArrivals, DrawSizesByWeightAndLognormalDurations) {
  Scenario scenario = arriving({"poisson", {{"mean_interval", 60.0}}}, 3);
  scenario.jobs[0].draw = {{1, 2}, {3.0, 1.0}, {}, {}, Seconds(3600.0), 0.5, 60_s, 30_days};
  const std::vector<JobArrival> arrivals = arrivals_of(scenario);
  ASSERT_GT(arrivals.size(), 30000U);

  const auto large = static_cast<double>(std::count_if(
      arrivals.begin(), arrivals.end(), [](const JobArrival& job) { return job.sizes[0]->choice.slices == 2; }));
  EXPECT_NEAR(large / static_cast<double>(arrivals.size()), 0.25, 0.01);
  std::vector<double> durations;
  for (const JobArrival& job : arrivals) {
    durations.push_back(job.tokens / job.sizes[0]->tokens_per_step * job.sizes[0]->step.total.value());
  }
  std::sort(durations.begin(), durations.end());
  EXPECT_NEAR(durations[durations.size() / 2], 3600.0, 0.02 * 3600.0);
  EXPECT_NEAR(std::log(durations[durations.size() * 84 / 100] / 3600.0), 0.5, 0.02);  // one standard deviation
}

TEST(JobArrivals, AreAtMostAsManyAsTheCount) {
  Scenario scenario = arriving({"poisson", {{"mean_interval", 60.0}}}, 1);
  scenario.jobs[0].count = 7;

  EXPECT_EQ(arrivals_of(scenario).size(), 7U);
}

TEST(JobArrivals, OfOneEntryDoNotMoveThoseOfAnother) {
  Scenario alone = arriving({"poisson", {{"mean_interval", 3600.0}}}, 1);
  Scenario both = alone;
  both.jobs.insert(both.jobs.begin(), small_job("other"));
  both.jobs[0].count = 0;
  both.jobs[0].arrivals = both.jobs[1].arrivals;

  EXPECT_EQ(arrivals_of(both).back().submit, arrivals_of(alone).back().submit);
}

TEST(JobArrivals, AddTheTenantsPriority) {
  Scenario scenario = ironwood_site(1);
  scenario.jobs = {small_job("job")};
  scenario.jobs[0].priority = 4;
  scenario.jobs[0].tenant = "a";
  scenario.tenants = {{"a", 10, 1.0, 0.0, {}}};

  EXPECT_EQ(arrivals_of(scenario)[0].priority, 14);
}

}  // namespace
}  // namespace gigapod
