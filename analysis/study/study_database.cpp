#include "analysis/study/study_database.hpp"

#include "analysis/study/study_sensitivity.hpp"
#include "sim/base/version.hpp"
#include "sim/record/database.hpp"

namespace gigapod {
namespace {

constexpr const char* kTables =
    "CREATE TABLE study (name TEXT, description TEXT, version TEXT, first_seed INTEGER, target REAL);"
    "CREATE TABLE cases (\"case\" INTEGER, axis TEXT, value TEXT, PRIMARY KEY (\"case\", axis)) WITHOUT ROWID;"
    "CREATE TABLE results (\"case\" INTEGER, measure TEXT, seeds INTEGER, mean REAL, low REAL, high REAL,"
    " PRIMARY KEY (\"case\", measure)) WITHOUT ROWID;"
    "CREATE TABLE runs (\"case\" INTEGER, seed INTEGER, measure TEXT, value REAL,"
    " PRIMARY KEY (\"case\", seed, measure)) WITHOUT ROWID;"
    "CREATE TABLE failures (\"case\" INTEGER, seed INTEGER, reason TEXT);"
    "CREATE TABLE sensitivity (first_case INTEGER, measure TEXT, axis TEXT, \"index\" TEXT, value REAL, low REAL,"
    " high REAL, PRIMARY KEY (first_case, measure, axis, \"index\")) WITHOUT ROWID;";

using Number = std::int64_t;

void write_study(Database& database, const StudyResults& results) {
  Statement insert = database.prepare("INSERT INTO study VALUES (?, ?, ?, ?, ?)");
  insert.bind(results.name).bind(results.description).bind(version()).bind(static_cast<Number>(results.first_seed));
  if (results.target) insert.bind(*results.target);
  if (!results.target) insert.bind_null();
  insert.run();
}

void write_cases(Database& database, const StudyResults& results) {
  Statement insert = database.prepare("INSERT OR REPLACE INTO cases VALUES (?, ?, ?)");
  for (std::size_t i = 0; i < results.rows.size(); ++i) {
    for (std::size_t axis = 0; axis < results.axes.size(); ++axis) {
      insert.bind(static_cast<Number>(i)).bind(results.axes[axis].name).bind(results.value(results.rows[i], axis));
      insert.run();
    }
  }
}

void write_results(Database& database, const StudyResults& results) {
  Statement insert = database.prepare("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?, ?, ?)");
  for (std::size_t i = 0; i < results.rows.size(); ++i) {
    for (std::size_t measure = 0; measure < results.measures.size(); ++measure) {
      const MeanInterval& interval = results.rows[i].measures[measure];
      insert.bind(static_cast<Number>(i)).bind(results.measures[measure]).bind(static_cast<Number>(interval.samples));
      if (interval.samples > 0) insert.bind(interval.mean).bind(interval.low()).bind(interval.high());
      if (interval.samples == 0) insert.bind_null().bind_null().bind_null();
      insert.run();
    }
  }
}

void write_runs(Database& database, const StudyResults& results) {
  Statement insert = database.prepare("INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?)");
  for (std::size_t i = 0; i < results.rows.size(); ++i) {
    for (const StudyRun& run : results.rows[i].runs) {
      for (std::size_t measure = 0; measure < results.measures.size(); ++measure) {
        insert.bind(static_cast<Number>(i)).bind(static_cast<Number>(run.seed)).bind(results.measures[measure]);
        insert.bind(run.measures[measure]).run();
      }
    }
  }
}

void write_failures(Database& database, const StudyResults& results) {
  Statement insert = database.prepare("INSERT INTO failures VALUES (?, ?, ?)");
  for (const StudyFailure& failure : results.failures) {
    insert.bind(static_cast<Number>(failure.row));
    if (failure.seed) insert.bind(static_cast<Number>(*failure.seed));
    if (!failure.seed) insert.bind_null();
    insert.bind(failure.reason).run();
  }
}

void write_sensitivity(Database& database, const StudyResults& results) {
  if (!results.sample) return;
  const auto& columns = sensitivity_columns(results.sample->method);
  Statement insert = database.prepare("INSERT OR REPLACE INTO sensitivity VALUES (?, ?, ?, ?, ?, ?, ?)");
  for (const Sensitivity& one : sensitivities(results)) {
    for (const AxisSensitivity& axis : one.axes) {
      for (std::size_t i = 0; i < columns.size(); ++i) {
        const IndexEstimate& e = axis.estimates[i];
        insert.bind(static_cast<Number>(one.first_row)).bind(results.measures[one.measure]);
        insert.bind(results.axes[axis.axis].name).bind(columns[i]);
        insert.bind(e.value).bind(e.low).bind(e.high).run();
      }
    }
  }
}

}  // namespace

std::string study_database(const StudyResults& results) {
  Database database = Database::create_in_memory();
  database.execute("BEGIN");
  database.execute(kTables);
  write_study(database, results);
  write_cases(database, results);
  write_results(database, results);
  write_runs(database, results);
  write_failures(database, results);
  write_sensitivity(database, results);
  database.execute("COMMIT");
  return database.content();
}

}  // namespace gigapod
