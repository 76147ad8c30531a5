#pragma once

#include "tests/app/program.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace gigapod::test {

inline const char* const kStudy =
    "name: small\n"
    "horizon: 20 days\n"
    "site: {base: two_v4_pods}\n"
    "jobs:\n"
    "  - {name: train, model: llama3.1-8b, pod_type: v4, slice: 8x8x16, global_batch: 1024, tokens: 1e15}\n"
    "study:\n"
    "  seeds: 4\n"
    "  measures: [train.goodput, train.interruptions, failures.machine, share.down]\n"
    "  target: 0.9\n"
    "  axes:\n"
    "    - {name: restart, key: jobs.train.restart_time, values: [1 min, 4 h]}\n";

/// Runs a study file in a scratch folder.
struct SweepRun {
  ScratchFolder scratch;
  ProgramResult result;

  SweepRun(const std::string& text, std::vector<std::string> arguments) {
    write_text(scratch.path() / "study.yaml", text);
    result = run_program(arguments, scratch.path());
  }
  [[nodiscard]] std::string file(const std::string& name) const { return file_text(scratch.path() / name); }
};

inline std::size_t lines_of(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace gigapod::test
