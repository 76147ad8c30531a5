#pragma once

#include "sim/scenario/document.hpp"

#include <string>

namespace gigapod {

/// Hash of what a document says, 32 hexadecimal digits: the same whatever the places, comments and order of keys.
[[nodiscard]] std::string document_hash(const DocumentNode& root);

}  // namespace gigapod
