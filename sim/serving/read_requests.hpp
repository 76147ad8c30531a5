#pragma once

#include "sim/base/diagnostics.hpp"
#include "sim/serving/request.hpp"
#include "sim/serving/request_rows.hpp"

#include <string>
#include <string_view>

namespace gigapod {

/// Reads a trace: a table with a line of column names (commas, semicolons or tabs), or a JSON object a line, whose
/// `timestamp` is in milliseconds as in Mooncake's traces. Columns are the arrival (seconds or date and time), tokens
/// in and out, optionally prefix hashes, tenant and priority; others are left out with a warning. Times are counted
/// from the first request. Every finding is added; requests are complete only without errors.
[[nodiscard]] RequestTrace read_requests(const std::string& file, std::string_view text, const RequestRules& rules,
                                         Diagnostics& findings);

}  // namespace gigapod
