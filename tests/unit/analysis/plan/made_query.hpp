#pragma once

#include "analysis/plan/plan_query.hpp"
#include "tests/unit/analysis/made_scenario.hpp"

namespace gigapod {

/// A dense model of 8 billion parameters on one to four cubes of an Ironwood pod, with every choice of a search.
inline PlanQuery made_query() {
  const Scenario scenario = made_scaling_scenario();
  PlanQuery query;
  query.start.model = made_model();
  query.start.model.name = "dense-8b";
  query.start.model.layers = 32;
  query.start.model.hidden = 4096;
  query.start.model.heads = 32;
  query.start.model.ffn = 14336;
  query.start.sequence_length = 4096;
  query.tokens = 1e12;
  query.pod = scenario.pods.at("ironwood");
  query.chip = scenario.chips.at("v7");
  query.site = scenario.site;
  query.failures.failures = published_failure_classes();
  query.price = DollarsPerSecond(12.0 / 3600.0);
  query.least_chips = 64;
  query.most_chips = 256;
  query.most_batch = 256;
  query.space.precisions = {Precision::kBf16};
  query.space.remats = {{Remat::kNone}, {Remat::kMinimal}, {Remat::kFull}, {Remat::kFull, 2}, {Remat::kOffload}};
  query.space.interleaves = {1, 2};
  query.space.tries_sharded_optimizer = true;
  return query;
}

}  // namespace gigapod
