#pragma once

#include "analysis/scaling/scaling.hpp"

#include <string>

namespace gigapod {

/// A policy of `named_remat_policies`, else `full` … with what is kept beside.
[[nodiscard]] std::string remat_text(const ScalePoint& point);
/// Degrees above one, and passes: "tensor 8, fsdp 72, 4 passes".
[[nodiscard]] std::string layout_text(const ScalePoint& point);
/// What became of sizes asked for, one sentence: "… fill: 1,000 as 960, 30 not at all"; empty where there are none.
[[nodiscard]] std::string moved_sizes_note(const std::vector<MovedSize>& sizes);

}  // namespace gigapod
