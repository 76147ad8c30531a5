#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace gigapod {

/// The bytes of a file; nothing when it can't be opened.
[[nodiscard]] std::optional<std::string> text_of_file(const std::filesystem::path& path);

}  // namespace gigapod
