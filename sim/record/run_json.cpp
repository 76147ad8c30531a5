#include "sim/record/run_json.hpp"

#include "sim/base/hash.hpp"
#include "sim/base/text_of_file.hpp"
#include "sim/base/version.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string_view>

namespace gigapod {
namespace {

using Json = nlohmann::ordered_json;

std::string dump(const Json& json) {
  // Names come from users; bytes that are not UTF-8 are replaced rather than refused at the end of a long run.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

/// Whole numbers without a fraction: `983040` rather than `983040.0`.
Json number(double value) {
  constexpr double kExactIntegers = 9007199254740992.0;
  if (std::nearbyint(value) == value && std::abs(value) < kExactIntegers) return static_cast<std::int64_t>(value);
  return value;
}

Json workload_json(const WorkloadRecord& work) {
  Json json = {{"name", work.name},
               {"kind", work.kind},
               {"model", work.model},
               {"pod_type", work.pod_type},
               {"slice", work.slice},
               {"slices", work.slices},
               {"chips", work.chips},
               {"state", work.state},
               {"tokens", number(work.tokens)},
               {"goodput", work.goodput},
               {"interruptions", work.interruptions},
               {"chip_seconds", number(work.chip_seconds)},
               {"energy_joules", number(work.energy.value())},
               {"energy_dollars", number(work.energy_cost.value())}};
  if (work.carbon_kg > 0.0) json["carbon_kg"] = number(work.carbon_kg);
  if (work.tokens_held_back > 0.0) json["tokens_held_back"] = number(work.tokens_held_back);
  if (work.kind == "serving") {
    json["output_tokens"] = number(work.output_tokens);
    json["requests"] = number(work.requests);
    json["unserved_requests"] = number(work.unserved_requests);
    json["ttft_seconds"] = work.ttft.value();
    json["tpot_seconds"] = work.tpot.value();
    return json;
  }
  json["steps"] = number(work.steps);
  json["step_seconds"] = work.step_time.value();
  json["mfu"] = work.mfu;
  json["hfu"] = work.hfu;
  if (work.published_step_time > Seconds(0)) json["published_step_seconds"] = work.published_step_time.value();
  if (work.published_mfu > 0) json["published_mfu"] = work.published_mfu;
  if (!work.published_source.empty()) json["published_source"] = work.published_source;
  return json;
}

/// Covered by the fingerprint, written anew by `gigapod report`, or with the wall clock.
constexpr std::array<std::string_view, 5> kWithoutChecksum = {"fingerprint.txt", "manifest.json", "report.html",
                                                              "run.sqlite", "summary.json"};

/// What stands before the checksum of the manifest itself, which ends its line but for a comma.
constexpr std::string_view kOwnChecksum = "\"manifest.json\": ";

Json checksum_of(const std::filesystem::path& file) {
  const std::string name = file.filename();
  if (std::find(kWithoutChecksum.begin(), kWithoutChecksum.end(), name) != kWithoutChecksum.end()) return nullptr;
  return file_checksum(text_of_file(file).value_or(""));
}

}  // namespace

std::string file_checksum(const std::string& content) { return fmt::format("{:016x}", hash_text(content)); }

std::string manifest_checksum(std::string text) {
  const std::size_t own = text.find(kOwnChecksum);
  if (own == std::string::npos) return {};
  const std::size_t begin = own + kOwnChecksum.size();
  return file_checksum(text.erase(begin, text.find('\n', begin) - begin));
}

std::string manifest_json(const RunIdentity& identity, const std::string& fingerprint,
                          const std::filesystem::path& folder) {
  std::map<std::string, Json> files = {{"manifest.json", nullptr}};
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    files[entry.path().filename()] = checksum_of(entry.path());
  }
  Json manifest = {{"program", "gigapod"},
                   {"version", version()},
                   {"schema_version", kRunSchemaVersion},
                   {"seed", identity.seed},
                   {"scenario_name", identity.scenario_name},
                   {"scenario_hash", identity.scenario_hash},
                   {"fingerprint", fingerprint},
                   {"files", files}};
  manifest["files"]["manifest.json"] = manifest_checksum(dump(manifest));
  return dump(manifest);
}

std::string summary_json(const RunIdentity& identity, const std::string& fingerprint, const RunSummary& summary,
                         const std::vector<std::pair<std::string, double>>& unhashed) {
  Json json = {{"program", "gigapod"},
               {"version", version()},
               {"seed", identity.seed},
               {"scenario_hash", identity.scenario_hash},
               {"fingerprint", fingerprint}};
  for (const auto& [name, text] : summary.texts) json[name] = text;
  if (!json.contains("scenario_name")) json["scenario_name"] = identity.scenario_name;
  for (const auto& [name, value] : summary.figures) json[name] = number(value);
  json["workloads"] = Json::array();
  for (const WorkloadRecord& work : summary.workloads) json["workloads"].push_back(workload_json(work));
  for (const auto& [name, value] : unhashed) json[name] = number(value);
  return dump(json);
}

}  // namespace gigapod
