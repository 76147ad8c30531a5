#pragma once

#include <map>
#include <string>
#include <vector>

namespace gigapod {

/// A figure of a run over another, as the page of a report shows it: a share, a rate or an efficiency.
struct FigureQuotient {
  std::string figure;
  std::string of;
  double value = 0.0;
};

/// Those of a run's figures, in the order of names: buckets of the waterfall and links of the energy flow over their
/// totals, causes of interruptions over all, and a few more. One over zero is left out.
[[nodiscard]] std::vector<FigureQuotient> figure_quotients(const std::map<std::string, double>& figures);

}  // namespace gigapod
