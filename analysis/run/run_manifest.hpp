#pragma once

#include "analysis/run/run_data.hpp"

#include <filesystem>
#include <string>

namespace gigapod {

/// Throws InvalidInput with the directory and what is wrong with it.
[[noreturn]] void refuse_run(const std::filesystem::path& directory, const std::string& reason);

/// Reads manifest.json. Throws InvalidInput for a directory that is missing, of another command or schema version, or
/// whose manifest is damaged.
[[nodiscard]] RunManifest read_manifest(const std::filesystem::path& directory);

/// Refuses a directory without one of the manifest's files, but for the report, which can be written anew, and one
/// with a file that no fingerprint covers and that is not what it was when the run ended.
void check_files(const std::filesystem::path& directory, const RunManifest& manifest);

}  // namespace gigapod
