#include "analysis/report/page.hpp"
#include "analysis/report/script_text.hpp"

namespace gigapod {

std::string page_with(const std::string& json) {
  const std::string data = script_safe_json(json);
  std::string html;
  html.reserve(report_page::kBeforeData.size() + data.size() + report_page::kAfterData.size());
  html += report_page::kBeforeData;
  html += data;
  html += report_page::kAfterData;
  return html;
}

}  // namespace gigapod
