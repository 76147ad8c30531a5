#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace gigapod {

/// Blocks as text, by their place in the pod: `0-15,32`. `blocks` ascend and none comes twice.
[[nodiscard]] std::string block_ranges_text(std::span<const std::uint32_t> blocks);

}  // namespace gigapod
