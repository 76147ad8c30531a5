#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

namespace gigapod {

/// A place in a text the user wrote; line and column count from 1, 0 means "the file as a whole".
struct Position {
  std::string file;
  std::size_t line = 0;
  std::size_t column = 0;
  auto operator<=>(const Position&) const = default;
};

enum class Severity {
  kWarning,
  kError
};

/// One finding: what is wrong, where, and what would be right.
struct Finding {
  Severity severity = Severity::kError;
  Position position;
  std::string message;      ///< what is wrong, one sentence without a full stop
  std::string source_line;  ///< the user's line, empty when there is none
  std::string hint;         ///< what would be right, may be empty
};

/// Prints as `file:line:column: error: message`, the source line with a caret, then the hint.
[[nodiscard]] std::string to_text(const Finding& finding);

/// Collects every finding of one pass over the user's input, to be thrown once at the end.
class Diagnostics {
 public:
  void error(Position position, std::string message, std::string hint = {}, std::string source_line = {});
  void warning(Position position, std::string message, std::string hint = {}, std::string source_line = {});

  [[nodiscard]] bool has_errors() const { return error_count_ > 0; }
  [[nodiscard]] std::size_t error_count() const { return error_count_; }
  [[nodiscard]] const std::vector<Finding>& findings() const { return findings_; }
  /// Every finding, in the order of file, line and column, with a last line that counts the errors.
  [[nodiscard]] std::string text() const;
  /// Throws InvalidInput with `text()` when there is an error.
  void throw_if_errors() const;

 private:
  std::vector<Finding> findings_;
  std::size_t error_count_ = 0;
};

/// The user's input is wrong; the message holds every finding. Exit code 3.
class InvalidInput : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The run could not be done or written for a reason outside the input, such as a full disk. Exit code 1.
class RunFailed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace gigapod
