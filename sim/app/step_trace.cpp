#include "sim/app/step_trace.hpp"

#include "analysis/export/trace_events.hpp"
#include "sim/model/pipeline_schedule.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gigapod::app {
namespace {

/// A part of the step in which one layer, or what comes before and after all layers, goes one way.
struct Block {
  std::string name;
  bool is_layer = false;
  bool is_backward = false;
  std::vector<std::pair<std::string, Seconds>> operators;

  [[nodiscard]] Seconds duration() const {
    Seconds sum(0);
    for (const auto& [name_of_operator, time] : operators) sum += time;
    return sum;
  }
};

bool is_of_layers(OperatorClass operators) {
  return operators != OperatorClass::kEmbedding && operators != OperatorClass::kLogits &&
         operators != OperatorClass::kLoss;
}

/// Gradients of replicas and slices travel when they are whole; everything else at its layer.
bool is_after_all(Traffic traffic) { return traffic == Traffic::kReplicas || traffic == Traffic::kDcnGradients; }

bool is_between_slices(Traffic traffic) {
  return traffic == Traffic::kDcnWeights || traffic == Traffic::kDcnGradients || traffic == Traffic::kDcnPipeline;
}

int layers_of(const StepAnswer& answer) {
  return std::max(1, answer.plan.model.layers / pipeline_stages(answer.plan.parallelism));
}

/// Lays the sums of a step out on tracks.
class StepTrack {
 public:
  explicit StepTrack(const StepAnswer& answer) : answer_(answer), chip_(trace_.track("chip", "compute")) {}

  std::string json() {
    std::vector<Block> blocks = forward_blocks();
    std::vector<Block> backward = backward_blocks();
    blocks.insert(blocks.end(), backward.begin(), backward.end());
    for (const Block& block : blocks) {
      compute_ += block.duration();
      if (block.is_backward) backward_ += block.duration();
    }
    layer_passes_ = static_cast<double>(2 * layers_of(answer_));
    for (const Block& block : blocks) add_block(block);
    const StepTime& step = answer_.step;
    const Seconds to_host = step.compute + step.hbm - step.update - compute_;
    add_own("transfers to host memory", std::max(Seconds(0), to_host));
    add_after_all();
    add_own("pipeline fill and drain", step.bubble);
    add_own("wait for the slowest", step.straggler);
    add_own("optimizer update", step.update);
    add_own("launch, host, input", step.overhead);
    return trace_.json(
        {{"program", "gigapod"},
         {"model", answer_.plan.model.name},
         {"pod", answer_.pod},
         {"slice", to_text(answer_.shape)},
         {"step_seconds", fmt::format("{}", step.total.value())},
         {"passes", std::to_string(answer_.plan.gradient_accumulation * answer_.plan.parallelism.microbatches)}});
  }

 private:
  using Pass = Seconds OperatorShare::*;

  void add_operators(Block& block, Pass pass, const char* mark, bool of_layers, double share) const {
    for (const OperatorShare& operators : answer_.operators) {
      const Seconds time = (operators.*pass) * share;
      if (time <= Seconds(0) || is_of_layers(operators.operators) != of_layers) continue;
      block.operators.emplace_back(fmt::format("{}{}", name_of(operators.operators), mark), time);
    }
  }

  [[nodiscard]] std::vector<Block> forward_blocks() const {
    const int layers = layers_of(answer_);
    std::vector<Block> blocks;
    for (int layer = 1; layer <= layers; ++layer) {
      blocks.push_back({fmt::format("forward, layer {}", layer), true, false, {}});
      add_operators(blocks.back(), &OperatorShare::forward, "", true, 1.0 / layers);
    }
    blocks.push_back({"forward, embedding and loss", false, false, {}});
    add_operators(blocks.back(), &OperatorShare::forward, "", false, 1.0);
    return blocks;
  }

  [[nodiscard]] std::vector<Block> backward_blocks() const {
    const int layers = layers_of(answer_);
    std::vector<Block> blocks = {{"backward, embedding and loss", false, true, {}}};
    add_operators(blocks.back(), &OperatorShare::recompute, " again", false, 1.0);
    add_operators(blocks.back(), &OperatorShare::backward, "", false, 1.0);
    for (int layer = layers; layer >= 1; --layer) {
      blocks.push_back({fmt::format("backward, layer {}", layer), true, true, {}});
      add_operators(blocks.back(), &OperatorShare::recompute, " again", true, 1.0 / layers);
      add_operators(blocks.back(), &OperatorShare::backward, "", true, 1.0 / layers);
    }
    return blocks;
  }

  TraceEvents::Track track_of(Traffic traffic) {
    return trace_.track(is_between_slices(traffic) ? "DCN" : "ICI", name_of(traffic));
  }

  /// Operators one after another, hidden transfers beside them, then exposed ones.
  void add_block(const Block& block) {
    const Seconds begin = now_;
    for (const auto& [name, time] : block.operators) add_own(name, time);
    for (std::size_t i = 0; i < kTrafficKinds; ++i) {
      const auto traffic = static_cast<Traffic>(i);
      const Seconds hidden = hidden_beside(block, traffic);
      if (hidden > Seconds(0)) trace_.add_span(track_of(traffic), "hidden", begin, begin + hidden);
      if (block.is_layer && !is_after_all(traffic)) {
        add_exposed(traffic, answer_.step.traffic[i].exposed / layer_passes_);
      }
    }
    if (now_ > begin) trace_.add_span(chip_, block.name, begin, now_);
  }

  /// By the time of the block among those that can hide it: of gradients the backward ones, when they are enough.
  [[nodiscard]] Seconds hidden_beside(const Block& block, Traffic traffic) const {
    const Seconds hidden = answer_.step.traffic[static_cast<std::size_t>(traffic)].hidden;
    const bool is_backward_only = is_after_all(traffic) && hidden <= backward_;
    const Seconds cover = is_backward_only ? backward_ : compute_;
    if (cover <= Seconds(0) || (is_backward_only && !block.is_backward)) return Seconds(0);
    return hidden * (block.duration() / cover);
  }

  void add_exposed(Traffic traffic, Seconds time) {
    if (time <= Seconds(0)) return;
    trace_.add_span(track_of(traffic), "exposed", now_, now_ + time);
    add_own(fmt::format("wait for {}: {}", is_between_slices(traffic) ? "DCN" : "ICI", name_of(traffic)), time);
  }

  void add_after_all() {
    for (std::size_t i = 0; i < kTrafficKinds; ++i) {
      const auto traffic = static_cast<Traffic>(i);
      if (is_after_all(traffic)) add_exposed(traffic, answer_.step.traffic[i].exposed);
    }
  }

  void add_own(const std::string& name, Seconds time) {
    if (time <= Seconds(0)) return;
    trace_.add_span(chip_, name, now_, now_ + time);
    now_ += time;
  }

  const StepAnswer& answer_;
  TraceEvents trace_;
  TraceEvents::Track chip_;
  Seconds now_;
  Seconds compute_;
  Seconds backward_;
  double layer_passes_ = 1.0;
};

}  // namespace

std::string step_trace_json(const StepAnswer& answer) { return StepTrack(answer).json(); }

}  // namespace gigapod::app
