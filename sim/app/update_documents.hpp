#pragma once

#include "sim/base/diagnostics.hpp"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace gigapod::app {

/// The content of a file; InvalidInput where it cannot be read.
[[nodiscard]] std::string text_of_file(const std::filesystem::path& file);

/// What a document becomes; findings name its lines.
using DocumentUpdate =
    std::function<std::string(const std::string& file, const std::string& text, Diagnostics& findings)>;

/// Writes documents anew, all of them or, with a finding in any, none; prints a line for each.
void update_documents(const std::vector<std::string>& files, const DocumentUpdate& update);

}  // namespace gigapod::app
