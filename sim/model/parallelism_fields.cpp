#include "sim/model/parallelism.hpp"

namespace gigapod {

FieldList<Parallelism> parallelism_fields() {
  const Range degree{1.0, 1e6};
  FieldList<Parallelism> list;
  list.integer("tensor", &Parallelism::tensor, degree, "Chips that split every matrix product.");
  list.integer("fsdp", &Parallelism::fsdp, degree, "Chips that shard weights, gradients and optimizer state.");
  list.integer("data", &Parallelism::data, degree, "Replicas of the weights inside a slice.");
  list.integer("pipeline", &Parallelism::pipeline, degree, "Pipeline stages inside a slice.");
  list.integer("expert", &Parallelism::expert, degree, "Chips that share out the experts of a MoE layer.");
  list.integer("context", &Parallelism::context, degree, "Chips that split the sequence of one sample.");
  list.integer("dcn_data", &Parallelism::dcn_data, degree, "Slices that each hold a replica.");
  list.integer("dcn_fsdp", &Parallelism::dcn_fsdp, degree, "Slices that shard the weights over the DCN.");
  list.integer("dcn_pipeline", &Parallelism::dcn_pipeline, degree, "Pipeline stages made of slices.");
  list.integer("microbatches", &Parallelism::microbatches, degree, "Micro-batches per pipeline round.");
  list.integer("pipeline_interleave", &Parallelism::pipeline_interleave, {1.0, 1e3},
               "Model chunks per pipeline stage (interleaved 1F1B).");
  return list;
}

}  // namespace gigapod
