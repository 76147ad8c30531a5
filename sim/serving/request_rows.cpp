#include "sim/serving/request_rows.hpp"

#include "sim/base/hash.hpp"
#include "sim/serving/date_time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace gigapod {
namespace {

/// More findings than this help nobody; the rest is counted.
constexpr std::size_t kMostErrors = 100;
constexpr std::int32_t kMostTokens = 10'000'000;
/// A longer line would hide the finding; its position says where to look.
constexpr std::size_t kLongestLine = 160;

bool read_number(std::string_view text, double& value) {
  const auto [stop, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  return failure == std::errc{} && stop == text.data() + text.size() && std::isfinite(value);
}

/// Names a block by itself and all before it, as a cache needs it, whether the trace's hashes do so or not.
std::uint64_t chained(std::uint64_t before, std::uint64_t block) {
  return before ^ (block + 0x9e3779b97f4a7c15ULL + (before << 6) + (before >> 2));
}

/// Characters, not bytes: what editors count.
std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

}  // namespace

RequestRows::RequestRows(std::string file, const RequestRules& rules, Diagnostics& findings)
    : file_(std::move(file)), rules_(rules), findings_(findings) {}

void RequestRows::begin_row(std::size_t line, std::string_view text) {
  line_ = line;
  text_ = text;
  is_right_ = true;
  ++rows_;
  request_ = {};
  time_text_ = prompt_text_ = hashes_text_ = {};
}

void RequestRows::cell(RequestColumn column, std::string_view text) {
  switch (column) {
    case RequestColumn::kSeconds: return read_time(text, 1.0);
    case RequestColumn::kMilliseconds: return read_time(text, 1e-3);
    case RequestColumn::kPrompt: prompt_text_ = text; return read_tokens(text, "input", request_.prompt_tokens);
    case RequestColumn::kOutput: return read_tokens(text, "output", request_.output_tokens);
    case RequestColumn::kHashes: return read_hashes(text);
    case RequestColumn::kTenant: return read_tenant(text);
    case RequestColumn::kPriority: return read_priority(text);
    case RequestColumn::kOther: return;
  }
}

void RequestRows::error(std::string_view at, const std::string& message, const std::string& hint) {
  is_right_ = false;
  if (findings_.error_count() >= kMostErrors) {
    ++more_errors_;
    return;
  }
  const auto before = static_cast<std::size_t>(at.data() - text_.data());
  findings_.error({file_, line_, characters(text_.substr(0, before)) + 1}, message, hint,
                  text_.size() <= kLongestLine ? std::string(text_) : std::string());
}

void RequestRows::read_time(std::string_view text, double unit) {
  time_text_ = text;
  double seconds = 0.0;
  if (const std::optional<DateTime> date = parse_date_time(text)) {
    if (!epoch_) epoch_ = date->second;
    seconds = static_cast<double>(date->second - *epoch_) + date->fraction;
  } else if (!read_number(text, seconds)) {
    return error(text, fmt::format("the timestamp '{}' is neither a number nor a date and time", text),
                 "such as 12.5 or 2023-11-16 18:15:46.680");
  } else if (seconds < 0.0) {
    return error(text, fmt::format("the timestamp {} is negative", text), "count from the first request");
  } else {
    seconds *= unit;
  }
  request_.arrival = Seconds(seconds);
}

void RequestRows::read_tokens(std::string_view text, const char* what, std::int32_t& tokens) {
  double value = 0.0;
  if (!read_number(text, value) || value != std::floor(value)) {
    return error(text, fmt::format("the {} tokens '{}' are not a whole number", what, text), "");
  }
  if (value < 1.0) {
    return error(text, fmt::format("the {} tokens are {:.0f}; a request has at least 1", what, value),
                 "leave the request out");
  }
  if (value > kMostTokens) {
    return error(text, fmt::format("the {} tokens are {}, over {}", what, text, kMostTokens), "");
  }
  tokens = static_cast<std::int32_t>(value);
}

void RequestRows::read_hashes(std::string_view text) {
  constexpr std::string_view kBetween = " ,;|[]\t";
  hashes_text_ = text;
  request_.first_hash = static_cast<std::uint32_t>(trace_.prefix_hashes.size());
  std::uint64_t before = 0;
  for (std::size_t at = text.find_first_not_of(kBetween); at != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(kBetween, at), text.size());
    const std::string_view word = text.substr(at, end - at);
    std::uint64_t number = 0;
    const auto [stop, failure] = std::from_chars(word.data(), word.data() + word.size(), number);
    const bool is_number = failure == std::errc{} && stop == word.data() + word.size();
    before = chained(before, is_number ? number : hash_text(word));
    trace_.prefix_hashes.push_back(before);
    at = text.find_first_not_of(kBetween, end);
  }
  request_.hashes = static_cast<std::uint32_t>(trace_.prefix_hashes.size()) - request_.first_hash;
}

void RequestRows::read_tenant(std::string_view text) {
  const auto found = tenants_.find(text);
  if (found != tenants_.end()) {
    request_.tenant = found->second;
    return;
  }
  request_.tenant = static_cast<std::int32_t>(trace_.tenants.size());
  tenants_.emplace(std::string(text), request_.tenant);
  trace_.tenants.emplace_back(text);
}

void RequestRows::read_priority(std::string_view text) {
  double value = 0.0;
  if (text.empty()) return;
  if (!read_number(text, value) || value != std::floor(value) || std::abs(value) > 1e6) {
    return error(text, fmt::format("the priority '{}' is not a whole number up to 1,000,000", text), "");
  }
  request_.priority = static_cast<std::int32_t>(value);
}

void RequestRows::check_row() {
  const std::int64_t tokens = std::int64_t{request_.prompt_tokens} + request_.output_tokens;
  if (rules_.context_window > 0 && tokens > rules_.context_window) {
    error(prompt_text_,
          fmt::format("input and output tokens are {} together, over the context window of {}: {}", tokens,
                      rules_.model, rules_.context_window),
          "leave the request out, or serve a model with a longer context");
  }
  const std::int64_t blocks =
      (std::int64_t{request_.prompt_tokens} + rules_.prefix_block_tokens - 1) / rules_.prefix_block_tokens;
  if (request_.hashes > blocks) {
    error(hashes_text_,
          fmt::format("there are {} prefix hashes, but {} input tokens have {} block(s) of {}", request_.hashes,
                      request_.prompt_tokens, blocks, rules_.prefix_block_tokens),
          "give the tokens of a block that the hashes are of");
  }
  const double time = request_.arrival.value();
  if (last_time_ && time < *last_time_) {
    error(time_text_,
          fmt::format("the timestamp {} is {:.6g} s before the one of the row above", time_text_, *last_time_ - time),
          "sort the rows by timestamp");
  }
  last_time_ = time;
}

void RequestRows::end_row() {
  if (is_right_) check_row();
  if (!is_right_) return;
  // The hash of a block that the prompt does not fill names no block that another prompt could have.
  const int whole = request_.prompt_tokens / rules_.prefix_block_tokens;
  request_.hashes = std::min(request_.hashes, static_cast<std::uint32_t>(whole));
  trace_.requests.push_back(request_);
}

RequestTrace RequestRows::finish() {
  if (more_errors_ > 0) {
    findings_.error({file_}, fmt::format("errors beyond the first {}, not shown: {}", kMostErrors, more_errors_));
  }
  if (rows_ == 0) {
    findings_.error({file_}, "the trace has no requests", "one a line: timestamp,input_tokens,output_tokens");
  }
  if (!trace_.prefix_hashes.empty()) trace_.prefix_block_tokens = rules_.prefix_block_tokens;
  if (!trace_.requests.empty()) {
    const Seconds first = trace_.requests.front().arrival;
    for (Request& request : trace_.requests) request.arrival -= first;
  }
  return std::move(trace_);
}

}  // namespace gigapod
