#pragma once

#include "sim/base/ids.hpp"
#include "sim/engine/engine_context.hpp"
#include "sim/model/failure/failure_class.hpp"

#include <optional>
#include <vector>

namespace gigapod {

/// What a failure hit.
struct Failure {
  const FailureClass* kind = nullptr;
  PodId pod;
  std::optional<BlockId> block;  ///< nothing for an optical switch
  int down_chips = 0;            ///< of the block
  Seconds repair;                ///< until the component is back; 0: at once
};

/// One superposed Poisson process a class of component over the whole site; the victim is drawn when it strikes, so
/// a failure costs the same on a thousand chips and on a million.
class FailureSource {
 public:
  FailureSource(const std::vector<FailureClass>& classes, const SiteLayout& layout, const RandomStreams& random);

  /// Plans the first failure of every class.
  void begin(EngineContext& context);
  /// The failure of class `index` that is due now; plans the next.
  [[nodiscard]] Failure strike(std::uint32_t index, EngineContext& context);

 private:
  struct Process {
    const FailureClass* kind;
    RandomStream arrivals;
    RandomStream victims;
    RandomStream repairs;
    std::vector<double> reach;  ///< components of pods 0 … i together
  };
  void plan_next(std::uint32_t index, EngineContext& context);

  const SiteLayout* layout_;
  std::vector<Process> processes_;
};

}  // namespace gigapod
