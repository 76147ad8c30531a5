#include "sim/record/database.hpp"

#include "tests/unit/record/temporary_folder.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

TEST(Database, ReadsBackWhatWasWritten) {
  const TemporaryFolder folder;
  {
    Database database = Database::create(folder / "a.sqlite");
    database.execute("CREATE TABLE t (i INTEGER, r REAL, s TEXT); BEGIN");
    {
      Statement insert = database.prepare("INSERT INTO t VALUES (?, ?, ?)");
      insert.bind(std::int64_t{1} << 60).bind(0.1).bind(std::string_view("caf\xc3\xa9")).run();
      insert.bind_null().bind(2.0).bind(std::string_view("")).run();
    }
    database.execute("COMMIT");
    database.close();
  }

  Database database = Database::open_to_read(folder / "a.sqlite");
  Statement rows = database.prepare("SELECT i, r, s FROM t ORDER BY rowid");
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.columns(), 3);
  EXPECT_EQ(rows.integer(0), std::int64_t{1} << 60);
  EXPECT_EQ(rows.real(1), 0.1);
  EXPECT_EQ(rows.text(2), "caf\xc3\xa9");
  ASSERT_TRUE(rows.next());
  EXPECT_TRUE(rows.is_null(0));
  EXPECT_TRUE(rows.is_real(1));
  EXPECT_EQ(rows.text(2), "");
  EXPECT_FALSE(rows.next());
}

TEST(Database, OneInMemoryGivesTheBytesOfItsFile) {
  const TemporaryFolder folder;
  Database memory = Database::create_in_memory();
  memory.execute("CREATE TABLE t (i INTEGER); INSERT INTO t VALUES (7)");

  write_text(folder / "a.sqlite", memory.content());

  Database file = Database::open_to_read(folder / "a.sqlite");
  Statement rows = file.prepare("SELECT i FROM t");
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.integer(0), 7);
}

TEST(Database, SaysWhatIsWrongInWords) {
  const TemporaryFolder folder;
  write_text(folder / "text.sqlite", std::string(5000, 'x'));

  EXPECT_EQ(message_of<DatabaseError>([&] { (void)Database::open_to_read(folder / "none.sqlite"); }),
            "no such file or directory");
  Database text = Database::open_to_read(folder / "text.sqlite");
  EXPECT_EQ(message_of<DatabaseError>([&] { (void)text.prepare("SELECT 1 FROM t"); }), "file is not a database");
}

TEST(Database, CallsAFullDatabaseAFullDisk) {
  const TemporaryFolder folder;
  Database database = Database::create(folder / "a.sqlite");
  database.execute("PRAGMA max_page_count = 4; CREATE TABLE t (s TEXT)");
  Statement insert = database.prepare("INSERT INTO t VALUES (?)");

  const std::string message =
      message_of<DatabaseError>([&] { insert.bind(std::string_view(std::string(100000, 'x'))).run(); });

  EXPECT_EQ(message, "no space left on device");
}

}  // namespace
}  // namespace gigapod
