#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gigapod {

/// Blocks as text, by their place in the pod: `0-15,32`. `blocks` ascend and none comes twice.
[[nodiscard]] std::string block_ranges_text(std::span<const std::uint32_t> blocks);

/// The blocks of such a text; nothing for a text that `block_ranges_text` would not write for blocks below `end`.
[[nodiscard]] std::optional<std::vector<std::uint32_t>> find_block_ranges(std::string_view text, std::uint32_t end);

}  // namespace gigapod
