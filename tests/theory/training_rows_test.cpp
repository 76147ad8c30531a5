#include "tests/theory/published_runs.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace gigapod::theory {
namespace {

double error_of(const MeasuredRun& run) { return training_step(run.plan, run.machine).total / run.step - 1.0; }

const char* dominant_term(const StepTime& step) {
  const std::pair<Seconds, const char*> terms[] = {{step.compute, "compute"}, {step.hbm, "hbm"},
                                                   {step.ici, "ici"},         {step.dcn, "dcn"},
                                                   {step.bubble, "bubble"},   {step.straggler, "straggler"}};
  return std::max_element(std::begin(terms), std::end(terms), [](auto a, auto b) { return a.first < b.first; })
      ->second;
}

void print_row(const MeasuredRun& run) {
  if (!run.exclusion.empty()) {
    fmt::print("{:4} {:5} {:26.26} excluded: {}\n", run.row_id, run.chip, run.model, run.exclusion);
    return;
  }
  const StepTime step = training_step(run.plan, run.machine);
  fmt::print("{:4} {:5} {:26.26} {:3} x {:5} measured {:8.3f} s simulated {:8.3f} s {:+6.1f}% {} {}\n", run.row_id,
             run.chip, run.model, run.machine.slices, run.machine.slice.chips(), run.step.value(), step.total.value(),
             100.0 * (step.total / run.step - 1.0), dominant_term(step),
             run.is_upper_bound ? "(measured is an upper bound)" : "");
}

struct Errors {
  std::vector<double> sorted;
  [[nodiscard]] double quantile(double q) const {
    const auto index = static_cast<std::size_t>(q * static_cast<double>(sorted.size()));
    return sorted[std::min(index, sorted.size() - 1)];
  }
};

Errors errors_where(bool tpu) {
  Errors errors;
  for (const MeasuredRun& run : published_runs()) {
    if (is_tpu(run) != tpu || run.chip.empty()) continue;
    print_row(run);
    if (is_scored(run)) errors.sorted.push_back(std::abs(error_of(run)));
  }
  std::sort(errors.sorted.begin(), errors.sorted.end());
  fmt::print("{} rows: median {:.1f}%, p90 {:.1f}%, worst {:.1f}%\n", errors.sorted.size(),
             100.0 * errors.quantile(0.5), 100.0 * errors.quantile(0.9), 100.0 * errors.sorted.back());
  return errors;
}

TEST(TrainingRows, TpuStepTimesAgreeWithPublishedRuns) {
  const Errors errors = errors_where(true);

  EXPECT_GE(errors.sorted.size(), 50U);
  EXPECT_LE(errors.quantile(0.5), 0.06);
  EXPECT_LE(errors.quantile(0.9), 0.15);
  EXPECT_LE(errors.sorted.back(), 0.25);
}

TEST(TrainingRows, GpuStepTimesAgreeWithPublishedRuns) {
  const Errors errors = errors_where(false);

  EXPECT_GE(errors.sorted.size(), 38U);
  EXPECT_LE(errors.quantile(0.5), 0.10);
  EXPECT_LE(errors.quantile(0.9), 0.30);
}

TEST(TrainingRows, PalmOn6144ChipsTakesThePublishedStepTime) {
  for (const MeasuredRun& run : published_runs()) {
    if (run.row_id != 148) continue;
    const StepTime step = training_step(run.plan, run.machine);

    EXPECT_NEAR(step.total.value(), 17.6, 0.12 * 17.6);
    EXPECT_NEAR(step.mfu, 0.462, 0.06);
  }
}

TEST(TrainingRows, StepsWithEvaluationInThemAreNotExceeded) {
  for (const MeasuredRun& run : published_runs()) {
    if (!run.is_upper_bound || !run.exclusion.empty()) continue;

    EXPECT_LE(training_step(run.plan, run.machine).total, run.step) << run.row_id;
  }
}

/// The run of that row of a table.
MeasuredRun run_of(const std::string& table, int row_id) {
  for (const MeasuredRun& run : published_runs(table)) {
    if (run.row_id == row_id) return run;
  }
  ADD_FAILURE() << table << " has no row " << row_id;
  return {};
}

/// Points of throughput that a chip loses.
double loss(const MeasuredRun& one_slice, const MeasuredRun& several) {
  return 100.0 * (1.0 - one_slice.step / several.step);
}

TEST(TrainingRows, LossOfTheExcludedPairIsContradictedByTheSameJobOnSmallerSlices) {
  const MeasuredRun large = run_of("training.csv", 43);
  const MeasuredRun small = run_of("training_unseen.csv", 1233);
  EXPECT_EQ(large.plan.model, small.plan.model);
  EXPECT_EQ(large.plan.remat, small.plan.remat);
  EXPECT_EQ(large.plan.parallelism.tensor, small.plan.parallelism.tensor);
  EXPECT_EQ(large.plan.global_batch, 2 * small.plan.global_batch);
  EXPECT_EQ(large.machine.slice.chips(), 2 * small.machine.slice.chips());
  EXPECT_EQ(large.machine.slices, small.machine.slices);
  EXPECT_EQ(large.machine.dcn_bandwidth_per_slice, 2.0 * small.machine.dcn_bandwidth_per_slice);

  const double of_large = loss(run_of("training.csv", 42), large);
  const double of_small = loss(run_of("training.csv", 40), small);

  // A model that loses no less with half of the ports is more than 5 points off at one of the two.
  EXPECT_GT(of_large - of_small, 10.0);
}

TEST(TrainingRows, EveryPublishedRunFitsItsMemory) {
  for (const MeasuredRun& run : published_runs()) {
    if (!run.exclusion.empty()) continue;

    EXPECT_THAT(plan_faults(run.plan, run.machine), testing::IsEmpty()) << "row " << run.row_id << ' ' << run.model;
  }
}

}  // namespace
}  // namespace gigapod::theory
