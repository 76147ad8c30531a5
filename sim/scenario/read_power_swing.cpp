#include "sim/scenario/read_power_swing.hpp"

#include <fmt/format.h>

namespace gigapod {
namespace {

template <class T>
void read_fields(const DocumentNode* node, const std::string& key, const FieldList<T>& fields, Findings& findings,
                 T& object) {
  if (node == nullptr) return;
  MappingReader reader(*node, fmt::format("'{}'", key), findings);
  if (!reader.is_valid()) return;
  reader.read(fields, object, false);
  reader.finish();
}

void check_band(const DocumentNode& node, const UtilityLimits& limits, Findings& findings) {
  if (limits.band_low < limits.band_high) return;
  const DocumentNode* low = node.find("band_low");
  findings.error(low != nullptr ? low->mark : node.label,
                 fmt::format("'band_low' {} is not below 'band_high' {}", short_text(limits.band_low),
                             short_text(limits.band_high)),
                 "the band of 'band_share' goes from the lower to the higher frequency");
}

void check_battery(const DocumentNode& node, const SmoothingSpec& smoothing, Findings& findings) {
  const bool has_power = smoothing.battery_power > Watts(0);
  if (has_power == (smoothing.battery_energy > Joules(0))) return;
  const DocumentNode* given = node.find(has_power ? "battery_power" : "battery_energy");
  findings.error(given != nullptr ? given->label : node.label,
                 has_power ? "a battery with power but no energy" : "a battery with energy but no power",
                 has_power ? "add 'battery_energy', for example 100 MJ" : "add 'battery_power', for example 50 MW");
}

}  // namespace

void read_power_swing_keys(MappingReader& site_reader, Findings& findings, SiteSpec& site) {
  const DocumentNode* limits = site_reader.take("utility_limits");
  read_fields(limits, "utility_limits", utility_limit_fields(), findings, site.utility_limits);
  if (limits != nullptr) check_band(*limits, site.utility_limits, findings);
  const DocumentNode* smoothing = site_reader.take("smoothing");
  read_fields(smoothing, "smoothing", smoothing_fields(), findings, site.smoothing);
  if (smoothing != nullptr) check_battery(*smoothing, site.smoothing, findings);
}

}  // namespace gigapod
