#include "sim/model/parallelism.hpp"

namespace gigapod {

FieldList<Parallelism> parallelism_fields() {
  const Range degree{1, 1 << 20};
  FieldList<Parallelism> list;
  list.integer("tensor", &Parallelism::tensor, degree, "Chips that split each matrix product (with its sequence).");
  list.integer("fsdp", &Parallelism::fsdp, degree, "Chips that share one copy of weights, gradients and optimizer.");
  list.integer("data", &Parallelism::data, degree, "Full copies of the weights inside a slice.");
  list.integer("pipeline", &Parallelism::pipeline, degree, "Stages of layers inside a slice.");
  list.integer("expert", &Parallelism::expert, degree, "Chips that share the experts of a mixture-of-experts layer.");
  list.integer("context", &Parallelism::context, degree, "Chips that split one sequence (ring attention).");
  list.integer("dcn_data", &Parallelism::dcn_data, degree, "Copies of the weights over slices, joined by the DCN.");
  list.integer("dcn_fsdp", &Parallelism::dcn_fsdp, degree, "Slices that share one copy of the weights over the DCN.");
  list.integer("dcn_pipeline", &Parallelism::dcn_pipeline, degree, "Stages of layers over slices.");
  list.integer("microbatches", &Parallelism::microbatches, degree,
               "Parts of the batch that flow through a pipeline.");
  list.integer("pipeline_interleave", &Parallelism::pipeline_interleave, degree,
               "Groups of layers per stage (interleaved schedule).");
  return list;
}

}  // namespace gigapod
