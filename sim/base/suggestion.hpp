#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gigapod {

/// The known word nearest to `word`, for "did you mean": one that differs only in case, else with at most a third of
/// its letters changed, added, dropped or swapped. Nothing when none is near.
[[nodiscard]] std::optional<std::string> nearest_word(std::string_view word, const std::vector<std::string>& known);

}  // namespace gigapod
