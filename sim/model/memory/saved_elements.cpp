#include "sim/model/memory/saved_elements.hpp"

#include "sim/model/step/training_step.hpp"

namespace gigapod {

double saved_elements(const TransformerSpec& model, unsigned tensors, bool is_moe) {
  const double query = static_cast<double>(model.heads) * model.head_dim;
  const double ways = model.mlp == MlpKind::kGated ? 2.0 : 1.0;
  const double copies = is_moe ? model.experts_per_token * model.capacity_factor + model.shared_experts : 1.0;
  const double width = is_moe ? model.expert_ffn : model.ffn;
  double elements = 0.0;
  if (holds(tensors, SavedTensor::kQkv)) elements += query + 2.0 * model.kv_heads * model.head_dim;
  if (holds(tensors, SavedTensor::kAttention)) elements += query;
  if (holds(tensors, SavedTensor::kOutput)) elements += model.hidden;
  if (holds(tensors, SavedTensor::kMlpIn)) elements += copies * ways * width;
  if (holds(tensors, SavedTensor::kMlpOut)) elements += copies * model.hidden;
  return elements;
}

}  // namespace gigapod
