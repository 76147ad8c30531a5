/// Pipelines of p stages with v groups of layers each and m microbatches, scheduled 1F1B (interleaved for v > 1).
///
///   fill and drain, of all passes  (p - 1) / (v m)                                 arXiv:2104.04473, 2.2
///   held by the first stage        p microbatches; interleaved p (1 + (p - 1) / (p v))   arXiv:2205.05198, 4.2.3
///                                  never more than m
///   fullest stage                  ceil(layers / p) layers
///
/// Assumes that stages hold any whole number of layers and groups of a stage take the same time. Programs that run
/// all forward passes first (GPipe) hold m.
#include "sim/model/pipeline_schedule.hpp"

#include <algorithm>

namespace gigapod {

int pipeline_stages(const Parallelism& parallelism) { return parallelism.pipeline * parallelism.dcn_pipeline; }

double pipeline_fill(const Parallelism& parallelism) {
  return (pipeline_stages(parallelism) - 1.0) /
         (static_cast<double>(parallelism.microbatches) * parallelism.pipeline_interleave);
}

double microbatches_held(const Parallelism& parallelism) {
  const double stages = pipeline_stages(parallelism);
  if (stages < 2) return 1.0;
  const int groups = parallelism.pipeline_interleave;
  const double held = groups > 1 ? stages + (stages - 1.0) / groups : stages;
  return std::min<double>(held, parallelism.microbatches);
}

int most_layers_of_stage(int layers, int stages) { return (layers + stages - 1) / stages; }

}  // namespace gigapod
