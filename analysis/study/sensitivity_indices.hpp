#pragma once

#include "sim/base/sampling.hpp"

#include <cstddef>
#include <vector>

namespace gigapod {

/// A number with its 95% interval; no number where too few outputs are known (least_sample_size).
struct IndexEstimate {
  double value = 0.0;
  double low = 0.0;
  double high = 0.0;
};

/// What an axis does to an output by Morris, per whole range of the axis (a step is kMorrisStep of it).
struct MorrisEffect {
  IndexEstimate mean_absolute;  ///< mu*: how much it matters
  IndexEstimate mean;           ///< mu: in which direction
  IndexEstimate deviation;      ///< sigma: how far that depends on the other axes or is no line
};

/// Parts of the variance of an output that an axis explains.
struct SobolIndices {
  IndexEstimate first;  ///< by itself
  IndexEstimate total;  ///< together with the others
};

/// One effect an axis. `outputs` are beside the points of SampleMethod::kMorris; a trajectory with one that is no
/// number is left out.
[[nodiscard]] std::vector<MorrisEffect> morris_effects(const std::vector<SamplePoint>& points,
                                                       const std::vector<double>& outputs);

/// One pair an axis. `outputs` are beside the points of SampleMethod::kSobol over `axes` axes; a block with one that
/// is no number is left out. All zero when the output does not vary.
[[nodiscard]] std::vector<SobolIndices> sobol_indices(std::size_t axes, const std::vector<double>& outputs);

/// Spearman's correlation of the ranks of each axis and of the outputs; points whose output is no number are left
/// out.
[[nodiscard]] std::vector<IndexEstimate> rank_correlations(const std::vector<SamplePoint>& points,
                                                           const std::vector<double>& outputs);

}  // namespace gigapod
