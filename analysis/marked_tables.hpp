#pragma once

#include "sim/base/diagnostics.hpp"

#include <map>
#include <string>
#include <string_view>

namespace gigapod {

/// Tables of Markdown by name.
using MarkedTables = std::map<std::string, std::string, std::less<>>;

struct MarkdownDocument {
  std::string file;
  std::string_view text;
};

/// A document with its tables written anew: what stands between a line `<!-- MARK: NAME -->` and the next
/// `<!-- MARK: end -->` becomes the table NAME. A name without a table and a mark without its end are errors.
[[nodiscard]] std::string with_marked_tables(const MarkdownDocument& document, std::string_view mark,
                                             const MarkedTables& tables, Diagnostics& findings);

}  // namespace gigapod
