#pragma once

#include "sim/model/parallelism.hpp"

namespace gigapod {

/// Stages that the layers of a model are split over, in a slice and over slices.
[[nodiscard]] int pipeline_stages(const Parallelism& parallelism);

/// Fill and drain of the pipeline over the time of all passes; 0 without a pipeline.
[[nodiscard]] double pipeline_fill(const Parallelism& parallelism);

/// Microbatches whose activations the first stage holds at most, of all its layers together; 1 without a pipeline.
[[nodiscard]] double microbatches_held(const Parallelism& parallelism);

/// Layers of the fullest stage.
[[nodiscard]] int most_layers_of_stage(int layers, int stages);

}  // namespace gigapod
