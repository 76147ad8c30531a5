#include "analysis/smallest_slice.hpp"

namespace gigapod {

std::optional<Shape> smallest_slice(const ServingPlan& plan, const ChipSpec& chip, const PodSpec& pod) {
  ServingPlan patient = plan;
  patient.ttft_target = patient.tpot_target = Seconds(1e9);
  for (const Shape& shape : slice_shapes(pod)) {
    if (serving_faults(patient, chip, slice_topology(shape, pod)).empty()) return shape;
  }
  return std::nullopt;
}

}  // namespace gigapod
