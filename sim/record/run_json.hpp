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

/// Text of manifest.json; `folder` is listed for its files.
[[nodiscard]] std::string manifest_json(const RunIdentity& identity, const std::string& fingerprint,
                                        const std::filesystem::path& folder);

/// Text of summary.json: figures, texts and unhashed figures as members of one object, and a list of workloads.
[[nodiscard]] std::string summary_json(const RunIdentity& identity, const std::string& fingerprint,
                                       const RunSummary& summary,
                                       const std::vector<std::pair<std::string, double>>& unhashed);

}  // namespace gigapod
