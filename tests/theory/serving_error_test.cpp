// The error of the serving model by chip, from every published row that measures how fast a system is.

#include "analysis/cost/serving_error.hpp"

#include "analysis/csv_table.hpp"
#include "analysis/serving/serving_prediction.hpp"
#include "sim/scenario/catalog.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <map>
#include <sstream>

namespace gigapod::theory {
namespace {

constexpr int kFewRows = 10;
constexpr double kTolerance = 0.002;

bool is_latency(const ServingMeasurement& m) {
  return m.figure == ServingFigure::kTtft || m.figure == ServingFigure::kTpot || m.figure == ServingFigure::kItl;
}

void add_rows(const std::string& name, const Catalog& catalog, std::vector<ServingMeasurement>& rows) {
  const std::string file = std::string(GIGAPOD_SOURCE_DIR) + "/scenarios/validation/" + name;
  std::ifstream stream(file);
  std::ostringstream text;
  text << stream.rdbuf();
  Diagnostics findings;
  const MeasuredTable table = read_measured_table(file, text.str(), catalog.chips, findings);
  findings.throw_if_errors();
  for (const TableRow& row : table.rows) {
    ServingMeasurement m = serving_measurement(row, catalog.chips, catalog.models);
    const bool counts = m.exclusion.empty() && m.uncounted.empty() && !m.is_roofline && !is_latency(m);
    if (counts && predicted_serving(m).exclusion.empty()) rows.push_back(std::move(m));
  }
}

const std::vector<ServingMeasurement>& all_rows() {
  static const std::vector<ServingMeasurement> rows = [] {
    const Catalog catalog = read_catalog({GIGAPOD_SOURCE_DIR "/topologies/catalog"});
    std::vector<ServingMeasurement> read;
    add_rows("serving.csv", catalog, read);
    add_rows("serving_unseen.csv", catalog, read);
    return read;
  }();
  return rows;
}

struct Squares {
  double sum = 0.0;
  int rows = 0;
  [[nodiscard]] double root_mean() const { return std::sqrt(sum / rows); }
  void add(const ServingMeasurement& m) {
    sum += std::pow(std::log(predicted_serving(m).value / m.value), 2);
    ++rows;
  }
};

SliceRule kind_of(const std::string& chip) {
  return chip.starts_with("v") ? SliceRule::kCubes : SliceRule::kSwitched;
}

TEST(ServingError, IsThatOfThePublishedRowsOfEachChip) {
  std::map<std::string, Squares> chips;
  std::map<SliceRule, Squares> kinds;
  for (const ServingMeasurement& m : all_rows()) {
    chips[m.chip.name].add(m);
    kinds[kind_of(m.chip.name)].add(m);
  }

  for (const auto& [chip, squares] : chips) {
    const ServingError error = serving_error(chip, kind_of(chip));
    const double of_kind = kinds[kind_of(chip)].root_mean();
    const double expected = squares.rows < kFewRows ? std::max(squares.root_mean(), of_kind) : squares.root_mean();
    EXPECT_EQ(error.rows, squares.rows) << chip;
    EXPECT_NEAR(error.deviation, expected, kTolerance) << chip;
  }
}

TEST(ServingError, OfAChipWithoutRowsIsThatOfConstantsFittedToNothing) {
  std::map<SliceRule, Squares> kinds;
  for (ServingMeasurement m : all_rows()) {
    m.plan.engine = ServingEngine{};
    kinds[kind_of(m.chip.name)].add(m);
  }

  for (const char* chip : {"v5e", "v5p", "a100", "new"}) {
    const ServingError error = serving_error(chip, kind_of(chip));
    EXPECT_EQ(error.rows, 0) << chip;
    EXPECT_NEAR(error.deviation, kinds[kind_of(chip)].root_mean(), kTolerance) << chip;
  }
}

}  // namespace
}  // namespace gigapod::theory
