#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace gigapod::app {

/// Names and contents of the files of a result.
using ResultFiles = std::vector<std::pair<std::string, std::string>>;

/// Refuses a folder that exists, unless it may be replaced.
void check_output_folder(const std::filesystem::path& folder, bool may_replace);

/// Writes all of the files beside the folder first, then renames them into it. Throws RunFailed with the system's
/// reason and what has changed, which is nothing unless a name in the folder cannot be replaced. One of the files is
/// that of a kind of folder (analysis/folder_kinds.hpp).
void write_result_folder(const std::filesystem::path& folder, const ResultFiles& files);

/// Refuses a folder, and a file that exists, unless it may be replaced.
void check_output_file(const std::filesystem::path& file, bool may_replace);

/// Writes one file whole or not at all: beside it first, then renamed. Throws RunFailed with the system's reason.
void write_result_file(const std::filesystem::path& file, const std::string& content);

}  // namespace gigapod::app
