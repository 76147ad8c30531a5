// Ranking, multi-slice loss and targets.
#include "analysis/validation/validation_ranking.hpp"
#include "analysis/validation/validation_slices.hpp"
#include "analysis/validation/validation_targets.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gigapod {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

ValidationRow run(const std::string& id, const std::string& chip, int slices, double measured_mfu,
                  double simulated_mfu) {
  ValidationRow row{id, chip + " dense", "made", "model", chip, ""};
  row.measured = 1.0 / measured_mfu;
  row.simulated = 1.0 / simulated_mfu;
  row.unit.assign(1, 's');
  row.run = {256 * slices, slices, 512 * slices, 2048, measured_mfu, simulated_mfu};
  return row;
}

TEST(Ranking, CountsPairsOfOneModelOnOneChipAndSetsTiesApart) {
  // 0.50 > 0.40 right, 0.50 > 0.45 wrong, 0.45 > 0.40 right; 0.405 ties with 0.40.
  const std::vector<ValidationRow> rows{run("a", "v4", 1, 0.50, 0.44), run("b", "v4", 1, 0.45, 0.46),
                                        run("c", "v4", 1, 0.40, 0.41), run("d", "v4", 1, 0.405, 0.39),
                                        run("e", "v5p", 1, 0.30, 0.10)};

  const Ranking ranking = ranking_of(rows, true);

  EXPECT_THAT(ranking.pairs, SizeIs(5));
  EXPECT_THAT(ranking.ties, SizeIs(1));
  EXPECT_EQ(ranking.right(), 4U);
  const std::vector<ValidationRow> scores = ranking_rows(rows);
  ASSERT_THAT(scores, SizeIs(1));
  EXPECT_EQ(scores[0].id, "ranking TPU");
  EXPECT_DOUBLE_EQ(scores[0].simulated, 80.0);
  EXPECT_THAT(scores[0].warnings, ElementsAre("model on v4: row a measured 11.1% above row b, simulated 4.3% below"));
}

TEST(Ranking, DoesNotPairAConfigurationWithItself) {
  const std::vector<ValidationRow> rows{run("a", "v4", 1, 0.5, 0.45), run("b", "v4", 1, 0.4, 0.45)};

  EXPECT_THAT(ranking_of(rows, true).pairs, IsEmpty());
}

TEST(Ranking, KeepsGpusApart) {
  const std::vector<ValidationRow> rows{run("a", "h100", 1, 0.5, 0.5), run("b", "h100", 1, 0.4, 0.4)};

  EXPECT_THAT(ranking_of(rows, true).pairs, IsEmpty());
  EXPECT_EQ(ranking_rows(rows)[0].id, "ranking GPU");
}

TEST(SliceLoss, ComparesWithTheRunOnTheFewestSlices) {
  std::vector<ValidationRow> rows{run("2", "v5e", 2, 0.49, 0.48), run("1", "v5e", 1, 0.50, 0.50),
                                  run("32", "v5e", 32, 0.45, 0.44), run("x", "v5e", 4, 0.4, 0.4)};
  rows[3].run.global_batch *= 2;

  const std::vector<ValidationRow> losses = slice_loss_rows(rows);

  ASSERT_THAT(losses, SizeIs(2));
  EXPECT_EQ(losses[0].id, "loss 2/1");
  EXPECT_EQ(losses[0].unit, "% of one slice");
  EXPECT_NEAR(losses[0].measured, 98.0, 1e-9);
  EXPECT_NEAR(losses[0].simulated, 96.0, 1e-9);
  EXPECT_NEAR(loss_difference(losses[0]), 2.0, 1e-9);
  EXPECT_EQ(losses[1].subject, "model, 32 slices against 1");
}

TEST(SliceLoss, IsNotAddedTwice) {
  std::vector<ValidationRow> rows{run("1", "v5e", 1, 0.50, 0.50), run("2", "v5e", 2, 0.49, 0.48)};

  add_slice_loss(rows);
  add_slice_loss(rows);

  EXPECT_THAT(rows, SizeIs(3));
}

TEST(SliceLoss, IsAddedForEverySizeOfTheSlices) {
  std::vector<ValidationRow> rows{run("1", "v5e", 1, 0.50, 0.50), run("2", "v5e", 2, 0.49, 0.48),
                                  run("1 large", "v5e", 1, 0.50, 0.50), run("2 large", "v5e", 2, 0.45, 0.48)};
  for (const std::size_t large : {2U, 3U}) {
    rows[large].run.chips *= 2;
    rows[large].run.global_batch *= 2;
  }

  add_slice_loss(rows);

  ASSERT_THAT(rows, SizeIs(6));
  EXPECT_EQ(rows[4].id, "loss 2/1");
  EXPECT_EQ(rows[5].id, "loss 2 large/1 large");
}

TEST(SliceLoss, OfAnExcludedRunIsShownWithItsReason) {
  std::vector<ValidationRow> rows{run("1", "v5e", 1, 0.50, 0.50), run("2", "v5e", 2, 0.49, 0.48)};
  rows[1].run.slice_loss_exclusion = "contradicted by row 3";

  const std::vector<ValidationRow> losses = slice_loss_rows(rows);

  ASSERT_THAT(losses, SizeIs(1));
  EXPECT_EQ(losses[0].exclusion, "contradicted by row 3");
  EXPECT_THAT(losses[0].warnings, ElementsAre("excluded: contradicted by row 3"));
  EXPECT_NEAR(loss_difference(losses[0]), 2.0, 1e-9);
}

TEST(Targets, CountNoExcludedSliceLossAndSayHowMany) {
  std::vector<ValidationRow> rows{run("1", "v5e", 1, 0.5, 0.5), run("2", "v5e", 2, 0.5, 0.4),
                                  run("4", "v5e", 4, 0.5, 0.49)};
  rows[1].run.slice_loss_exclusion = "contradicted by row 3";
  add_slice_loss(rows);
  std::vector<ValidationRow> excluded_only{rows[3]};

  const std::vector<AccuracyTarget> targets = accuracy_targets(rows);

  ASSERT_THAT(targets, SizeIs(4));
  EXPECT_EQ(targets[3].what, "multi-slice loss, largest difference of 1 pair (1 excluded)");
  EXPECT_NEAR(targets[3].reached, 2.0, 1e-9);
  EXPECT_TRUE(targets[3].is_met());
  EXPECT_THAT(accuracy_targets(excluded_only), IsEmpty());
}

TEST(Targets, AreThoseThatTheRowsLetOneCheck) {
  std::vector<ValidationRow> rows{run("1", "v5e", 1, 0.5, 0.5), run("2", "v5e", 2, 0.5, 0.4)};
  for (const ValidationRow& loss : slice_loss_rows(rows)) rows.push_back(loss);

  const std::vector<AccuracyTarget> targets = accuracy_targets(rows);

  // Errors of 0% and 25%: median 12.5%; 20 points lost that were not.
  ASSERT_THAT(targets, SizeIs(4));
  EXPECT_EQ(targets[0].what, "TPU training, median error");
  EXPECT_EQ(reached_text(targets[0]), "12.5%");
  EXPECT_EQ(wanted_text(targets[0]), "at most 6%");
  EXPECT_FALSE(targets[0].is_met());
  EXPECT_TRUE(targets[2].is_met());
  EXPECT_EQ(targets[3].what, "multi-slice loss, largest difference of 1 pair");
  EXPECT_EQ(reached_text(targets[3]), "20.0 points");
  EXPECT_FALSE(targets[3].is_met());
}

TEST(Targets, WantARankingToReachAShare) {
  const std::vector<ValidationRow> rows = {ranking_rows({run("a", "v4", 1, 0.5, 0.5), run("b", "v4", 1, 0.4, 0.4)})};

  const std::vector<AccuracyTarget> targets = accuracy_targets(rows);

  ASSERT_THAT(targets, SizeIs(1));
  EXPECT_EQ(wanted_text(targets[0]), "at least 95%");
  EXPECT_TRUE(targets[0].is_met());
}

}  // namespace
}  // namespace gigapod
