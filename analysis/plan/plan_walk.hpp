#pragma once

#include "analysis/plan/layout_space.hpp"
#include "sim/model/step/training_step.hpp"

#include <limits>
#include <vector>

namespace gigapod {

/// What a plan keeps for the backward pass, and where.
struct RematPolicy {
  Remat remat = Remat::kFull;
  unsigned saved_tensors = 0;      ///< SavedTensor bits kept on the chip beyond `remat`
  unsigned offloaded_tensors = 0;  ///< SavedTensor bits kept in host memory
  bool operator==(const RematPolicy&) const = default;
};

struct NamedRematPolicy {
  const char* name;
  RematPolicy policy;
};
/// Those that searches try, from nothing repeated to everything.
[[nodiscard]] const std::vector<NamedRematPolicy>& named_remat_policies();

/// What becomes of a batch that the ranks and passes do not divide.
enum class BatchRule {
  kFillUp,    ///< the next larger that they divide, the rest being filling
  kRoundDown  ///< the next smaller, so that the batch is a limit
};

/// Everything that a search may choose about a plan on given slices.
struct PlanSpace {
  LayoutSpace layouts;
  std::vector<Precision> precisions;
  std::vector<RematPolicy> remats;
  std::vector<int> interleaves = {1};  ///< groups of layers per stage, where they come out whole
  /// Replicas inside a slice share the optimizer state, or not; else as the start says.
  bool tries_sharded_optimizer = false;
  /// Sequences are split over chips only where they are few for the ranks.
  bool splits_few_sequences_only = false;
  bool doubles_passes_only = false;  ///< tries 1, 2, 4 … passes, not 3, 6, 12 … beside them
  /// Microbatches per stage from which a pipeline counts as full: more of them only where fewer do not fit.
  int rounds_that_fill = std::numeric_limits<int>::max();
  BatchRule batch_rule = BatchRule::kRoundDown;
  bool operator==(const PlanSpace&) const = default;
};

/// The space of the plan's own model, precision and remat: `PlanSpace` with one choice of each.
[[nodiscard]] PlanSpace space_around(const TrainingPlan& plan);

/// What a visitor makes of a plan.
enum class Verdict {
  kFits,
  kTooLarge,  ///< fewer sequences per pass may fit
  kStop       ///< end the walk
};

class PlanVisitor {
 public:
  virtual ~PlanVisitor() = default;
  /// `memory` is what the plan needs of HBM. The plan may be without fault but for that.
  virtual Verdict visit(const TrainingPlan& plan, Bytes memory) = 0;
  /// A layout with more ranks than there are sequences, which the batch rule does not fill up.
  virtual void lacks_sequences(const Parallelism& layout) = 0;
};

/// Visits every plan of the space on the machine with `batch` sequences a step, always in the same order. A rank's
/// sequences go through a pipeline as microbatches, else in passes of accumulated gradients: as few as memory allows,
/// because without a pipeline a pass more never makes a step faster. A pipeline has a microbatch for each stage where
/// there are as many sequences.
void walk_plans(const TrainingPlan& start, int batch, const StepMachine& machine, const PlanSpace& space,
                PlanVisitor& visitor);

}  // namespace gigapod
