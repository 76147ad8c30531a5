#include "sim/record/schema.hpp"

#include <fmt/format.h>

#include <cmath>

namespace gigapod {

void create_schema(Database& database, int schema_version) {
  // Times are integer nanoseconds of simulated time. docs/run-directory.md describes every table.
  database.execute(
      fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {};", kRunApplicationId, schema_version));
  database.execute(R"(
    BEGIN;
    CREATE TABLE series (id INTEGER PRIMARY KEY, metric TEXT NOT NULL, label TEXT NOT NULL);
    CREATE TABLE points (series INTEGER NOT NULL, time_ns INTEGER NOT NULL, value REAL NOT NULL,
                         PRIMARY KEY (series, time_ns)) WITHOUT ROWID;
    CREATE TABLE events (time_ns INTEGER NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, pod TEXT NOT NULL,
                         value REAL NOT NULL, detail TEXT NOT NULL);
    CREATE TABLE workloads (
      name TEXT NOT NULL, kind TEXT NOT NULL, tenant TEXT NOT NULL, model TEXT NOT NULL, pod_type TEXT NOT NULL,
      slice TEXT NOT NULL, slices INTEGER NOT NULL, chips INTEGER NOT NULL, state TEXT NOT NULL,
      submit_ns INTEGER NOT NULL, start_ns INTEGER, end_ns INTEGER, tokens REAL NOT NULL, output_tokens REAL NOT NULL,
      requests REAL NOT NULL, unserved_requests REAL NOT NULL, steps REAL NOT NULL, step_seconds REAL NOT NULL,
      mfu REAL NOT NULL, hfu REAL NOT NULL, goodput REAL NOT NULL, interruptions INTEGER NOT NULL,
      ttft_seconds REAL NOT NULL, tpot_seconds REAL NOT NULL, chip_seconds REAL NOT NULL, energy_joules REAL NOT NULL,
      energy_dollars REAL NOT NULL, carbon_kg REAL NOT NULL, tokens_held_back REAL NOT NULL,
      published_step_seconds REAL NOT NULL, published_mfu REAL NOT NULL, published_source TEXT NOT NULL);
    CREATE TABLE step_causes (workload TEXT NOT NULL, cause TEXT NOT NULL, seconds REAL NOT NULL);
    CREATE TABLE occupancy (workload TEXT NOT NULL, pod TEXT NOT NULL, begin_ns INTEGER NOT NULL,
                            end_ns INTEGER NOT NULL, blocks INTEGER NOT NULL, phase TEXT NOT NULL);
    CREATE TABLE pods (name TEXT NOT NULL, pod_type TEXT NOT NULL, chip TEXT NOT NULL, shape TEXT NOT NULL,
                       block TEXT NOT NULL, blocks INTEGER NOT NULL);
    CREATE TABLE block_stays (pod TEXT NOT NULL, blocks TEXT NOT NULL, begin_ns INTEGER NOT NULL,
                              end_ns INTEGER NOT NULL, state TEXT NOT NULL, subject TEXT NOT NULL, slice INTEGER);
    CREATE TABLE serving (
      fleet TEXT NOT NULL, arrived REAL NOT NULL, served REAL NOT NULL, rate_limited REAL NOT NULL,
      rejected REAL NOT NULL, queued REAL NOT NULL, attainment REAL NOT NULL, ttft_p50_seconds REAL NOT NULL,
      ttft_p95_seconds REAL NOT NULL, ttft_p99_seconds REAL NOT NULL, tpot_p50_seconds REAL NOT NULL,
      tpot_p95_seconds REAL NOT NULL, tpot_p99_seconds REAL NOT NULL, end_to_end_p50_seconds REAL NOT NULL,
      end_to_end_p95_seconds REAL NOT NULL, end_to_end_p99_seconds REAL NOT NULL, prompt_tokens REAL NOT NULL,
      output_tokens REAL NOT NULL, restarted REAL NOT NULL, reserved REAL NOT NULL, reserved_used REAL NOT NULL,
      chip_seconds REAL NOT NULL, loading_chip_seconds REAL NOT NULL, standby_chip_seconds REAL NOT NULL, energy_joules REAL NOT NULL, energy_dollars REAL NOT NULL,
      chip_dollars REAL NOT NULL);
    CREATE TABLE service_tenants (
      fleet TEXT NOT NULL, tenant TEXT NOT NULL, service_class TEXT NOT NULL, agreement TEXT NOT NULL,
      sector TEXT NOT NULL, country TEXT NOT NULL, region TEXT NOT NULL, arrived REAL NOT NULL,
      served REAL NOT NULL, rate_limited REAL NOT NULL, rejected REAL NOT NULL, queued REAL NOT NULL,
      reserved REAL NOT NULL, reserved_used REAL NOT NULL);
    CREATE TABLE figures (name TEXT NOT NULL, value REAL NOT NULL);
    CREATE TABLE texts (name TEXT NOT NULL, value TEXT NOT NULL);
    CREATE VIEW metrics AS SELECT metric, label, time_ns * 1e-9 AS time_seconds, value
      FROM points JOIN series ON series.id = points.series;
    COMMIT;)");
}

std::int64_t stored_nanoseconds(double seconds) { return std::llround(seconds * 1e9); }

void TableHash::add_row(const Statement& statement) {
  for (int column = 0; column < statement.columns(); ++column) {
    if (statement.is_null(column)) {
      add_null();
    } else if (statement.is_integer(column)) {
      add(statement.integer(column));
    } else if (statement.is_real(column)) {
      add(statement.real(column));
    } else {
      add(std::string_view(statement.text(column)));
    }
  }
}

TableHash& ResultHash::table(std::string_view name) {
  const auto found = tables_.find(name);
  return found == tables_.end() ? tables_.try_emplace(std::string(name)).first->second : found->second;
}

void ResultHash::add_point(std::int64_t series, std::int64_t time_ns, double value) {
  TableHash& hash = points_[series];
  hash.add(time_ns);
  hash.add(value);
}

std::string ResultHash::hex() const {
  Fingerprint all;
  for (const auto& [name, hash] : tables_) {
    all.add(std::string_view(name));
    all.add(std::string_view(hash.hex()));
  }
  for (const auto& [series, hash] : points_) {
    all.add(series);
    all.add(std::string_view(hash.hex()));
  }
  return all.hex();
}

}  // namespace gigapod
