// List prices per chip-hour as published by cloud providers, US regions, without discounts. They change; the dates
// are those of the sources. They are no cost of ownership.

#include "sim/model/cost/chip_price.hpp"

#include <array>

namespace gigapod {
namespace {

struct Row {
  std::string_view chip;
  double on_demand_per_hour;
  double one_year_per_hour;
  double three_years_per_hour;
};

constexpr std::array<Row, 6> kRows{{
    {"v4", 3.22, 1.93, 0.0},    // assumed: quoted second hand, no primary source at hand
    {"v5e", 1.20, 0.84, 0.54},  // cloud.google.com/tpu/pricing, February 2025, in jax-ml/scaling-book
    {"v5p", 4.20, 2.94, 1.89},  // the same page, quoted in 2025
    {"v6e", 2.70, 1.89, 1.22},  // assumed: quoted second hand, no primary source at hand
    {"v7", 12.0, 8.40, 5.40},   // cloud.google.com/tpu/pricing as of August 2026
    {"h100", 10.8, 0.0, 0.0},   // cloud.google.com, February 2025, in jax-ml/scaling-book
}};

constexpr DollarsPerSecond per_hour(double dollars) { return DollarsPerSecond(dollars / 3600.0); }

}  // namespace

std::optional<ChipPrice> find_chip_price(std::string_view chip) {
  for (const Row& row : kRows) {
    if (row.chip != chip) continue;
    return ChipPrice{per_hour(row.on_demand_per_hour), per_hour(row.one_year_per_hour),
                     per_hour(row.three_years_per_hour)};
  }
  return std::nullopt;
}

}  // namespace gigapod
