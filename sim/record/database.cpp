#include "sim/record/database.hpp"

#include "sim/base/check.hpp"
#include "sim/record/system_error_text.hpp"

#include <sqlite3.h>

#include <cerrno>
#include <utility>

namespace gigapod {
namespace {

[[noreturn]] void fail(sqlite3* handle, int code) {
  const int primary = code & 0xff;
  int cause = handle == nullptr ? 0 : sqlite3_system_errno(handle);
  if (cause == 0 && primary == SQLITE_IOERR) cause = errno;  // SQLite keeps none of what fails within a COMMIT
  if (primary == SQLITE_FULL) throw DatabaseError(system_error_text(ENOSPC));
  if ((primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN) && cause != 0) {
    throw DatabaseError(system_error_text(cause));
  }
  throw DatabaseError(handle == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(handle));
}

}  // namespace

struct Statement::State {
  sqlite3* database = nullptr;
  sqlite3_stmt* handle = nullptr;
  int bound = 0;

  State(sqlite3* owner, sqlite3_stmt* statement) : database(owner), handle(statement) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { sqlite3_finalize(handle); }

  void require_ok(int code) const {
    if (code != SQLITE_OK) fail(database, code);
  }
};

struct Database::State {
  sqlite3* handle = nullptr;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { sqlite3_close_v2(handle); }
};

Statement::Statement(std::unique_ptr<State> state) : state_(std::move(state)) {}
Statement::Statement(Statement&&) noexcept = default;
Statement::~Statement() = default;

Statement& Statement::bind(std::int64_t number) {
  state_->require_ok(sqlite3_bind_int64(state_->handle, ++state_->bound, number));
  return *this;
}

Statement& Statement::bind(double number) {
  state_->require_ok(sqlite3_bind_double(state_->handle, ++state_->bound, number));
  return *this;
}

Statement& Statement::bind(std::string_view text) {
  const char* start = text.empty() ? "" : text.data();
  state_->require_ok(
      sqlite3_bind_text64(state_->handle, ++state_->bound, start, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
  return *this;
}

Statement& Statement::bind_null() {
  state_->require_ok(sqlite3_bind_null(state_->handle, ++state_->bound));
  return *this;
}

void Statement::run() {
  const int code = sqlite3_step(state_->handle);
  if (code != SQLITE_DONE) fail(state_->database, code);
  state_->require_ok(sqlite3_reset(state_->handle));
  state_->bound = 0;
}

bool Statement::next() {
  const int code = sqlite3_step(state_->handle);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  fail(state_->database, code);
}

int Statement::columns() const { return sqlite3_column_count(state_->handle); }
bool Statement::is_null(int column) const { return sqlite3_column_type(state_->handle, column) == SQLITE_NULL; }
bool Statement::is_integer(int column) const { return sqlite3_column_type(state_->handle, column) == SQLITE_INTEGER; }
bool Statement::is_real(int column) const { return sqlite3_column_type(state_->handle, column) == SQLITE_FLOAT; }
std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(state_->handle, column); }
double Statement::real(int column) const { return sqlite3_column_double(state_->handle, column); }

std::string Statement::text(int column) const {
  const auto* start = reinterpret_cast<const char*>(sqlite3_column_text(state_->handle, column));
  if (start == nullptr) return {};
  return {start, static_cast<std::size_t>(sqlite3_column_bytes(state_->handle, column))};
}

Database::Database(std::unique_ptr<State> state) : state_(std::move(state)) {}
Database::Database(Database&&) noexcept = default;
Database::~Database() = default;

Database Database::create(const std::filesystem::path& file) {
  auto state = std::make_unique<State>();
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  const int code = sqlite3_open_v2(file.c_str(), &state->handle, flags, nullptr);
  if (code != SQLITE_OK) fail(state->handle, code);
  Database database(std::move(state));
  // The folder is renamed into place only once the file is whole and synced, so a journal would guard nothing.
  database.execute(
      "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;"
      "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8192;");
  return database;
}

Database Database::create_in_memory() {
  auto state = std::make_unique<State>();
  const int code = sqlite3_open(":memory:", &state->handle);
  if (code != SQLITE_OK) fail(state->handle, code);
  return Database(std::move(state));
}

Database Database::open_to_read(const std::filesystem::path& file) {
  auto state = std::make_unique<State>();
  const int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX;
  const int code = sqlite3_open_v2(file.c_str(), &state->handle, flags, nullptr);
  if (code != SQLITE_OK) fail(state->handle, code);
  return Database(std::move(state));
}

void Database::execute(const std::string& sql) {
  errno = 0;
  const int code = sqlite3_exec(state_->handle, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(state_->handle, code);
}

Statement Database::prepare(const std::string& sql) {
  sqlite3_stmt* handle = nullptr;
  const int code = sqlite3_prepare_v2(state_->handle, sql.c_str(), -1, &handle, nullptr);
  if (code != SQLITE_OK) fail(state_->handle, code);
  return Statement(std::make_unique<Statement::State>(state_->handle, handle));
}

std::string Database::content() const {
  sqlite3_int64 size = 0;
  const std::unique_ptr<unsigned char, void (*)(void*)> bytes(sqlite3_serialize(state_->handle, "main", &size, 0),
                                                              sqlite3_free);
  if (bytes == nullptr) fail(state_->handle, SQLITE_NOMEM);
  return {reinterpret_cast<const char*>(bytes.get()), static_cast<std::size_t>(size)};
}

void Database::close() {
  const int code = sqlite3_close(state_->handle);
  if (code != SQLITE_OK) fail(state_->handle, code);
  state_->handle = nullptr;
}

}  // namespace gigapod
