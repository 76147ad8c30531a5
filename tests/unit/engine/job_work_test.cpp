#include "sim/engine/job_work.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

using namespace literals;

StepTime two_seconds() {
  StepTime step;
  step.compute = 1.5_s;
  step.ici = 0.5_s;
  step.total = 2_s;
  return step;
}

TEST(JobWork, LosesOnlyWhatWasDoneAfterACopy) {
  Ledger ledger(1000_s, 100_s);
  JobWork work(10.0, two_seconds());
  work.add_steps(0_s, 100_s, 50.0, 0.0, 1_W, ledger);
  work.add_steps(100_s, 200_s, 50.0, 0.0, 1_W, ledger);

  const double lost = work.lose_after(80_s, ledger);
  work.keep_all(ledger);

  EXPECT_DOUBLE_EQ(lost, 60.0);
  EXPECT_DOUBLE_EQ(ledger.chip_seconds(Bucket::kRecompute).value(), 1200.0);
  EXPECT_DOUBLE_EQ(ledger.chip_seconds(Bucket::kBusyUseful).value(), 600.0);
  EXPECT_DOUBLE_EQ(ledger.chip_seconds(Bucket::kCommunicationExposed).value(), 200.0);
}

TEST(JobWork, BooksThePausesOfCopiesBesideTheSteps) {
  Ledger ledger(1000_s, 100_s);
  JobWork work(10.0, two_seconds());
  work.add_steps(0_s, 100_s, 40.0, 0.2, 1_W, ledger);
  work.keep_all(ledger);

  EXPECT_DOUBLE_EQ(ledger.chip_seconds(Bucket::kCheckpoint).value(), 200.0);
  EXPECT_DOUBLE_EQ(ledger.chip_seconds(Bucket::kBusyUseful).value(), 600.0);
  EXPECT_DOUBLE_EQ(ledger.chip_seconds(Bucket::kCommunicationExposed).value(), 200.0);
  EXPECT_DOUBLE_EQ(ledger.total_chip_seconds().value(), 1000.0);
  EXPECT_DOUBLE_EQ(work.chip_seconds().value(), 1000.0);
}

TEST(JobWork, BooksThePowerOfThePartsOfAStep) {
  Ledger ledger(1000_s, 100_s);
  JobWork work(10.0, two_seconds(), {1.2, 1.0, 0.4});  // three quarters at 1.2 and one at 0.4 of the mean: 1
  work.add_steps(0_s, 100_s, 50.0, 0.0, 100_W, ledger);
  work.keep_all(ledger);

  EXPECT_DOUBLE_EQ(ledger.joules(Bucket::kBusyUseful).value(), 750.0 * 120.0);
  EXPECT_DOUBLE_EQ(ledger.joules(Bucket::kCommunicationExposed).value(), 250.0 * 40.0);
  EXPECT_DOUBLE_EQ(work.joules().value(), ledger.total_joules().value());
}

TEST(JobWork, LosesNoEnergyWhenStepsFillOnlyPartOfTheTime) {
  Ledger ledger(1000_s, 100_s);
  JobWork work(10.0, two_seconds(), {1.2, 1.0, 0.4});
  work.set_capped(0.5_s);
  work.add_steps(0_s, 100_s, 30.0, 0.1, 100_W, ledger);
  work.keep_all(ledger);

  EXPECT_NEAR(ledger.total_joules().value(), 1000.0 * 100.0, 1e-9 * 1e5);
  EXPECT_GT(ledger.joules(Bucket::kPowerCapped).value(), 0.0);
}

TEST(JobWork, CountsLostStepsInThoseOfTodaysSize) {
  Ledger ledger(1000_s, 100_s);
  JobWork work(10.0, two_seconds());
  work.add_steps(0_s, 100_s, 50.0, 0.0, 1_W, ledger);
  work.set_size(5.0, two_seconds(), {}, 2.0);

  EXPECT_DOUBLE_EQ(work.lose_after(50_s, ledger), 50.0);
  EXPECT_DOUBLE_EQ(ledger.chip_seconds(Bucket::kRecompute).value(), 500.0);
}

}  // namespace
}  // namespace gigapod
