#pragma once

#include "sim/base/diagnostics.hpp"
#include "sim/serving/request.hpp"
#include "sim/serving/request_columns.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace gigapod {

/// What requests of a trace must hold beside being well-formed.
struct RequestRules {
  std::string model;              ///< that has to take them, for messages
  int context_window = 0;         ///< most tokens of prompt and answer; 0: any
  int prefix_block_tokens = 512;  ///< prompt tokens of one prefix hash (512 in Mooncake's traces)
};

/// Turns the cells of a trace, row by row, into requests, and reports what is wrong with them.
class RequestRows {
 public:
  RequestRows(std::string file, const RequestRules& rules, Diagnostics& findings);

  void begin_row(std::size_t line, std::string_view text);
  /// A cell of the row; `text` is part of the row's text.
  void cell(RequestColumn column, std::string_view text);
  void end_row();
  /// An error of the row at `at`, a part of its text.
  void error(std::string_view at, const std::string& message, const std::string& hint);

  /// The requests, times counted from the first. Adds an error when there are none.
  [[nodiscard]] RequestTrace finish();

 private:
  void read_time(std::string_view text, double unit);
  void read_tokens(std::string_view text, const char* what, std::int32_t& tokens);
  void read_hashes(std::string_view text);
  void read_tenant(std::string_view text);
  void read_priority(std::string_view text);
  void check_row();

  std::string file_;
  RequestRules rules_;
  Diagnostics& findings_;
  RequestTrace trace_;
  std::map<std::string, std::int32_t, std::less<>> tenants_;
  std::size_t rows_ = 0;
  std::size_t more_errors_ = 0;        ///< beyond those that are reported one by one
  std::optional<std::int64_t> epoch_;  ///< of dates: the second of the first

  // The row that is being read.
  std::size_t line_ = 0;
  std::string_view text_;
  bool is_right_ = true;
  Request request_;
  std::string_view time_text_;
  std::string_view prompt_text_;
  std::string_view hashes_text_;
  std::optional<double> last_time_;
};

}  // namespace gigapod
