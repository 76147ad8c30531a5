#include "sim/serving/read_requests.hpp"

#include "sim/base/suggestion.hpp"
#include "sim/serving/json_members.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <vector>

namespace gigapod {
namespace {

/// Takes the next line off `text`, without its end.
std::string_view take_line(std::string_view& text) {
  std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(text.size(), line.size() + 1));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// The cells of a line; one in quotes may hold the separator.
void split(std::string_view line, char separator, std::vector<std::string_view>& cells) {
  cells.clear();
  for (bool is_more = true; is_more;) {
    const std::size_t quote = line.find_first_not_of(' ');
    std::size_t from = 0;
    if (quote != std::string_view::npos && line[quote] == '"')
      from = std::min(line.find('"', quote + 1), line.size());
    const std::size_t end = std::min(line.find(separator, from), line.size());
    std::string_view cell = trimmed(line.substr(0, end));
    if (cell.size() >= 2 && cell.front() == '"' && cell.back() == '"') cell = cell.substr(1, cell.size() - 2);
    cells.push_back(cell);
    is_more = end < line.size();
    if (is_more) line.remove_prefix(end + 1);
  }
}

/// Whichever the line of names has most of.
char separator_of(std::string_view names) {
  char separator = ',';
  for (const char other : {';', '\t'}) {
    if (std::count(names.begin(), names.end(), other) > std::count(names.begin(), names.end(), separator)) {
      separator = other;
    }
  }
  return separator;
}

/// A trace as a table.
class TableReader {
 public:
  TableReader(const std::string& file, RequestRows& rows, Diagnostics& findings)
      : file_(file), rows_(rows), findings_(findings) {}

  /// False when the columns are not those of a trace.
  bool read_names(std::string_view line, std::size_t number) {
    separator_ = separator_of(line);
    split(line, separator_, cells_);
    std::string unused;
    for (const std::string_view name : cells_) {
      columns_.push_back(request_column(name));
      if (columns_.back() == RequestColumn::kOther) unused += fmt::format("{}'{}'", unused.empty() ? "" : ", ", name);
    }
    const std::size_t errors = findings_.error_count();
    if (!has(RequestColumn::kMilliseconds)) require(RequestColumn::kSeconds, line, number);
    require(RequestColumn::kPrompt, line, number);
    require(RequestColumn::kOutput, line, number);
    const bool is_right = findings_.error_count() == errors;
    if (is_right && !unused.empty()) {
      findings_.warning({file_, number, 1}, fmt::format("columns that are not used: {}", unused));
    }
    return is_right;
  }

  void read_row(std::string_view line, std::size_t number) {
    rows_.begin_row(number, line);
    split(line, separator_, cells_);
    if (cells_.size() != columns_.size()) {
      rows_.error(line, fmt::format("expects {} columns; this line has {}", columns_.size(), cells_.size()), "");
      return rows_.end_row();
    }
    for (std::size_t i = 0; i < cells_.size(); ++i) rows_.cell(columns_[i], cells_[i]);
    rows_.end_row();
  }

 private:
  [[nodiscard]] bool has(RequestColumn column) const {
    return std::find(columns_.begin(), columns_.end(), column) != columns_.end();
  }

  void require(RequestColumn column, std::string_view line, std::size_t number) {
    if (has(column)) return;
    std::string hint = fmt::format("name it {}", column_names(column));
    for (const std::string_view name : cells_) {
      const auto nearest = nearest_word(name, known_column_names());
      if (nearest && request_column(*nearest) == column && request_column(name) == RequestColumn::kOther) {
        hint = fmt::format("for '{}', did you mean '{}'?", name, *nearest);
      }
    }
    findings_.error({file_, number, 1}, fmt::format("there is no column of the {}", column_words(column)), hint,
                    std::string(line));
  }

  const std::string& file_;
  RequestRows& rows_;
  Diagnostics& findings_;
  char separator_ = ',';
  std::vector<RequestColumn> columns_;
  std::vector<std::string_view> cells_;
};

/// A trace as JSON objects.
class ObjectReader {
 public:
  explicit ObjectReader(RequestRows& rows) : rows_(rows) {}

  void read_row(std::string_view line, std::size_t number) {
    rows_.begin_row(number, line);
    const std::string_view rest = json_members(line, members_);
    if (!rest.empty()) {
      rows_.error(rest, "this is no JSON object on one line", R"(such as {"timestamp": 0, "input_length": 1000, …})");
      return rows_.end_row();
    }
    bool has_time = false;
    bool has_prompt = false;
    bool has_output = false;
    for (const JsonMember& member : members_) {
      const RequestColumn column = column_of(member.key);
      has_time = has_time || column == RequestColumn::kSeconds || column == RequestColumn::kMilliseconds;
      has_prompt = has_prompt || column == RequestColumn::kPrompt;
      has_output = has_output || column == RequestColumn::kOutput;
      rows_.cell(column, member.value);
    }
    if (!has_time) rows_.error(line, "there is no timestamp", "\"timestamp\" in milliseconds or \"arrival_seconds\"");
    if (!has_prompt) rows_.error(line, "there are no input tokens", "\"input_length\" or \"input_tokens\"");
    if (!has_output) rows_.error(line, "there are no output tokens", "\"output_length\" or \"output_tokens\"");
    rows_.end_row();
  }

 private:
  RequestColumn column_of(std::string_view key) {
    const auto found = columns_.find(key);
    if (found != columns_.end()) return found->second;
    const RequestColumn column = key == "timestamp" ? RequestColumn::kMilliseconds : request_column(key);
    return columns_.emplace(std::string(key), column).first->second;
  }

  RequestRows& rows_;
  std::vector<JsonMember> members_;
  std::map<std::string, RequestColumn, std::less<>> columns_;
};

}  // namespace

RequestTrace read_requests(const std::string& file, std::string_view text, const RequestRules& rules,
                           Diagnostics& findings) {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  RequestRows rows(file, rules, findings);
  TableReader table(file, rows, findings);
  ObjectReader objects(rows);
  bool is_begun = false;
  bool is_json = false;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::string_view line = take_line(text);
    if (trimmed(line).empty()) continue;
    if (!is_begun) {
      is_begun = true;
      is_json = trimmed(line).front() == '{';
      if (!is_json) {
        if (!table.read_names(line, number)) return {};
        continue;
      }
    }
    if (is_json) {
      objects.read_row(line, number);
    } else {
      table.read_row(line, number);
    }
  }
  return rows.finish();
}

}  // namespace gigapod
