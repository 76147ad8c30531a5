#pragma once

#include "analysis/scaling/scaling.hpp"

#include <string>
#include <vector>

namespace gigapod {

/// A policy of `named_remat_policies`, else `full` … with what is kept beside.
[[nodiscard]] std::string remat_text(const ScalePoint& point);
/// Degrees above one, and passes: "tensor 8, fsdp 72, 4 passes".
[[nodiscard]] std::string layout_text(const ScalePoint& point);
/// What became of sizes asked for, one sentence: "… fill: 1,000 as 960, 30 not at all"; empty where there are none.
[[nodiscard]] std::string moved_sizes_note(const std::vector<MovedSize>& sizes);
/// Of closed forms outside the simulated interval: at how many sizes, and the one that is farthest from the mean;
/// empty where there are none.
[[nodiscard]] std::string goodput_note(const ScalingStudy& study);
/// Both, as far as there is something to say.
[[nodiscard]] std::vector<std::string> study_notes(const ScalingStudy& study);

}  // namespace gigapod
