#pragma once

#include "sim/record/run_writer.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace gigapod {

/// What summary.json repeats from the results.
struct RunSummary {
  std::map<std::string, double> figures;
  std::map<std::string, std::string> texts;
  std::vector<WorkloadRecord> workloads;
};

/// Hash of a file of a run directory as manifest.json keeps it: 16 hexadecimal digits.
[[nodiscard]] std::string file_checksum(const std::string& content);

/// Checksum of manifest.json without that checksum.
[[nodiscard]] std::string manifest_checksum(std::string text);

/// Text of manifest.json; `folder` is listed for its files, with checksums of those that are what they were when the
/// run ended and that no fingerprint covers.
[[nodiscard]] std::string manifest_json(const RunIdentity& identity, const std::string& fingerprint,
                                        const std::filesystem::path& folder);

/// Text of summary.json: figures, texts and unhashed figures as members of one object, and a list of workloads. Other
/// keys are another kRunSchemaVersion, as readers make it again from the tables to compare.
[[nodiscard]] std::string summary_json(const RunIdentity& identity, const std::string& fingerprint,
                                       const RunSummary& summary,
                                       const std::vector<std::pair<std::string, double>>& unhashed);

}  // namespace gigapod
