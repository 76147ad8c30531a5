// Jobs from a file. Standard Workload Format: http://www.cs.huji.ac.il/labs/parallel/workload/swf.html (18 columns,
// -1: unknown, `;` starts a comment). Used are job number, submit time, run time, processors (requested, or
// allocated), requested time, user, group and queue. A job that never ran (run time of 0 or -1) is left out.
// CSV: a header with submit_seconds, duration_seconds, chips, and any of name, tenant, priority, deadline_seconds,
// requested_seconds; `#` starts a comment; an empty cell of an optional column is not given.
#include "sim/scenario/read_trace.hpp"

#include "sim/base/suggestion.hpp"
#include "sim/scenario/mapping_reader.hpp"
#include "sim/scenario/number_table.hpp"
#include "sim/scenario/scenario_fields.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <map>
#include <optional>

namespace gigapod {
namespace {

constexpr std::array<const char*, 18> kSwfColumns = {"the job number",
                                                     "the submit time",
                                                     "the wait time",
                                                     "the run time",
                                                     "the allocated processors",
                                                     "the CPU time",
                                                     "the used memory",
                                                     "the requested processors",
                                                     "the requested time",
                                                     "the requested memory",
                                                     "the status",
                                                     "the user",
                                                     "the group",
                                                     "the executable",
                                                     "the queue",
                                                     "the partition",
                                                     "the preceding job",
                                                     "the think time"};
constexpr double kMostChipsOfAJob = 1e9;

/// Reads the lines of one trace into a job's list.
class TraceReader {
 public:
  TraceReader(const SourceText& source, JobSpec& job, std::vector<Mark>& sizes, Findings& findings)
      : source_(source), job_(job), trace_(*job.trace), sizes_(sizes), findings_(findings) {}

  void read_swf() {
    for (line_ = 1; line_ <= source_.lines.size(); ++line_) {
      const std::vector<TextCell> cells = blank_cells(source_.lines[line_ - 1]);
      if (cells.empty() || cells.front().text.front() == ';') continue;
      if (cells.size() != kSwfColumns.size()) {
        error(1, fmt::format("expects {} columns; this line has {}", kSwfColumns.size(), cells.size()));
        continue;
      }
      read_swf_job(cells);
    }
  }

  void read_csv() {
    std::vector<std::string> header;
    for (line_ = 1; line_ <= source_.lines.size(); ++line_) {
      const std::vector<TextCell> cells = comma_cells(source_.lines[line_ - 1]);
      if ((cells.size() == 1 && cells.front().text.empty()) || source_.lines[line_ - 1].front() == '#') continue;
      if (header.empty()) {
        if (!read_header(cells, header)) return;
        continue;
      }
      if (cells.size() != header.size()) {
        error(1, fmt::format("expects {} columns; this line has {}", header.size(), cells.size()));
        continue;
      }
      read_csv_job(header, cells);
    }
  }

  [[nodiscard]] std::size_t never_ran() const { return never_ran_; }

 private:
  void error(std::size_t column, const std::string& message, const std::string& hint = {}) {
    findings_.error({&source_, line_, column}, message, hint);
  }

  void read_swf_job(const std::vector<TextCell>& cells) {
    std::array<double, kSwfColumns.size()> values{};
    bool is_whole = true;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      is_whole =
          read_number_cell(cells[i], {&source_, line_, cells[i].column}, kSwfColumns[i], values[i], findings_) &&
          is_whole;
    }
    if (!is_whole) return;
    if (values[1] < 0.0) {
      error(cells[1].column, fmt::format("the submit time is {:.4g}; it must be at least 0", values[1]));
      return;
    }
    if (values[3] <= 0.0) {
      ++never_ran_;
      return;
    }
    const std::size_t size = values[7] > 0.0 ? 7 : 4;
    if (values[size] <= 0.0) {
      error(cells[7].column, "the processors of the job are unknown",
            "give requested (column 8) or allocated processors (column 5)");
      return;
    }
    TraceJob job;
    job.name = fmt::format("{}-{:.0f}", job_.name, values[0]);
    job.submit = Seconds(values[1]);
    job.duration = Seconds(values[3]);
    job.requested = Seconds(std::max(0.0, values[8]));
    if (trace_.tenant == TraceTenant::kUser) job.tenant = fmt::format("user-{:.0f}", values[11]);
    if (trace_.tenant == TraceTenant::kGroup) job.tenant = fmt::format("group-{:.0f}", values[12]);
    if (trace_.tenant == TraceTenant::kQueue) job.tenant = fmt::format("queue-{:.0f}", values[14]);
    add(std::move(job), values[size] * trace_.chips_per_processor, cells[0].column, cells[size].column);
  }

  bool read_header(const std::vector<TextCell>& cells, std::vector<std::string>& header) {
    const std::vector<std::string> known = {
        "submit_seconds",   "duration_seconds", "chips", "name", "tenant", "priority",
        "deadline_seconds", "requested_seconds"};
    bool is_right = true;
    for (const TextCell& cell : cells) {
      header.push_back(cell.text);
      if (std::find(known.begin(), known.end(), cell.text) != known.end()) continue;
      const auto nearest = nearest_word(cell.text, known);
      error(
          cell.column, fmt::format("there is no column '{}'", cell.text),
          nearest ? fmt::format("did you mean '{}'?", *nearest) : fmt::format("columns: {}", fmt::join(known, ", ")));
      is_right = false;
    }
    for (std::size_t i = 0; i < 3; ++i) {
      if (std::find(header.begin(), header.end(), known[i]) != header.end()) continue;
      error(1, fmt::format("the column '{}' is missing", known[i]));
      is_right = false;
    }
    return is_right;
  }

  void read_csv_job(const std::vector<std::string>& header, const std::vector<TextCell>& cells) {
    TraceJob job;
    double chips = 0.0;
    std::size_t chips_column = 1;
    std::size_t name_column = 1;
    bool is_whole = true;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const TextCell& cell = cells[i];
      if (header[i] == "name") {
        job.name = cell.text;
        name_column = cell.column;
      } else if (header[i] == "tenant") {
        job.tenant = cell.text;
      } else {
        if (header[i] == "chips") chips_column = cell.column;
        is_whole = read_csv_number(header[i], cell, job, chips) && is_whole;
      }
    }
    if (job.name.empty()) job.name = fmt::format("{}-{}", job_.name, trace_.jobs.size() + 1);
    if (is_whole) add(std::move(job), chips, name_column, chips_column);
  }

  bool read_csv_number(const std::string& column, const TextCell& cell, TraceJob& job, double& chips) {
    const bool is_optional = column == "priority" || column == "deadline_seconds" || column == "requested_seconds";
    if (cell.text.empty() && is_optional) return true;
    double value = 0.0;
    if (!read_number_cell(cell, {&source_, line_, cell.column}, column, value, findings_)) return false;
    const bool may_be_zero = column == "submit_seconds" || column == "priority";
    if (column != "priority" && (value < 0.0 || (value == 0.0 && !may_be_zero))) {
      error(cell.column,
            fmt::format("{} is {:.4g}; it must be {}", column, value, may_be_zero ? "at least 0" : "more than 0"));
      return false;
    }
    if (column == "priority" && (value != std::floor(value) || std::abs(value) > 1e6)) {
      error(cell.column, fmt::format("priority is {}; it must be a whole number up to 1,000,000", cell.text));
      return false;
    }
    if (column == "submit_seconds") job.submit = Seconds(value);
    if (column == "duration_seconds") job.duration = Seconds(value);
    if (column == "requested_seconds") job.requested = Seconds(value);
    if (column == "deadline_seconds") job.deadline = Seconds(value);
    if (column == "priority") job.priority = static_cast<int>(value);
    if (column == "chips") chips = value;
    return true;
  }

  /// Chips become whole slices of the entry.
  void add(TraceJob job, double chips, std::size_t name_column, std::size_t size_column) {
    const auto [first, is_new] = lines_.emplace(job.name, line_);
    if (!is_new) {
      error(name_column, fmt::format("the job '{}' is given twice", job.name),
            fmt::format("it is first given on line {}", first->second));
      return;
    }
    job.slices = static_cast<int>(std::ceil(std::min(chips, kMostChipsOfAJob) / std::max(1, job_.slice.chips())));
    trace_.jobs.push_back(std::move(job));
    sizes_.push_back({&source_, line_, size_column});
  }

  const SourceText& source_;
  JobSpec& job_;
  JobTrace& trace_;
  std::vector<Mark>& sizes_;
  Findings& findings_;
  std::size_t line_ = 0;
  std::size_t never_ran_ = 0;
  std::map<std::string, std::size_t> lines_;  ///< of each name
};

}  // namespace

void read_trace(const DocumentNode& node, std::deque<SourceText>& sources, Findings& findings, JobSpec& job,
                std::vector<Mark>& sizes) {
  MappingReader reader(node, "'trace'", findings);
  if (!reader.is_valid()) return;
  JobTrace trace;
  const bool is_read = reader.read(job_trace_fields(), trace);
  reader.finish();
  const DocumentNode* file = node.find("file");
  if (!is_read || file == nullptr) return;
  const std::string ending = std::filesystem::path(trace.file).extension().string();
  if (ending != ".swf" && ending != ".csv") {
    findings.error(file->mark, fmt::format("'{}' ends in neither .swf nor .csv", trace.file),
                   "Standard Workload Format or CSV");
    return;
  }
  const SourceText* source = read_named_file(*file, sources, findings);
  if (source == nullptr) return;
  for (const std::string& line : source->lines) trace.text += line + "\n";
  trace.file = std::filesystem::path(trace.file).filename().string();
  job.trace = std::move(trace);
  const std::size_t errors = findings.error_count();
  TraceReader lines(*source, job, sizes, findings);
  ending == ".swf" ? lines.read_swf() : lines.read_csv();
  if (findings.error_count() == errors && job.trace->jobs.empty())
    findings.error(file->mark, "the trace has no jobs");
  if (lines.never_ran() > 0) {
    findings.warning(file->mark, fmt::format("jobs of the trace that never ran are left out: {}", lines.never_ran()));
  }
}

}  // namespace gigapod
