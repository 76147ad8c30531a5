#include "analysis/run/run_data.hpp"

namespace gigapod {

double RunData::figure(const std::string& name, double otherwise) const {
  const auto found = figures.find(name);
  return found == figures.end() ? otherwise : found->second;
}

std::string RunData::text(const std::string& name) const {
  const auto found = texts.find(name);
  return found == texts.end() ? std::string() : found->second;
}

const PiecewiseSeries* RunData::find_series(const std::string& metric, const std::string& label) const {
  const auto by_label = metrics.find(metric);
  if (by_label == metrics.end()) return nullptr;
  const auto series = by_label->second.find(label);
  return series == by_label->second.end() ? nullptr : &series->second;
}

Seconds RunData::horizon() const { return Seconds(figure("horizon_seconds")); }

}  // namespace gigapod
