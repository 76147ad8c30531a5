#pragma once

#include <string>
#include <string_view>

/// The report's page as built from analysis/report/src: the text before and after its data.
namespace gigapod::report_page {
extern const std::string_view kBeforeData;
extern const std::string_view kAfterData;
}  // namespace gigapod::report_page

namespace gigapod {

/// The whole page with its data, safe to stand in a script element.
[[nodiscard]] std::string page_with(const std::string& json);

}  // namespace gigapod
