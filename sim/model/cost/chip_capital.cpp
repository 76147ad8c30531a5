// Nobody publishes what a large buyer pays. These are ranges of estimates, with hosts and networks, without
// buildings.

#include "sim/model/cost/chip_capital.hpp"

#include <array>

namespace gigapod {
namespace {

struct Row {
  std::string_view chip;
  double least;
  double most;
};

constexpr std::array<Row, 3> kRows{{
    // 8-GPU nodes at 300 to 350 k$ and 10 to 15% of network (v2-pseo-ai.pages.dev/tools/gpu-tco-analysis); 50 k$ all
    // in
    // (5 G$ for 100,000: greaterwrong.com, no77e's shortform).
    {"h100", 41e3, 50e3},
    // 1 GW of NVL72 racks of 132 kW at 25.6 G$ (from epoch.ai/data-insights/ai-datacenter-cost-breakdown, see
    // docs/models/cost.md); 5 M$ a rack all in (greaterwrong.com, the same).
    {"gb200", 47e3, 70e3},
    // assumed: orders of 21 G$ (briefly.co, 2026) for up to a million chips (announced October 2025) at least.
    {"v7", 21e3, 30e3},
}};

}  // namespace

std::optional<ChipCapital> find_chip_capital(std::string_view chip) {
  for (const Row& row : kRows) {
    if (row.chip == chip) return ChipCapital{Dollars(row.least), Dollars(row.most)};
  }
  return std::nullopt;
}

}  // namespace gigapod
