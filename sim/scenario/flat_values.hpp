#pragma once

#include <string>
#include <utility>
#include <vector>

namespace gigapod {

/// The values of a resolved scenario by key, in the order of the file: `site.power.grid_power`, `jobs.train.slices`.
/// An item of a list goes by its `name`, else by its place; a list of plain values is one value. Throws InvalidInput
/// when the text is no YAML.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> flat_values(const std::string& resolved);

}  // namespace gigapod
