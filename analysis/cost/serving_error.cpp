// Root mean square of the logarithm of predicted over published throughput or time of runs, passes and steps
// (scenarios/validation/serving.csv and serving_unseen.csv without percentiles of latency, which follow bursts more
// than the chip). A chip with few rows has at least the error of all rows of its kind, TPU or GPU: its own constants
// are fitted to those few. A chip without rows has the error that all rows of its kind have with constants that are
// fitted to none of them (`ServingEngine{}`). tests/theory/serving_error_test.cpp works all of them out anew.

#include "analysis/cost/serving_error.hpp"

#include <array>

namespace gigapod {
namespace {

struct Row {
  std::string_view chip;
  ServingError error;
};

constexpr std::array<Row, 8> kRows{{
    {"b200", {0.142, 41}},
    {"gb200", {0.204, 20}},
    {"h100", {0.279, 72}},
    {"h200", {0.187, 45}},
    {"h800", {0.223, 2}},
    {"v4", {0.071, 12}},
    {"v6e", {0.095, 4}},
    {"v7", {0.129, 11}},
}};

constexpr double kTpuWithoutFit = 0.220;
constexpr double kGpuWithoutFit = 0.209;

}  // namespace

ServingError serving_error(std::string_view chip, SliceRule rule) {
  for (const Row& row : kRows) {
    if (row.chip == chip) return row.error;
  }
  return {rule == SliceRule::kSwitched ? kGpuWithoutFit : kTpuWithoutFit, 0};
}

}  // namespace gigapod
