#include "sim/engine/failure_source.hpp"

#include "tests/unit/engine/failing_run.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <map>

namespace gigapod {
namespace {

using namespace literals;

/// Plays the failures of the scenario's classes alone, in a child process, and returns what `measure` makes of them.
double played(const Scenario& scenario, const std::function<double(const std::vector<Failure>&)>& measure) {
  const TemporaryFolder folder;
  return run_in_child([&] {
    RunWriter writer(folder / "run", false);
    Site site(scenario);
    FlowNetwork network(site.dcn());
    EventQueue queue;
    const UsageSeries none(1, scenario.horizon, scenario.metric_interval);
    EngineContext context{scenario, writer, site, network, queue, RandomStreams(scenario.seed), RunCounts(), none,
                          none,     none,   {},   {},      {}};
    FailureSource source(scenario.failures, site, scenario.site, context.random);
    std::vector<Failure> all;
    network.run([&] {
      source.begin(context);
      while (!queue.is_empty()) {
        const Event event = queue.take();
        (void)network.wait_until(event.time);
        all.push_back(source.strike(event, context));
      }
    });
    return measure(all);
  });
}

double number(const std::vector<Failure>& failures) { return static_cast<double>(failures.size()); }

/// Mean over 30 seeds.
double mean_of(Scenario scenario, const std::function<double(const std::vector<Failure>&)>& measure) {
  double sum = 0.0;
  for (scenario.seed = 1; scenario.seed <= 30; ++scenario.seed) sum += played(scenario, measure);
  return sum / 30.0;
}

Scenario hosts_failing(double per_host_and_day) {
  Scenario scenario = ironwood_site(1);
  FailureClass failure = ten_a_day(FailureScope::kHost);
  failure.repair = Seconds(0.0);
  failure.rate = Hertz(per_host_and_day / 86400.0);
  scenario.failures = {failure};
  return scenario;
}

TEST(FailureSource, StrikesAsOftenAsComponentsTimesRate) {
  // 2,304 hosts at 0.1 a day; the deviation of the mean of 30 runs is 2.8.
  EXPECT_NEAR(mean_of(hosts_failing(0.1), number), 230.4, 11.0);
}

TEST(FailureSource, RenewsWeibullLives) {
  Scenario scenario = hosts_failing(0.01);
  scenario.failures[0].shape = 0.5;

  // H = (1 d / 50 d)^0.5; the renewal function is H + H^2 (Gamma(1.5)^2 / Gamma(2) - 1 / 2) to second order.
  const double hazard = std::sqrt(1.0 / 50.0);
  const double renewals = 2304.0 * (hazard + hazard * hazard * (std::pow(std::tgamma(1.5), 2.0) - 0.5));
  EXPECT_NEAR(mean_of(scenario, number), renewals, 0.04 * renewals);
}

TEST(FailureSource, StrikesMoreOftenWhileTheSiteIsNew) {
  Scenario scenario = hosts_failing(0.1);
  scenario.failures[0].infant_factor = 3.0;
  scenario.failures[0].infant_time = 6_h;

  // t + 2 tau (1 - exp(-t / tau)) of a day.
  const double days = 1.0 + 2.0 * 0.25 * (1.0 - std::exp(-4.0));
  EXPECT_NEAR(mean_of(scenario, number), 230.4 * days, 0.04 * 230.4 * days);
}

TEST(FailureSource, StrikesLemonsAgainAndAgain) {
  Scenario scenario = hosts_failing(0.1);
  scenario.failures[0].lemon_share = 0.002;  // 5 of 2,304
  scenario.failures[0].lemon_factor = 500.0;

  // Half of the failures fall on five hosts, so on at most five of 144 cubes.
  const double on_worst = mean_of(scenario, [](const std::vector<Failure>& failures) {
    std::map<std::uint32_t, double> by_block;
    for (const Failure& failure : failures) by_block[failure.blocks.begin] += 1.0;
    std::vector<double> counts;
    for (const auto& [block, count] : by_block) counts.push_back(count);
    std::sort(counts.rbegin(), counts.rend());
    counts.resize(5);
    double sum = 0.0;
    for (const double count : counts) sum += count;
    return sum / static_cast<double>(failures.size());
  });
  EXPECT_GT(on_worst, 0.45);
  EXPECT_LT(on_worst, 0.65);
  EXPECT_NEAR(mean_of(scenario, number), 230.4, 11.0);
}

TEST(FailureSource, LosesLemonsThatAreRetired) {
  Scenario scenario = hosts_failing(0.1);
  scenario.horizon = 240_h;
  scenario.failures[0].lemon_share = 0.002;  // 5 of 2,304
  scenario.failures[0].lemon_factor = 500.0;
  const double kept = mean_of(scenario, number);
  scenario.recovery.retire_after = 3;
  const double retired = mean_of(scenario, number);

  // 2,299 others at r and five lemons at 500 r fail 2,304 times; without lemons all 2,304 fail at r, and each of the
  // five has failed three times before.
  const double at_r = 2304.0 * 2304.0 / (2299.0 + 5.0 * 500.0);
  EXPECT_NEAR(kept, 2304.0, 0.02 * 2304.0);
  EXPECT_NEAR(retired, at_r + 15.0, 0.02 * 2304.0);
}

TEST(FailureSource, HitsEveryPartOfTheSiteAlike) {
  Scenario scenario = hosts_failing(1.0);
  const double in_first_half = mean_of(scenario, [](const std::vector<Failure>& failures) {
    const auto half = std::count_if(failures.begin(), failures.end(),
                                    [](const Failure& failure) { return failure.blocks.begin < 72; });
    return static_cast<double>(half) / static_cast<double>(failures.size());
  });

  EXPECT_NEAR(in_first_half, 0.5, 0.01);
}

}  // namespace
}  // namespace gigapod
