#include "sim/hardware/site.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

template <class T>
T copied_by_fields(const FieldList<T>& fields, const T& from) {
  T to;
  for (const auto& entry : fields.entries()) entry.write(to, entry.read(from));
  return to;
}

TEST(Site, FieldsWriteWhatTheyRead) {
  DcnSpec dcn;
  dcn.family = "dcn_ocs_blocks";
  dcn.pods_per_block = 7;
  dcn.oversubscription = 3.0;
  StorageSpec storage;
  storage.write_bandwidth = 5_TBps;
  PowerSpec power;
  power.grid_power = 3_MW;
  power.pods_per_hall = 3;
  power.energy_price = DollarsPerJoule(1e-8);

  EXPECT_EQ(copied_by_fields(dcn_fields(), dcn), dcn);
  EXPECT_EQ(copied_by_fields(storage_fields(), storage), storage);
  EXPECT_EQ(copied_by_fields(power_fields(), power), power);
}

TEST(Site, FieldsKeepTheDefaultsOfTheStructs) {
  for (const auto& entry : power_fields().entries()) {
    if (entry.field.name == "pue") {
      EXPECT_EQ(std::get<double>(entry.field.initial), PowerSpec{}.pue);
    }
    EXPECT_EQ(entry.field.is_required, entry.field.name == "grid_power");
  }
}

}  // namespace
}  // namespace gigapod
