#include "sim/hardware/site.hpp"

namespace gigapod {

FieldList<DcnSpec> dcn_fields() {
  FieldList<DcnSpec> list;
  list.text("family", &DcnSpec::family, "Registered topology of the data-centre network.");
  list.integer("pods_per_block", &DcnSpec::pods_per_block, kAtLeastOne, "Pods under one aggregation block.");
  list.number("oversubscription", &DcnSpec::oversubscription, kAtLeastOne, "Host NICs over pod uplinks.");
  list.number("block_oversubscription", &DcnSpec::block_oversubscription, kAtLeastOne,
              "Pod uplinks over block uplinks.");
  list.quantity("latency", &DcnSpec::latency, kNonNegative, "One-way latency between two pods.");
  list.quantity("power_per_pod", &DcnSpec::power_per_pod, kNonNegative, "Network switches and optics, per pod.");
  return list;
}

FieldList<StorageSpec> storage_fields() {
  FieldList<StorageSpec> list;
  list.quantity("write_bandwidth", &StorageSpec::write_bandwidth, kPositive, "All writers together.");
  list.quantity("read_bandwidth", &StorageSpec::read_bandwidth, kPositive, "All readers together.");
  return list;
}

FieldList<PowerSpec> power_fields() {
  FieldList<PowerSpec> list;
  list.quantity("grid_power", &PowerSpec::grid_power, kPositive, "Rating of the grid connection, at the meter.")
      .required();
  list.number("pue", &PowerSpec::pue, {1.0, 3.0}, "Facility power over IT power.");
  list.number("oversubscription", &PowerSpec::oversubscription, {0.1, 3.0},
              "Provisioned IT power installed over what the grid can carry.");
  list.integer("pods_per_hall", &PowerSpec::pods_per_hall, kAtLeastOne, "Pods in one hall.");
  list.integer("halls_per_substation", &PowerSpec::halls_per_substation, kAtLeastOne, "Halls behind one substation.");
  list.integer("cubes_per_row", &PowerSpec::cubes_per_row, kAtLeastOne, "Allocation blocks on one row feed.");
  list.number("hall_margin", &PowerSpec::hall_margin, {0.1, 10.0},
              "Rating of substations, halls and rows over the provisioned power below them.");
  list.quantity("energy_price", &PowerSpec::energy_price, kNonNegative, "Price of energy at the meter.");
  return list;
}

}  // namespace gigapod
