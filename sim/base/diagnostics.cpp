#include "sim/base/diagnostics.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gigapod {

std::string to_text(const Finding& finding) {
  const Position& at = finding.position;
  std::string text = at.file;
  if (at.line > 0) {
    text += fmt::format(":{}:{}", at.line, at.column);
  }
  const char* kind = finding.severity == Severity::kError ? "error" : "warning";
  text += fmt::format(": {}: {}\n", kind, finding.message);
  if (!finding.source_line.empty() && at.line > 0) {
    text += fmt::format("  {}\n  {:>{}}\n", finding.source_line, '^', std::max<std::size_t>(at.column, 1));
  }
  if (!finding.hint.empty()) {
    text += fmt::format("  {}\n", finding.hint);
  }
  return text;
}

void Diagnostics::error(Position position, std::string message, std::string hint, std::string source_line) {
  findings_.push_back(
      {Severity::kError, std::move(position), std::move(message), std::move(source_line), std::move(hint)});
  ++error_count_;
}

void Diagnostics::warning(Position position, std::string message, std::string hint, std::string source_line) {
  findings_.push_back(
      {Severity::kWarning, std::move(position), std::move(message), std::move(source_line), std::move(hint)});
}

std::string Diagnostics::text() const {
  std::vector<Finding> sorted = findings_;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Finding& a, const Finding& b) { return a.position < b.position; });
  std::string all;
  for (const Finding& finding : sorted) {
    all += to_text(finding);
  }
  if (error_count_ > 0) {
    all += fmt::format("{} error{}\n", error_count_, error_count_ == 1 ? "" : "s");
  }
  return all;
}

void Diagnostics::throw_if_errors() const {
  if (has_errors()) {
    throw InvalidInput(text());
  }
}

}  // namespace gigapod
