#include "analysis/run/run_manifest.hpp"

#include "analysis/folder_kinds.hpp"
#include "sim/base/diagnostics.hpp"
#include "sim/base/text_of_file.hpp"
#include "sim/record/run_json.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <utility>

namespace gigapod {
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::json;

/// What a folder without a manifest is, by a file of its own; empty when it is none of ours.
std::string other_results(const fs::path& directory) {
  if (const FolderKind* kind = find_folder_kind([&](auto file) { return fs::exists(directory / file); })) {
    return fmt::format("it holds the results of `{}`; {} {}", kind->command,
                       kind->shown.ends_with(".html") ? "open" : "read", (directory / kind->shown).string());
  }
  if (fs::exists(directory / "journal.txt")) {
    return "it holds the journal of a `gigapod sweep` that has not ended; the same sweep with the same --output goes "
           "on";
  }
  return "no manifest.json";
}

}  // namespace

void refuse_run(const fs::path& directory, const std::string& reason) {
  throw InvalidInput(fmt::format("run directory '{}': {}", directory.string(), reason));
}

RunManifest read_manifest(const fs::path& directory) {
  if (!fs::exists(directory))
    throw InvalidInput(fmt::format("run directory '{}' does not exist", directory.string()));
  const std::optional<std::string> text = text_of_file(directory / "manifest.json");
  if (!text)
    throw InvalidInput(fmt::format("'{}' is not a run directory: {}", directory.string(), other_results(directory)));
  const Json json = Json::parse(*text, nullptr, false);
  if (json.is_discarded()) refuse_run(directory, "manifest.json is damaged");
  if (!json.is_object() || json.value("/program"_json_pointer, Json()) != "gigapod") {
    throw InvalidInput(fmt::format("'{}' is not a run directory of gigapod", directory.string()));
  }
  RunManifest manifest;
  try {
    manifest.program = json.at("program").get<std::string>();
    manifest.version = json.at("version").get<std::string>();
    manifest.schema_version = json.at("schema_version").get<int>();
    if (manifest.schema_version != kRunSchemaVersion) {
      refuse_run(directory,
                 fmt::format("written by gigapod {} with schema version {}; this program reads version {}, so "
                             "run the scenario again",
                             manifest.version, manifest.schema_version, kRunSchemaVersion));
    }
    manifest.seed = json.at("seed").get<std::uint64_t>();
    manifest.scenario_name = json.at("scenario_name").get<std::string>();
    manifest.scenario_hash = json.at("scenario_hash").get<std::string>();
    manifest.fingerprint = json.at("fingerprint").get<std::string>();
    for (const auto& [name, checksum] : json.at("files").items()) {
      manifest.files[name] = checksum.is_null() ? "" : checksum.get<std::string>();
    }
  } catch (const Json::exception&) {
    refuse_run(directory, "manifest.json is damaged");
  }
  const std::string own = std::exchange(manifest.files["manifest.json"], {});
  if (own != manifest_checksum(*text)) refuse_run(directory, "manifest.json is damaged");
  return manifest;
}

void check_files(const fs::path& directory, const RunManifest& manifest) {
  for (const auto& [name, checksum] : manifest.files) {
    const fs::path file = directory / name;
    if (name != "report.html" && !fs::exists(file)) refuse_run(directory, name + " is missing");
    if (checksum.empty()) continue;
    if (file_checksum(text_of_file(file).value_or("")) != checksum) {
      refuse_run(directory, name + " was altered or damaged: it does not match manifest.json");
    }
  }
}

}  // namespace gigapod
