#pragma once

#include "sim/scenario/document.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace gigapod {

/// Reads a regular file of at most kLargestDocument; false, with a finding, when it can't.
[[nodiscard]] bool read_text(const std::filesystem::path& file, std::string& text, Findings& findings);

[[nodiscard]] std::vector<std::string> lines_of(std::string_view text);

/// Finds what no scenario contains and YAML reports badly: bytes that are not UTF-8, control characters, tabs in the
/// indentation. False when there is one.
[[nodiscard]] bool check_characters(const SourceText& source, Findings& findings);

/// Characters in the first `bytes` bytes of a UTF-8 line.
[[nodiscard]] std::size_t characters_before(std::string_view line, std::size_t bytes);

/// The line with every tab and control character as one blank, so that a caret below it stands right.
[[nodiscard]] std::string printable(std::string line);

}  // namespace gigapod
