// Does the fit of the serving engines predict rows that it has not seen? Every row of a generation is left out once:
// the three constants follow from the other rows by one Gauss-Newton step around the shipped ones (their logarithms,
// derivatives of the logarithm of what is predicted), and the model with them is compared with the rows left out.

#include "analysis/csv_table.hpp"
#include "analysis/serving/serving_prediction.hpp"
#include "sim/model/serving/phase_time.hpp"
#include "sim/scenario/catalog.hpp"
#include "tests/theory/documented_table.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <sstream>

namespace gigapod::theory {
namespace {

constexpr int kConstants = 3;
constexpr int kFolds = 4;
using Logs = std::array<double, kConstants>;

std::vector<ServingMeasurement> rows_of(const std::string& name) {
  const std::string file = std::string(GIGAPOD_SOURCE_DIR) + "/scenarios/validation/" + name;
  const Catalog catalog = read_catalog({GIGAPOD_SOURCE_DIR "/topologies/catalog"});
  std::ifstream stream(file);
  std::ostringstream text;
  text << stream.rdbuf();
  Diagnostics findings;
  const MeasuredTable table = read_measured_table(file, text.str(), catalog.chips, findings);
  findings.throw_if_errors();
  std::vector<ServingMeasurement> rows;
  for (const TableRow& row : table.rows) {
    ServingMeasurement m = serving_measurement(row, catalog.chips, catalog.models);
    if (!m.exclusion.empty() || !m.uncounted.empty() || m.is_roofline || !predicted_serving(m).exclusion.empty())
      continue;
    rows.push_back(std::move(m));
  }
  return rows;
}

/// Chips with the same constants are one generation.
std::string generation_of(const ServingMeasurement& m) {
  if (m.chip.name.starts_with("v")) return m.chip.name;
  return m.chip.name.find('b') == std::string::npos ? "Hopper" : "Blackwell";
}

/// Logarithm of predicted over measured with the shipped constants times e^shift.
double error(ServingMeasurement m, const Logs& shift) {
  ServingEngine engine = serving_engine(m.chip.name);
  engine.layer_overhead = engine.layer_overhead * std::exp(shift[0]);
  engine.attention_efficiency = std::min(1.0, engine.attention_efficiency * std::exp(shift[1]));
  engine.expert_efficiency *= std::exp(shift[2]);
  m.plan.engine = engine;
  return std::log(predicted_serving(m).value / m.value);
}

struct Linear {
  double error = 0.0;
  Logs slopes{};
};

Linear linear(const ServingMeasurement& m) {
  constexpr double kStep = -0.1;
  Linear row{error(m, {})};
  for (int k = 0; k < kConstants; ++k) {
    Logs shift{};
    shift[static_cast<std::size_t>(k)] = kStep;
    row.slopes[static_cast<std::size_t>(k)] = (error(m, shift) - row.error) / kStep;
  }
  return row;
}

/// Least absolute values of error + slopes x shift by reweighted least squares, drawn a little to zero so that
/// constants no row knows stay.
Logs fitted(const std::vector<Linear>& rows) {
  Logs shift{};
  for (int round = 0; round < 200; ++round) {
    for (std::size_t k = 0; k < kConstants; ++k) {
      double slope = 0.0;
      double curve = 0.01;
      for (const Linear& row : rows) {
        double rest = row.error;
        for (std::size_t other = 0; other < kConstants; ++other) {
          if (other != k) rest += row.slopes[other] * shift[other];
        }
        const double now = std::abs(rest + row.slopes[k] * shift[k]);
        const double weight = 0.02 / std::max(0.02, now);
        slope += weight * row.slopes[k] * rest;
        curve += weight * row.slopes[k] * row.slopes[k];
      }
      shift[k] = std::clamp(-slope / curve, -0.7, 0.7);
    }
  }
  return shift;
}

struct Spread {
  double median = 0.0;
  double p90 = 0.0;
  double worst = 0.0;
};

Spread spread(std::vector<double> errors) {
  for (double& e : errors) e = std::abs(std::exp(e) - 1.0);
  std::sort(errors.begin(), errors.end());
  const double count = static_cast<double>(errors.size());
  return {errors[errors.size() / 2], errors[static_cast<std::size_t>(std::ceil(0.9 * count)) - 1], errors.back()};
}

std::string line(const std::string& name, std::size_t rows, const Spread& inside, const Spread& outside) {
  return fmt::format("{:<10}{:>5}{:>11.1f}%{:>7.1f}%{:>6.1f}%{:>14.1f}%{:>7.1f}%{:>6.1f}%\n", name, rows,
                     100 * inside.median, 100 * inside.p90, 100 * inside.worst, 100 * outside.median,
                     100 * outside.p90, 100 * outside.worst);
}

TEST(ServingCalibration, PredictsRowsThatItHasNotSeen) {
  std::map<std::string, std::vector<ServingMeasurement>> generations;
  for (ServingMeasurement& m : rows_of("serving.csv")) generations[generation_of(m)].push_back(std::move(m));
  std::string text = fmt::format("{:<10}{:>5}{:>28}{:>30}\n", "engine", "rows", "fitted: median, p90, max",
                                 "left out: median, p90, max");
  std::vector<double> all_inside;
  std::vector<double> all_outside;
  for (const auto& [name, rows] : generations) {
    std::vector<Linear> linears;
    for (const ServingMeasurement& m : rows) linears.push_back(linear(m));
    std::vector<double> inside;
    std::vector<double> outside;
    for (const Linear& row : linears) inside.push_back(row.error);
    for (std::size_t fold = 0; fold < kFolds; ++fold) {
      std::vector<Linear> kept;
      for (std::size_t i = 0; i < rows.size(); ++i) {
        if (i % kFolds != fold) kept.push_back(linears[i]);
      }
      const Logs shift = fitted(kept);
      for (std::size_t i = fold; i < rows.size(); i += kFolds) outside.push_back(error(rows[i], shift));
    }
    text += line(name, rows.size(), spread(inside), spread(outside));
    all_inside.insert(all_inside.end(), inside.begin(), inside.end());
    all_outside.insert(all_outside.end(), outside.begin(), outside.end());
  }
  text += line("all", all_inside.size(), spread(all_inside), spread(all_outside));
  fmt::print("{}", text);

  EXPECT_LE(spread(all_outside).median, 0.12);
  EXPECT_LE(spread(all_outside).p90, 0.35);
  expect_documented("serving-folds", text, "docs/models/serving.md");
}

}  // namespace
}  // namespace gigapod::theory
