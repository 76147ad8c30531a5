#include "tests/browser/sample_run.hpp"

namespace gigapod {

/// Three kinds of chips, one of them without a known capital.
CostComparison sample_cost() {
  std::vector<JobCost> kinds;
  for (const double hours : {8e6, 23e6, 9e6}) {
    JobCost kind;
    kind.query.start.model.name = "dense </script><script>window.hacked = 1</script>";
    kind.query.chip.name = kinds.empty() ? "v7" : "chip <b>" + std::to_string(kinds.size());
    kind.query.tokens = 15e12;
    kind.query.limits.deadline = Seconds(90 * 86400.0);
    kind.run.allocation.slices = {Shape{{16, 16, 16}}, 1};
    kind.run.value.time = Seconds(hours / 4096.0 * 3600.0);
    kind.run.value.energy = Joules(hours * 3.9e6);
    kind.run.step.mfu = 0.45;
    kind.provisioned = Watts(1200.0);
    kind.drawn = Watts(1000.0);
    kind.step_error = 0.1;
    if (kinds.size() < 2) kind.capital = Estimate{2e4, 4e4};
    kind.price = find_chip_price("v7");
    kinds.push_back(kind);
  }
  return compare_costs(std::move(kinds), CostTerms{});
}

ServingComparison sample_serving_cost() {
  ServingJob job;
  for (int i = 0; i < 100; ++i) job.demand.requests.push_back({Seconds(0.1 * i), 1000, 200});
  job.search.base.replica.plan.model.name = "dense </script><script>window.hacked = 1</script>";
  job.search.base.targets = {Seconds(1.0), Seconds(0.05), Seconds(0.0)};
  job.search.requests_from = "trace <b>requests</b>.csv";
  std::vector<ServingCost> kinds;
  for (const char* chip : {"v7", "h100", "v5e", "chip <b>new</b>"}) {
    ServingCost kind;
    kind.chip.name = chip;
    kind.pod.name = "pod";
    kind.price = find_chip_price(chip);
    kind.capital = capital_of(chip, std::nullopt);
    kind.error = serving_error(chip, SliceRule::kCubes);
    kind.provisioned = Watts(1200.0);
    kind.drawn = Watts(700.0);
    kinds.push_back(kind);
    if (kinds.size() == 4) break;
    ServingAnswer answer;
    answer.shape = Shape{{2, 2, 2}};
    answer.setup.replica.chip.name = chip;
    answer.setup.replica.slice = slice_topology(answer.shape, PodSpec{});
    answer.setup.replicas = static_cast<int>(kinds.size());
    answer.outcome.duration = Seconds(10.0);
    answer.outcome.requests.arrived = answer.outcome.requests.completed = 100;
    answer.outcome.tokens.prompt = 100'000;
    answer.outcome.tokens.output = 20'000;
    answer.outcome.slo_attainment = 0.995;
    answer.outcome.seconds.decode = Seconds(10.0);
    kinds.back().served = answer;
  }
  kinds.back().why_not = "no slice holds <img src=x onerror='window.hacked = 2'>";
  return compare_serving_costs(std::move(job), std::move(kinds), CostTerms{});
}

}  // namespace gigapod
