#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gigapod {

/// What is wrong with an execution trace, at a byte of a file and, where one is known, in a node.
struct TraceFinding {
  std::string file;
  std::optional<std::size_t> offset;  ///< nothing for the file as a whole
  std::optional<std::uint64_t> node;
  std::string message;  ///< one sentence without a full stop
  std::string hint;     ///< what would be right, may be empty
};

/// `FILE: byte OFFSET: node ID: error: message`, then the hint on a line of its own.
[[nodiscard]] std::string to_text(const TraceFinding& finding);

/// Every finding of a set of traces, to be thrown once. A trace made wrongly is wrong thousands of times: the text
/// shows the first hundred and counts the rest.
class TraceFindings {
 public:
  void add(TraceFinding finding);
  [[nodiscard]] bool is_empty() const { return count_ == 0; }
  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] std::string text() const;
  /// Throws InvalidInput with `text()` unless empty.
  void throw_if_any() const;

 private:
  std::vector<TraceFinding> shown_;
  std::size_t count_ = 0;
};

}  // namespace gigapod
