#pragma once

#include "sim/trace/trace.hpp"
#include "sim/trace/trace_machine.hpp"

#include <span>
#include <string>

namespace gigapod::app {

/// Process groups of a JSON file such as `{"1": [0, 1], "2": [2, 3]}`, the form of ASTRA-sim's communicator groups.
[[nodiscard]] TraceGroups read_trace_groups(const std::string& file, int ranks);

/// Process groups that metadata nodes of the traces list, as traces of PyTorch do; a group without ranks is of all.
/// Groups of `known` win. Throws what does not hold.
void add_groups_of_traces(std::span<const RankTrace> traces, int ranks, TraceGroups& known);

}  // namespace gigapod::app
