#pragma once

#include <string>

namespace gigapod {

/// Expects that the page shows this text between its marks `<!-- table NAME -->` and `<!-- end -->`, so that it can't
/// go stale. With GIGAPOD_WRITE_EXPECTED=1 in the environment the page is written anew instead.
void expect_documented(const std::string& name, const std::string& text,
                       const std::string& page = "docs/reliability.md");

}  // namespace gigapod
