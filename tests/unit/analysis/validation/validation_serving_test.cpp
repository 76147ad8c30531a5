#include "analysis/validation/validation.hpp"
#include "analysis/validation/validation_ranking.hpp"
#include "analysis/validation/validation_targets.hpp"
#include "tests/unit/analysis/serving/serving_rows.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace gigapod::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

TEST(ValidationServing, ScoresRowsAndLeavesOthersOutWithTheReason) {
  MeasuredRow unknown = palm_step();
  unknown["model"] = "stable-diffusion-xl";

  const Validation validation =
      validate_serving({serving_row(palm_step()), serving_row(unknown)}, serving_chips(), serving_models());

  ASSERT_THAT(validation.rows, SizeIs(1));
  EXPECT_EQ(validation.rows[0].family, "v4 serving decode");
  EXPECT_EQ(validation.rows[0].kind, RowKind::kServing);
  EXPECT_DOUBLE_EQ(validation.rows[0].measured, 28.5);
  ASSERT_THAT(validation.left_out, SizeIs(1));
  EXPECT_EQ(validation.left_out[0].reason, "no model 'stable-diffusion-xl' in the catalog");
}

ValidationRow row_of(const std::string& id, double measured, double simulated, bool is_less_better) {
  ValidationRow row{id, "v6e serving", "made", "model", "v6e", ""};
  row.measured = measured;
  row.simulated = simulated;
  row.kind = RowKind::kServing;
  row.ranking_group = is_less_better ? "time" : "rate";
  row.is_less_better = is_less_better;
  return row;
}

TEST(ValidationServing, RanksTheSameFigureOfOneModelOnOneChip) {
  // Rates: 100 > 90 right; 100.5 ties with 100, 100.5 > 90 right. Times: 1 faster than 2, simulated the other way.
  const std::vector<ValidationRow> rows{row_of("a", 100, 95, false), row_of("b", 90, 94, false),
                                        row_of("c", 100.5, 99, false), row_of("d", 1, 3, true),
                                        row_of("e", 2, 2, true)};

  const Ranking ranking = serving_ranking_of(rows);

  EXPECT_THAT(ranking.pairs, SizeIs(3));
  EXPECT_THAT(ranking.ties, SizeIs(1));
  EXPECT_EQ(ranking.right(), 2U);
  EXPECT_EQ(ranking_rows(rows).back().id, "ranking serving");
}

TEST(ValidationServing, HasTargetsForTheMedianAndThe90thPercentile) {
  const std::vector<ValidationRow> rows{row_of("a", 100, 130, false), row_of("b", 100, 105, false),
                                        row_of("c", 100, 100, false)};

  const std::vector<AccuracyTarget> targets = accuracy_targets(rows);

  ASSERT_THAT(targets, SizeIs(2));
  EXPECT_NEAR(targets[0].reached, 5.0, 1e-9);
  EXPECT_TRUE(targets[0].is_met());
  EXPECT_NEAR(targets[1].reached, 30.0, 1e-9);
  EXPECT_FALSE(targets[1].is_met());
}

TEST(ValidationServing, ComparesClosedFormsWithRequests) {
  const std::vector<ValidationRow> rows = request_level_rows(serving_chips(), serving_models());

  ASSERT_THAT(rows, SizeIs(18));
  for (const ValidationRow& row : rows) {
    EXPECT_EQ(row.kind, RowKind::kRequests);
    const double tolerance = row.subject == "output" ? 0.05 : (row.subject == "mean TPOT" ? 0.25 : 1.0);
    EXPECT_LT(std::abs(row.error()), tolerance) << row.id;
  }
}

TEST(ValidationServing, ReadsFromTheSurrogateWhatOtherRequestsShow) {
  const std::vector<ValidationRow> rows = surrogate_rows(serving_chips(), serving_models());

  EXPECT_THAT(rows.size() % 48, 0U);  // a machine: four loads, three latencies, four figures
  EXPECT_FALSE(rows.empty());
  for (const ValidationRow& row : rows) EXPECT_EQ(row.kind, RowKind::kSurrogate);
  const std::vector<AccuracyTarget> targets = accuracy_targets(rows);
  ASSERT_THAT(targets, SizeIs(2));
  EXPECT_TRUE(targets[0].is_met()) << targets[0].reached;
  EXPECT_TRUE(targets[1].is_met()) << targets[1].reached;
}

}  // namespace
}  // namespace gigapod::testing
