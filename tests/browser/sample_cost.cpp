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

}  // namespace gigapod
