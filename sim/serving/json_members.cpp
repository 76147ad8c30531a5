#include "sim/serving/json_members.hpp"

#include <optional>

namespace gigapod {
namespace {

/// Moves over one JSON text.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) { skip_blanks(); }

  [[nodiscard]] std::string_view rest() const { return rest_; }

  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    skip_blanks();
    return true;
  }

  std::optional<std::string_view> take_string() {
    if (rest_.empty() || rest_.front() != '"') return std::nullopt;
    const std::size_t end = string_end(0);
    if (end == std::string_view::npos) return std::nullopt;
    return taken(end + 1).substr(1, end - 1);
  }

  std::optional<std::string_view> take_value() {
    if (rest_.empty()) return std::nullopt;
    if (rest_.front() == '"') return take_string();
    if (rest_.front() == '[' || rest_.front() == '{') return take_nested();
    const std::size_t end = rest_.find_first_of(",}] \t");
    if (end == 0 || end == std::string_view::npos) return std::nullopt;
    return taken(end);
  }

 private:
  void skip_blanks() {
    while (!rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\t')) rest_.remove_prefix(1);
  }

  std::string_view taken(std::size_t length) {
    const std::string_view text = rest_.substr(0, length);
    rest_.remove_prefix(length);
    skip_blanks();
    return text;
  }

  /// Of the string that opens at `begin`, its closing quote.
  [[nodiscard]] std::size_t string_end(std::size_t begin) const {
    for (std::size_t i = begin + 1; i < rest_.size(); ++i) {
      if (rest_[i] == '\\') {
        ++i;
      } else if (rest_[i] == '"') {
        return i;
      }
    }
    return std::string_view::npos;
  }

  /// An array or object up to the bracket that closes it.
  std::optional<std::string_view> take_nested() {
    int depth = 0;
    for (std::size_t i = 0; i < rest_.size(); ++i) {
      if (rest_[i] == '"') {
        i = string_end(i);
        if (i == std::string_view::npos) return std::nullopt;
      }
      if (rest_[i] == '[' || rest_[i] == '{') ++depth;
      if (rest_[i] == ']' || rest_[i] == '}') --depth;
      if (depth == 0) return taken(i + 1);
    }
    return std::nullopt;
  }

  std::string_view rest_;
};

}  // namespace

std::string_view json_members(std::string_view text, std::vector<JsonMember>& members) {
  members.clear();
  Cursor cursor(text);
  // Where nothing is left, the end of the text is what is wrong.
  const auto failure = [&] {
    return cursor.rest().empty() ? text.substr(text.size() - (text.empty() ? 0 : 1)) : cursor.rest();
  };
  if (!cursor.take('{')) return failure();
  if (!cursor.take('}')) {
    for (;;) {
      const auto key = cursor.take_string();
      if (!key || !cursor.take(':')) return failure();
      const auto value = cursor.take_value();
      if (!value) return failure();
      members.push_back({*key, *value});
      if (cursor.take('}')) break;
      if (!cursor.take(',')) return failure();
    }
  }
  return cursor.rest();
}

}  // namespace gigapod
