#pragma once

#include "sim/trace/trace.hpp"

#include <string>
#include <vector>

namespace gigapod::app {

/// Reads the execution trace of that name, which then stands for all `ranks`; or, where there is no such file, that
/// of every rank: `NAME.0.et`, `NAME.1.et` … All findings are thrown at once.
[[nodiscard]] std::vector<RankTrace> read_traces(const std::string& name, int ranks);

}  // namespace gigapod::app
