#include "tests/browser/sample_run.hpp"
#include "tests/unit/analysis/plan/made_query.hpp"

namespace gigapod {

PlanAnswer sample_plan() {
  PlanQuery query = made_query();
  query.start.model.name = "dense </script><script>window.hacked = 1</script>";
  query.least_chips = 16;
  query.most_chips = 1024;
  query.space.remats = {{Remat::kNone}, {Remat::kFull}};
  query.space.layouts.fixed.context = 1;
  query.space.layouts.fixed.data = 1;
  query.limits.deadline = Seconds(60 * 86400.0);
  SearchControl control;
  const std::vector<PlanAllocation> allocations = plan_allocations(query);
  return plan_answer(query, allocations, search_blocks(query, allocations, {1, {}, {}}, control), 1, control);
}

}  // namespace gigapod
