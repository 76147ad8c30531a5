#pragma once

#include "sim/base/quantity.hpp"
#include "sim/base/series.hpp"
#include "sim/record/run_writer.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace gigapod {

/// manifest.json: what made the run directory.
struct RunManifest {
  std::string program;  ///< "gigapod"
  std::string version;  ///< of the program that made the run
  int schema_version = 0;
  std::uint64_t seed = 0;
  std::string scenario_name;
  std::string scenario_hash;                 ///< 32 hexadecimal digits
  std::string fingerprint;                   ///< of all simulated results, 32 hexadecimal digits
  std::map<std::string, std::string> files;  ///< checksums by name; empty for those that have none
};

/// The series of one metric by label (pod, hall, job, link …; "" for the site).
using MetricSeries = std::map<std::string, PiecewiseSeries>;

/// Everything read back from a run directory; a plain value that analysis and report work on.
struct RunData {
  std::filesystem::path directory;
  RunManifest manifest;
  std::map<std::string, double> figures;        ///< "installed_chips", "energy_joules" … (docs/metrics.md)
  std::map<std::string, std::string> texts;     ///< "site_name", "binding_constraint" …
  std::map<std::string, double> unhashed;       ///< wall_seconds, peak_rss_bytes, events; empty before commit
  std::map<std::string, MetricSeries> metrics;  ///< by metric name, then label
  std::vector<WorkloadRecord> workloads;        ///< in the order written
  std::vector<PodRecord> pods;                  ///< in the order installed
  std::vector<OccupancyRecord> occupancy;
  std::vector<BlockStayRecord> block_stays;  ///< in the order they ended
  std::vector<EventRecord> events;
  std::vector<ServingRecord> serving;                ///< by fleet
  std::vector<ServiceTenantRecord> service_tenants;  ///< by fleet, the largest first
  std::string power_swing;                           ///< text of power_swing.csv, empty when the directory has none
  std::string assumptions;                           ///< text of assumptions.csv, likewise
  std::string power_swing_spectrum;                  ///< likewise
  std::string scaling;                               ///< text of scaling.json, likewise
  std::string resolved_scenario;                     ///< text of resolved.yaml, empty when the directory has none

  /// The figure, or `otherwise` when the run has none of that name.
  [[nodiscard]] double figure(const std::string& name, double otherwise = 0.0) const;
  /// The text, or empty.
  [[nodiscard]] std::string text(const std::string& name) const;
  /// The series of a metric and label, or nullptr.
  [[nodiscard]] const PiecewiseSeries* find_series(const std::string& metric, const std::string& label = {}) const;
  /// The end of the simulated time (figure `horizon_seconds`).
  [[nodiscard]] Seconds horizon() const;
};

/// Reads a run directory (or the temporary folder of a sealed RunWriter). Throws InvalidInput that names the file
/// and what is wrong with it when the directory is none of ours, of another schema version, truncated or altered
/// (the fingerprint is computed again from what was read).
[[nodiscard]] RunData read_run(const std::filesystem::path& directory);

}  // namespace gigapod
