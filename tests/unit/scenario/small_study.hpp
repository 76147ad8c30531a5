#pragma once

#include "sim/scenario/study.hpp"
#include "tests/unit/scenario/catalog_for_tests.hpp"
#include "tests/unit/scenario/written_file.hpp"

#include <string>

namespace gigapod {

/// A scenario of one job on one pod.
inline const char* const kStudyBase =
    "name: small\n"
    "seed: 7\n"
    "site: {base: one_ironwood_pod}\n"
    "jobs:\n"
    "  - {name: train, model: llama3.1-8b, pod_type: ironwood, slice: 4x4x4, global_batch: 128, tokens: 1e9}\n";

/// Some of what runs and workloads have; the rest is known below the scenario.
inline const MeasureNames kMeasureNames = {
    {{"energy_joules", nullptr, ""},
     {"share.down", nullptr, ""},
     {"battery_given_joules", [](const Scenario& scenario) { return scenario.site.battery.has_value(); },
      "'site.battery'"}},
    {"goodput", "interruptions"},
    {"goodput", "attainment"},
    {"served"}};

/// The study of that scenario with a `study` section.
inline Study study_of(const std::string& section) {
  const WrittenFile file("study.yaml", kStudyBase + section);
  Diagnostics warnings;
  return read_study(file.path(), shipped_catalog(), kMeasureNames, warnings);
}

/// What the study is refused with, without the folder of the file.
inline std::string refusal_of(const std::string& section) {
  const WrittenFile file("study.yaml", kStudyBase + section);
  Diagnostics warnings;
  try {
    (void)read_study(file.path(), shipped_catalog(), kMeasureNames, warnings);
  } catch (const InvalidInput& refusal) {
    std::string text = refusal.what();
    const std::string folder = file.folder().string() + "/";
    for (auto at = text.find(folder); at != std::string::npos; at = text.find(folder)) text.erase(at, folder.size());
    return text;
  }
  return "";
}

}  // namespace gigapod
