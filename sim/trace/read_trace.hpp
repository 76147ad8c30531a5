#pragma once

#include "sim/trace/trace.hpp"
#include "sim/trace/trace_findings.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace gigapod {

/// Reads the bytes of a Chakra execution trace; `file` names them in findings. A node with a fault is kept as far as
/// it was read, so that one pass finds everything; the result is of use only while `findings` stays empty.
[[nodiscard]] RankTrace read_trace(std::string_view bytes, const std::string& file, TraceFindings& findings);

/// The same from a file of at most 2 GiB.
[[nodiscard]] RankTrace read_trace_file(const std::filesystem::path& file, TraceFindings& findings);

}  // namespace gigapod
