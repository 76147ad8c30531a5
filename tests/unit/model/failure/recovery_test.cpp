#include "sim/model/failure/recovery.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

using namespace literals;

TEST(Recovery, FindsAFailureThirteenSecondsLaterByDefault) {
  EXPECT_DOUBLE_EQ(mean_detection(RecoverySpec{}).value(), 13.0);
}

TEST(Recovery, RefusesAWindowLongerThanItsPeriod) {
  const MaintenanceSpec fits{"work", MaintenanceScope::kRack, 1_h, 1_h, 0_s};
  const MaintenanceSpec long_one{"work", MaintenanceScope::kRack, 1_h, 2_h, 0_s};

  EXPECT_EQ(maintenance_faults(fits), std::vector<std::string>());
  EXPECT_EQ(maintenance_faults(long_one), std::vector<std::string>{"window: 2 h is longer than the period of 1 h"});
}

TEST(Recovery, FieldsRoundTrip) {
  RecoverySpec recovery;
  recovery.repair_crews = 7;
  recovery.repair_order = RepairOrder::kSeverity;
  recovery.spare_blocks = 2;
  recovery.collective_timeout = 5_s;
  RecoverySpec copy;
  const FieldList<RecoverySpec> fields = recovery_fields();

  for (const auto& entry : fields.entries()) entry.write(copy, entry.read(recovery));

  EXPECT_EQ(copy, recovery);
}

}  // namespace
}  // namespace gigapod
