#pragma once

#include "sim/scenario/document.hpp"

#include <deque>
#include <filesystem>

namespace gigapod {

/// Reads a YAML file and merges it over the file it `extends`, if any (a path relative to its own folder), and so on.
/// Mappings merge key by key; scalars and lists replace what they override; a key without value removes it. Where the
/// extended file has a list of named items (`jobs`, `fleets`, `failures`, `site.pods` by type) a mapping instead of
/// a list changes items by name. Every value keeps the place it was written at. False, with findings, when a file
/// can't be read, is missing, or the chain of files goes in a circle.
[[nodiscard]] bool read_extended_document(const std::filesystem::path& file, std::deque<SourceText>& sources,
                                          Findings& findings, DocumentNode& root);

/// The same of a text that is in no file: findings show `name`, and paths are relative to the current folder.
[[nodiscard]] bool read_extended_text(const std::string& name, const std::string& text,
                                      std::deque<SourceText>& sources, Findings& findings, DocumentNode& root);

/// Merges `over` over `base` by the same rules.
void merge_over(DocumentNode& base, const DocumentNode& over, Findings& findings);

}  // namespace gigapod
