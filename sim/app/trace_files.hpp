#pragma once

#include "sim/trace/trace.hpp"
#include "sim/trace/trace_machine.hpp"

#include <string>
#include <vector>

namespace gigapod::app {

/// Reads the execution trace of that name, which then stands for all `ranks`; or, where there is no such file, that
/// of every rank: `NAME.0.et`, `NAME.1.et` … All findings are thrown at once.
[[nodiscard]] std::vector<RankTrace> read_traces(const std::string& name, int ranks);

/// Reads process groups from JSON such as `{"1": [0, 1], "2": [2, 3]}`, the form of ASTRA-sim's communicator groups.
[[nodiscard]] TraceGroups read_trace_groups(const std::string& file, int ranks);

}  // namespace gigapod::app
