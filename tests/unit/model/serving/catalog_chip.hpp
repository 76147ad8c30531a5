#pragma once

#include "sim/base/check.hpp"
#include "sim/base/dimension.hpp"
#include "sim/hardware/chip.hpp"

#include <cstdint>
#include <fstream>
#include <string>

namespace gigapod::testing {

/// The chip as topologies/catalog/chips describes it. Catalog files of chips are flat: `field: value` lines up to
/// `sources:`; that is all this reads.
inline ChipSpec catalog_chip(const std::string& name) {
  std::ifstream file(std::string(GIGAPOD_SOURCE_DIR) + "/topologies/catalog/chips/" + name + ".yaml");
  GIGAPOD_CHECK(file.is_open(), "the catalog has no chip " + name);
  const FieldList<ChipSpec> fields = chip_fields();
  ChipSpec chip;
  for (std::string line; std::getline(file, line) && line != "sources:";) {
    const auto colon = line.find(": ");
    if (colon == std::string::npos) continue;
    const std::string value = line.substr(colon + 2);
    for (const auto& entry : fields.entries()) {
      if (entry.field.name != line.substr(0, colon)) continue;
      switch (entry.field.kind) {
        case FieldKind::kText: entry.write(chip, value); break;
        case FieldKind::kNumber: entry.write(chip, std::stod(value)); break;
        case FieldKind::kInteger: entry.write(chip, static_cast<std::int64_t>(std::stoll(value))); break;
        default: entry.write(chip, std::get<Amount>(parse_amount(value)).base_value);
      }
    }
  }
  return chip;
}

}  // namespace gigapod::testing
