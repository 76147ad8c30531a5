#pragma once

#include <array>
#include <functional>
#include <string_view>

namespace gigapod {

/// A folder of results that is no run directory.
struct FolderKind {
  std::string_view command;  ///< that writes it, such as "gigapod plan"
  std::string_view file;     ///< that only this kind has
  std::string_view shown;    ///< what a person opens or reads
};

inline constexpr std::array<FolderKind, 11> kFolderKinds = {
    {{"gigapod sweep", "study.json", "report.html"},
     {"gigapod scale", "ends.csv", "report.html"},
     {"gigapod compare", "compare.json", "report.html"},
     {"gigapod plan", "plan.json", "report.html"},
     {"gigapod cost", "cost.json", "report.html"},
     {"gigapod cost serving", "serving_cost.json", "report.html"},
     {"gigapod serve", "summary.txt", "summary.txt"},
     {"gigapod serve --search", "search.json", "frontier.html"},
     {"gigapod validate", "validation.json", "parity.html"},
     {"gigapod report --csv", "report_job_bars.csv", "report_job_bars.csv"},
     {"gigapod export", "workloads.csv", "workloads.csv"}}};

/// The kind of which a folder holds the file, as `holds` says; null when it is none.
[[nodiscard]] const FolderKind* find_folder_kind(const std::function<bool(std::string_view)>& holds);

}  // namespace gigapod
