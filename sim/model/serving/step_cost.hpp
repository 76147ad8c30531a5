#pragma once

#include "sim/model/serving/expert_imbalance.hpp"
#include "sim/model/serving/model_work.hpp"
#include "sim/model/serving/phase_time.hpp"

#include <optional>

namespace gigapod {

/// What one step of a replica has to do: decode and prefill together (chunked prefill), or one of them.
struct StepWork {
  double decode_rows = 0.0;        ///< of sequences that produce tokens
  double prefill_rows = 0.0;       ///< prompt tokens
  double prompts = 0.0;            ///< prompts that end in this step and produce their first token
  double seen = 0.0;               ///< cached tokens that the sequences see, summed over sequences and layers
  double pairs = 0.0;              ///< query-key pairs of the prompt tokens, summed over layers
  double rows_per_sequence = 1.0;  ///< of the decode rows: more where drafted tokens are checked
};

/// The equations of a step for one plan on one slice. Keeps references: the arguments must outlive it.
class StepCost {
 public:
  StepCost(const ServingPlan& plan, const ChipSpec& chip, const SliceTopology& slice);

  /// Weights are read once, whatever the mix.
  [[nodiscard]] PhaseTime step(const StepWork& work) const;

  /// Compute of the matrix products alone: linear in the rows, but for uneven experts.
  [[nodiscard]] Seconds product_compute(const StepWork& work) const;
  [[nodiscard]] Seconds communication(const StepWork& work) const;
  [[nodiscard]] Bytes weights_read(double rows) const;  ///< by all chips together
  /// Over the cache and within prompts: linear in what is seen and in the pairs.
  [[nodiscard]] Seconds attention(const StepWork& work) const;
  [[nodiscard]] Seconds overhead() const;
  [[nodiscard]] double flops(const StepWork& work) const;
  /// Time to read that much from HBM when all chips share in it.
  [[nodiscard]] Seconds read_time(Bytes size) const;
  [[nodiscard]] const ModelWork& model() const { return work_; }

 private:
  struct Products {
    double dense_flops = 0.0;
    double routed_flops = 0.0;
  };
  [[nodiscard]] Products products(const StepWork& work) const;

  const ServingPlan& plan_;
  const ChipSpec& chip_;
  const SliceTopology& slice_;
  ModelWork work_;
  ServingEngine engine_;
  std::optional<ExpertImbalance> imbalance_;
  double chips_ = 1.0;
  double product_rate_ = 0.0;  // FLOP/s of the slice
  double score_rate_ = 0.0;    // FLOP/s of the slice
  double hbm_rate_ = 0.0;      // B/s of one chip
};

}  // namespace gigapod
