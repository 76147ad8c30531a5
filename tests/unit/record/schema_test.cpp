#include "sim/record/schema.hpp"

#include "sim/record/run_writer.hpp"
#include "tests/unit/record/temporary_folder.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace gigapod {
namespace {

TEST(Schema, HasEveryColumnThatIsWrittenAndHashed) {
  const TemporaryFolder folder;
  Database database = Database::create(folder / "run.sqlite");

  create_schema(database, 1);

  for (const ResultTable& table : kResultTables) {
    EXPECT_NO_THROW((void)database.prepare(fmt::format("SELECT {} FROM {}", table.columns, table.name)));
    Statement listed = database.prepare(fmt::format("SELECT {0} FROM {1}", table.columns, table.name));
    Statement all = database.prepare(fmt::format("SELECT * FROM {}", table.name));
    EXPECT_EQ(listed.columns(), all.columns()) << table.name;
  }
}

/// A run written with other columns is an older run, not a damaged one: who changes them raises kRunSchemaVersion,
/// and then this pair.
TEST(Schema, TheVersionMovesWithTheColumns) {
  std::string columns;
  for (const ResultTable& table : kResultTables) columns += fmt::format("{}: {}\n", table.name, table.columns);
  EXPECT_EQ(std::pair(kRunSchemaVersion, fmt::format("{:016x}", hash_text(columns))),
            std::pair(6, std::string("d49fe41298908e88")))
      << columns;
}

TEST(Schema, RoundsTimesToTheNearestNanosecond) {
  EXPECT_EQ(stored_nanoseconds(1e-9), 1);
  EXPECT_EQ(stored_nanoseconds(0.1), 100'000'000);
  EXPECT_EQ(stored_nanoseconds(90 * 86400.0), std::int64_t{7'776'000'000'000'000});
}

TEST(ResultHash, DoesNotDependOnTheOrderOfTablesAndSeries) {
  ResultHash a;
  a.table("events").add(std::int64_t{1});
  a.table("texts").add(std::string_view("x"));
  a.add_point(0, 1, 2.0);
  a.add_point(1, 1, 3.0);
  a.add_point(0, 2, 4.0);
  ResultHash b;
  b.add_point(1, 1, 3.0);
  b.add_point(0, 1, 2.0);
  b.add_point(0, 2, 4.0);
  b.table("texts").add(std::string_view("x"));
  b.table("events").add(std::int64_t{1});

  EXPECT_EQ(a.hex(), b.hex());
}

TEST(ResultHash, ChangesWithEveryValueAndItsPlace) {
  ResultHash base;
  base.add_point(0, 1, 2.0);
  ResultHash value;
  value.add_point(0, 1, 2.0000000000000004);
  ResultHash time;
  time.add_point(0, 2, 2.0);
  ResultHash series;
  series.add_point(1, 1, 2.0);

  EXPECT_NE(base.hex(), value.hex());
  EXPECT_NE(base.hex(), time.hex());
  EXPECT_NE(base.hex(), series.hex());
}

}  // namespace
}  // namespace gigapod
