#include "sim/model/step/operator_breakdown.hpp"

#include "sim/model/step/operators.hpp"

namespace gigapod {

namespace {

void add(OperatorTable& sums, const OperatorTable& table, double count) {
  for (std::size_t i = 0; i < table.size(); ++i) {
    for (const auto phase : {&OperatorPhases::forward, &OperatorPhases::recompute, &OperatorPhases::backward}) {
      OperatorTime time = table[i].*phase;
      time.flops *= count;
      time.mxu *= count;
      time.hbm *= count;
      time.bytes *= count;
      sums[i].*phase += time;
    }
  }
}

}  // namespace

OperatorBreakdown operator_breakdown(const TrainingPlan& plan, const StepMachine& machine) {
  const Parallelism& p = plan.parallelism;
  const double stages = static_cast<double>(p.pipeline) * p.dcn_pipeline;
  const double scale = static_cast<double>(plan.gradient_accumulation) * p.microbatches / stages;
  const double tokens = tokens_per_pass(plan);
  OperatorTable sums{};
  OperatorBreakdown breakdown{};
  for (const LayerKind& kind : layer_kinds(plan.model)) {
    if (kind.count > 0) add(sums, layer_operators(plan, machine.chip, kind, tokens, step_constants()), kind.count);
  }
  add(sums, outer_operators(plan, machine.chip, tokens, step_constants()), 1.0);
  for (std::size_t i = 0; i < sums.size(); ++i) {
    const OperatorPhases& phases = sums[i];
    breakdown[i].operators = static_cast<OperatorClass>(i);
    breakdown[i].forward = Seconds(phases.forward.seconds() * scale);
    breakdown[i].recompute = Seconds(phases.recompute.seconds() * scale);
    breakdown[i].backward = Seconds(phases.backward.seconds() * scale);
    breakdown[i].flops = Flops((phases.forward.flops + phases.recompute.flops + phases.backward.flops) * scale);
    breakdown[i].bytes = Bytes((phases.forward.bytes + phases.recompute.bytes + phases.backward.bytes) * scale);
    breakdown[i].is_memory_bound = phases.forward.hbm > phases.forward.mxu;
  }
  return breakdown;
}

const char* name_of(OperatorClass operators) {
  switch (operators) {
    case OperatorClass::kProjections: return "projections";
    case OperatorClass::kAttention: return "attention";
    case OperatorClass::kOutput: return "attention_output";
    case OperatorClass::kMlp: return "mlp";
    case OperatorClass::kExperts: return "experts";
    case OperatorClass::kElementwise: return "elementwise";
    case OperatorClass::kQuantization: return "quantization";
    case OperatorClass::kLogits: return "logits";
    case OperatorClass::kLoss: return "loss";
    case OperatorClass::kEmbedding: return "embedding";
    case OperatorClass::kCount: break;
  }
  return "";
}

const char* name_of(Traffic traffic) {
  switch (traffic) {
    case Traffic::kWeights: return "weights";
    case Traffic::kTensor: return "tensor";
    case Traffic::kContext: return "context";
    case Traffic::kExpert: return "expert";
    case Traffic::kPipeline: return "pipeline";
    case Traffic::kReplicas: return "replicas";
    case Traffic::kDcnWeights: return "dcn_weights";
    case Traffic::kDcnGradients: return "dcn_gradients";
    case Traffic::kDcnPipeline: return "dcn_pipeline";
    case Traffic::kCount: break;
  }
  return "unknown";
}

}  // namespace gigapod
