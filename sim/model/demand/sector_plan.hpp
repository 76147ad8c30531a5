#pragma once

#include "sim/model/demand/sector.hpp"
#include "sim/model/serving/replica.hpp"

namespace gigapod {

/// The plan with requests as long as those of the sector.
[[nodiscard]] inline ServingPlan sector_plan(ServingPlan plan, const SectorSpec& sector) {
  plan.prompt_tokens *= sector.prompt_scale;
  plan.output_tokens *= sector.output_scale;
  if (plan.output_tokens < 1.0) plan.output_tokens = 1.0;
  return plan;
}

}  // namespace gigapod
