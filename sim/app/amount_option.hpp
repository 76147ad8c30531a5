#pragma once

#include "sim/base/dimension.hpp"

#include <optional>
#include <string>

namespace gigapod::app {

/// An amount of a command line, in the base unit; refuses a text that is not one of that dimension.
[[nodiscard]] double amount_option(const std::string& option, const std::string& text, Dimension dimension);

/// `15T`, `2.5e12`, `200M`, with the letters k, M, B, T; nothing when the text is no finite number.
[[nodiscard]] std::optional<double> parse_count(const std::string& text);

/// A count of a command line: `15T`, `2.5e12`, `200M`; more than 0.
[[nodiscard]] double count_option(const std::string& option, const std::string& text);

/// A share of a command line: `0.05` or `5%`.
[[nodiscard]] double share_option(const std::string& option, const std::string& text);

}  // namespace gigapod::app
