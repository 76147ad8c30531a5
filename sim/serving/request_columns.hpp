#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gigapod {

/// What a column of a request trace holds.
enum class RequestColumn {
  kSeconds,       ///< arrival in seconds, or as date and time
  kMilliseconds,  ///< arrival in milliseconds
  kPrompt,
  kOutput,
  kHashes,
  kTenant,
  kPriority,
  kOther
};

/// The column of that name, whose case, blanks and underscores do not matter; the public traces have their own.
[[nodiscard]] RequestColumn request_column(std::string_view name);

/// "input tokens", as in messages.
[[nodiscard]] const char* column_words(RequestColumn column);

/// The name to write, then those of public traces: "input_tokens (or ContextTokens, …)".
[[nodiscard]] std::string column_names(RequestColumn column);

/// Every name that is known, for "did you mean".
[[nodiscard]] std::vector<std::string> known_column_names();

}  // namespace gigapod
