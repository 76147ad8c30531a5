#pragma once

#include <string>
#include <utility>
#include <vector>

namespace gigapod {

/// Values of a resolved.yaml by key, without the seed and the number of seeds, which are shown with each side. `of`
/// is what findings call the results: "run directory 'x'". Throws InvalidInput.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> side_scenario(const std::string& resolved,
                                                                             const std::string& of);

}  // namespace gigapod
