#include "sim/trace/trace_findings.hpp"

#include "sim/base/diagnostics.hpp"

#include <fmt/format.h>

#include <utility>

namespace gigapod {

namespace {
constexpr std::size_t kShown = 100;
}

std::string to_text(const TraceFinding& finding) {
  std::string text = finding.file;
  if (finding.offset) text += fmt::format(": byte {}", *finding.offset);
  if (finding.node) text += fmt::format(": node {}", *finding.node);
  text += fmt::format(": error: {}\n", finding.message);
  if (!finding.hint.empty()) text += fmt::format("  {}\n", finding.hint);
  return text;
}

void TraceFindings::add(TraceFinding finding) {
  ++count_;
  if (shown_.size() < kShown) shown_.push_back(std::move(finding));
}

std::string TraceFindings::text() const {
  std::string all;
  for (const TraceFinding& finding : shown_) all += to_text(finding);
  if (count_ > shown_.size()) all += fmt::format("… and {} more\n", count_ - shown_.size());
  if (count_ > 0) all += fmt::format("{} error{}\n", count_, count_ == 1 ? "" : "s");
  return all;
}

void TraceFindings::throw_if_any() const {
  if (count_ > 0) throw InvalidInput(text());
}

}  // namespace gigapod
