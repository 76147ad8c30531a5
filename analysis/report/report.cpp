#include "analysis/report/report.hpp"

#include "analysis/report/page.hpp"
#include "analysis/report/report_data.hpp"
#include "sim/base/diagnostics.hpp"
#include "sim/record/system_error_text.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fstream>
#include <system_error>

namespace gigapod {
namespace {

/// Writes beside `file` and renames, so that a failure leaves what was there.
void write_whole(const std::string& html, const std::filesystem::path& file) {
  std::filesystem::path partial = file;
  partial += ".partial";
  std::ofstream stream(partial, std::ios::binary | std::ios::trunc);
  stream << html;
  stream.close();
  std::error_code error;
  if (stream) {
    std::filesystem::rename(partial, file, error);
    if (!error) return;
  }
  const int failure = error ? error.value() : errno;
  std::filesystem::remove(partial, error);
  throw RunFailed(fmt::format("cannot write report {}: {}", file.string(), system_error_text(failure)));
}

}  // namespace

std::string report_html(const RunData& run) { return page_with(run_report_json(run)); }

std::string scaling_html(const ScalingStudy& study) { return page_with(scaling_json(study)); }

std::string study_html(const StudyResults& results) { return page_with(study_report_json(results)); }

std::string frontier_html(const ServingSearch& search, const SearchResult& result) {
  return page_with(frontier_report_json(search, result));
}

std::string plan_html(const PlanAnswer& answer) { return page_with(plan_report_json(answer)); }

std::string cost_html(const CostComparison& comparison) { return page_with(cost_report_json(comparison)); }

std::string serving_cost_html(const ServingComparison& comparison) {
  return page_with(serving_cost_report_json(comparison));
}

void write_report(const RunData& run, const std::filesystem::path& file) { write_whole(report_html(run), file); }

void write_scaling_report(const ScalingStudy& study, const std::filesystem::path& file) {
  write_whole(scaling_html(study), file);
}

}  // namespace gigapod
