#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace gigapod {

/// A failed database operation; the message is for people ("no space left on device").
class DatabaseError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// One prepared statement of a Database, which must outlive it.
class Statement {
 public:
  Statement(Statement&&) noexcept;
  ~Statement();

  /// Binds the next parameter, left to right.
  Statement& bind(std::int64_t number);
  Statement& bind(double number);
  Statement& bind(std::string_view text);
  Statement& bind_null();
  /// Executes a statement without rows, and makes it ready for the next binding.
  void run();
  /// Moves to the next row; false after the last.
  [[nodiscard]] bool next();

  [[nodiscard]] int columns() const;
  [[nodiscard]] bool is_null(int column) const;
  [[nodiscard]] bool is_integer(int column) const;
  [[nodiscard]] bool is_real(int column) const;
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] double real(int column) const;
  [[nodiscard]] std::string text(int column) const;

 private:
  friend class Database;
  struct State;
  explicit Statement(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// A SQLite file. Every operation throws DatabaseError when it fails.
class Database {
 public:
  /// A new file, without a journal: it is worth nothing until `close` has returned.
  [[nodiscard]] static Database create(const std::filesystem::path& file);
  /// One without a file; `content` gives what its file would hold.
  [[nodiscard]] static Database create_in_memory();
  [[nodiscard]] static Database open_to_read(const std::filesystem::path& file);
  Database(Database&&) noexcept;
  ~Database();

  void execute(const std::string& sql);
  [[nodiscard]] Statement prepare(const std::string& sql);
  /// The bytes of the file as it stands; no transaction may be open.
  [[nodiscard]] std::string content() const;
  /// Closes the file; every statement must be gone.
  void close();

 private:
  struct State;
  explicit Database(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace gigapod
