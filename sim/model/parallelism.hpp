#pragma once

#include "sim/base/fields.hpp"

namespace gigapod {

/// Degrees of parallelism. The product of the first six is the chips of one slice; the product of the `dcn_` ones
/// is the number of slices.
struct Parallelism {
  int tensor = 1;
  int fsdp = 1;  ///< weights, gradients and optimizer state sharded; data parallel in activations
  int data = 1;  ///< replicated data parallel inside the slice
  int pipeline = 1;
  int expert = 1;
  int context = 1;  ///< sequence of one sample split over chips (ring attention)
  int dcn_data = 1;
  int dcn_fsdp = 1;
  int dcn_pipeline = 1;
  int microbatches = 1;         ///< per pipeline round; at least the pipeline depth to keep the bubble small
  int pipeline_interleave = 1;  ///< model chunks per stage (interleaved 1F1B)

  [[nodiscard]] int chips_per_slice() const { return tensor * fsdp * data * pipeline * expert * context; }
  [[nodiscard]] int slices() const { return dcn_data * dcn_fsdp * dcn_pipeline; }
  bool operator==(const Parallelism&) const = default;
};

[[nodiscard]] FieldList<Parallelism> parallelism_fields();

}  // namespace gigapod
