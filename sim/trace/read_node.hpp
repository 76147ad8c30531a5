#pragma once

#include "sim/trace/trace.hpp"
#include "sim/trace/trace_findings.hpp"

#include <string>

namespace gigapod::message {
class Node;
}

namespace gigapod {

/// The node of a parsed message, whose length stands at `offset` of `file`. Whatever does not hold (an unknown type,
/// a missing, negative or repeated attribute) goes to `findings`; dependencies are left to the caller.
[[nodiscard]] TraceNode read_node(const message::Node& message, const std::string& file, std::size_t offset,
                                  TraceFindings& findings);

/// The bytes without control characters, at most 120 of them.
[[nodiscard]] std::string printable_name(const std::string& bytes);

}  // namespace gigapod
