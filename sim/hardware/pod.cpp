#include "sim/hardware/pod.hpp"

namespace gigapod {
namespace {

Watts with_chip_power(const PodSpec& pod, const ChipSpec& chip, Watts per_chip) {
  const double chips = pod.shape.chips();
  const double hosts = chips / chip.chips_per_host;
  return per_chip * chips + chip.host_power * hosts + pod.ocs_power * pod.ocs_count + pod.network_power;
}

}  // namespace

FieldList<PodSpec> pod_fields() {
  FieldList<PodSpec> list;
  list.text("name", &PodSpec::name, "Name used to refer to the pod type.").required();
  list.text("description", &PodSpec::description, "What the pod is, for people.");
  list.text("chip", &PodSpec::chip, "Catalog chip the pod is made of.").required();
  list.text("topology", &PodSpec::topology, "Registered topology that joins the chips.").required();
  list.shape("shape", &PodSpec::shape, "Chips of the whole pod along each axis.").required();
  list.shape("block", &PodSpec::block, "Unit of allocation: cube, host tile or NVLink domain.").required();
  list.integer("ocs_count", &PodSpec::ocs_count, kNonNegative, "Optical circuit switches of the pod.");
  list.quantity("ocs_power", &PodSpec::ocs_power, kNonNegative, "Power of one optical circuit switch.");
  list.quantity("ocs_reconfiguration", &PodSpec::ocs_reconfiguration, kNonNegative,
                "Time to join another set of cubes, software included.");
  list.integer("wrap_length", &PodSpec::wrap_length, kNonNegative,
               "Without OCS: the axis length that is wrapped into a ring; 0 when OCS wrap every axis.");
  list.quantity("network_power", &PodSpec::network_power, kNonNegative, "In-pod switches other than OCS, whole pod.");
  return list;
}

Watts provisioned_power(const PodSpec& pod, const ChipSpec& chip) {
  return with_chip_power(pod, chip, chip.peak_power);
}

Watts idle_power(const PodSpec& pod, const ChipSpec& chip) { return with_chip_power(pod, chip, chip.idle_power); }

}  // namespace gigapod
