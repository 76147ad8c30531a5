#include "sim/model/step/evaluate_step.hpp"
#include "tests/theory/published_runs.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

namespace gigapod::theory {
namespace {

/// What calibration may move: the matrix share of each chip without a published product benchmark, and the constants
/// shared by every chip.
struct Calibration {
  std::map<std::string, double> mxu{{"v4", 0.85}, {"v5e", 0.85}, {"v5p", 0.85}, {"v6e", 0.85}};
  StepConstants constants;
};

double predicted(const MeasuredRun& run, const Calibration& calibration) {
  StepMachine machine = run.machine;
  const auto found = calibration.mxu.find(run.chip);
  if (found != calibration.mxu.end()) machine.chip.mxu_efficiency = found->second;
  return evaluate_step(run.plan, machine, calibration.constants).total.value();
}

double relative_error(const MeasuredRun& run, const Calibration& calibration) {
  return predicted(run, calibration) / run.step.value() - 1.0;
}

double loss(const std::vector<MeasuredRun>& runs, const Calibration& calibration) {
  double sum = 0.0;
  for (const MeasuredRun& run : runs) {
    const double error = std::log(predicted(run, calibration) / run.step.value());
    sum += std::sqrt(error * error + 4e-4);
  }
  return sum / static_cast<double>(runs.size());
}

std::vector<double*> parameters(Calibration& calibration) {
  std::vector<double*> result;
  for (auto& [name, value] : calibration.mxu) result.push_back(&value);
  StepConstants& c = calibration.constants;
  for (double* value : {&c.attention_efficiency, &c.grouped_efficiency, &c.elementwise, &c.expert_permutation,
                        &c.interference, &c.slice_jitter}) {
    result.push_back(value);
  }
  return result;
}

/// Coordinate descent from values that know nothing of the rows.
Calibration fitted(const std::vector<MeasuredRun>& runs) {
  Calibration calibration;
  calibration.constants.attention_efficiency = 0.5;
  calibration.constants.grouped_efficiency = 0.85;
  calibration.constants.elementwise = 1.0;
  calibration.constants.expert_permutation = 1.0;
  calibration.constants.interference = 0.5;
  calibration.constants.slice_jitter = 0.02;
  double best = loss(runs, calibration);
  for (double stride = 0.3; stride > 0.01;) {
    bool improved = false;
    for (double* value : parameters(calibration)) {
      for (const double factor : {1.0 + stride, 1.0 / (1.0 + stride)}) {
        const double before = *value;
        const double limit =
            value == &calibration.constants.elementwise || value == &calibration.constants.expert_permutation ? 10.0
                                                                                                              : 1.0;
        *value = std::min(limit, before * factor);
        const double now = loss(runs, calibration);
        if (now < best - 1e-7) {
          best = now;
          improved = true;
        } else {
          *value = before;
        }
      }
    }
    if (!improved) stride *= 0.6;
  }
  return calibration;
}

struct Score {
  double median = 0.0;
  double p90 = 0.0;
  double worst = 0.0;
};

Score score(const std::vector<MeasuredRun>& runs, const Calibration& calibration) {
  std::vector<double> errors;
  for (const MeasuredRun& run : runs) errors.push_back(std::abs(relative_error(run, calibration)));
  std::sort(errors.begin(), errors.end());
  return {errors[errors.size() / 2], errors[errors.size() * 9 / 10], errors.back()};
}

void print_fold(int fold, const Score& inside, const Score& outside, const Calibration& calibration) {
  const StepConstants& c = calibration.constants;
  fmt::print(
      "| {} | {:.1f}%, {:.1f}%, {:.1f}% | {:.1f}%, {:.1f}%, {:.1f}% | {:.2f} | {:.2f} | {:.1f} | {:.1f} | {:.2f} | "
      "{:.3f} |",
      fold, 100 * inside.median, 100 * inside.p90, 100 * inside.worst, 100 * outside.median, 100 * outside.p90,
      100 * outside.worst, c.attention_efficiency, c.grouped_efficiency, c.elementwise, c.expert_permutation,
      c.interference, c.slice_jitter);
  for (const auto& [name, value] : calibration.mxu) fmt::print(" {} {:.2f}", name, value);
  fmt::print("\n");
}

TEST(Calibration, OnThreeQuartersOfTheRowsPredictsTheRest) {
  constexpr int kFolds = 4;
  std::vector<MeasuredRun> rows;
  for (const MeasuredRun& run : published_runs()) {
    if (is_tpu(run) && is_scored(run)) rows.push_back(run);
  }
  std::vector<double> errors;

  for (int fold = 0; fold < kFolds; ++fold) {
    std::vector<MeasuredRun> inside;
    std::vector<MeasuredRun> outside;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      (static_cast<int>(i) % kFolds == fold ? outside : inside).push_back(rows[i]);
    }
    const Calibration calibration = fitted(inside);
    print_fold(fold, score(inside, calibration), score(outside, calibration), calibration);
    for (const MeasuredRun& run : outside) errors.push_back(std::abs(relative_error(run, calibration)));
  }

  std::sort(errors.begin(), errors.end());
  const double median = errors[errors.size() / 2];
  const double p90 = errors[errors.size() * 9 / 10];
  fmt::print("every row, left out once: median {:.1f}%, p90 {:.1f}%, worst {:.1f}%\n", 100 * median, 100 * p90,
             100 * errors.back());
  EXPECT_LE(median, 0.06);
  EXPECT_LE(p90, 0.15);
  EXPECT_LE(errors.back(), 0.30);
}

TEST(Calibration, LeavingAGenerationOutStillPredictsIt) {
  for (const char* chip : {"v7", "v6e"}) {
    std::vector<MeasuredRun> others;
    std::vector<MeasuredRun> held;
    for (const MeasuredRun& run : published_runs()) {
      if (is_tpu(run) && is_scored(run)) (run.chip == chip ? held : others).push_back(run);
    }
    Calibration calibration = fitted(others);
    calibration.mxu.erase(chip);
    const Score outside = score(held, calibration);
    fmt::print("without {}: median {:.1f}% p90 {:.1f}% worst {:.1f}%\n", chip, 100 * outside.median,
               100 * outside.p90, 100 * outside.worst);

    EXPECT_LE(outside.median, 0.20);
  }
}

}  // namespace
}  // namespace gigapod::theory
