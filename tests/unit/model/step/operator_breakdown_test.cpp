#include "sim/model/step/operator_breakdown.hpp"

#include "tests/unit/model/step/reference_plans.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace gigapod {
namespace {

using reference::cube;
using reference::llama_plan;

TEST(OperatorBreakdown, AddsUpToComputeAndMemoryTime) {
  const StepTime step = training_step(llama_plan(), cube());
  Seconds sum(0.0);
  for (const OperatorShare& share : operator_breakdown(llama_plan(), cube())) sum += share.total();
  const double states = parameter_count(llama_plan().model) / 64.0 * (2 * 12 + 4);
  const Seconds update = Bytes(states) / (0.85 * cube().chip.hbm_bandwidth);

  EXPECT_NEAR((sum + update).value(), (step.compute + step.hbm).value(), 1e-9);
}

TEST(OperatorBreakdown, FlopsAreThoseOfTheStep) {
  Flops flops(0.0);
  for (const OperatorShare& share : operator_breakdown(llama_plan(), cube())) flops += share.flops;

  EXPECT_NEAR(flops.value() * 64.0, training_step(llama_plan(), cube()).hardware_flops.value(), 1e6);
}

TEST(OperatorBreakdown, NamesEveryClassDifferently) {
  std::set<std::string> names;
  for (const OperatorShare& share : operator_breakdown(llama_plan(), cube())) names.insert(name_of(share.operators));

  EXPECT_EQ(names.size(), static_cast<std::size_t>(OperatorClass::kCount));
}

}  // namespace
}  // namespace gigapod
