#pragma once

#include "sim/base/hash.hpp"
#include "sim/record/database.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace gigapod {

/// `application_id` in the head of run.sqlite: "GPOD".
inline constexpr std::int64_t kRunApplicationId = 0x47504f44;

/// The result tables that hold rows in the order written, and their columns in the order of the fingerprint. `points`
/// comes after them, in the order of series and time.
struct ResultTable {
  const char* name;
  const char* columns;
};
inline constexpr std::array<ResultTable, 12> kResultTables = {{
    {"series", "id, metric, label"},
    {"events", "time_ns, kind, subject, pod, value, detail"},
    {"workloads",
     "name, kind, tenant, model, pod_type, slice, slices, chips, state, submit_ns, start_ns, end_ns, tokens, "
     "output_tokens, requests, unserved_requests, steps, step_seconds, mfu, hfu, goodput, interruptions, "
     "ttft_seconds, "
     "tpot_seconds, chip_seconds, energy_joules, energy_dollars, carbon_kg, tokens_held_back, "
     "published_step_seconds, published_mfu, published_source"},
    {"step_causes", "workload, cause, seconds"},
    {"pods", "name, pod_type, chip, shape, block, blocks"},
    {"occupancy", "workload, pod, begin_ns, end_ns, blocks, phase"},
    {"block_stays", "pod, blocks, begin_ns, end_ns, state, subject, slice"},
    {"serving",
     "fleet, arrived, served, rate_limited, rejected, queued, attainment, ttft_p50_seconds, "
     "ttft_p95_seconds, ttft_p99_seconds, tpot_p50_seconds, tpot_p95_seconds, tpot_p99_seconds, "
     "end_to_end_p50_seconds, end_to_end_p95_seconds, end_to_end_p99_seconds, prompt_tokens, "
     "output_tokens, restarted, reserved, reserved_used, chip_seconds, loading_chip_seconds, "
     "standby_chip_seconds, energy_joules, energy_dollars, chip_dollars"},
    {"service_tenants",
     "fleet, tenant, service_class, agreement, sector, country, region, arrived, served, rate_limited, "
     "rejected, queued, reserved, reserved_used"},
    {"figures", "name, value"},
    {"texts", "name, value"},
    {"points", "series, time_ns, value"},
}};

/// Makes the empty tables of run.sqlite.
void create_schema(Database& database, int schema_version);

/// Time as it is stored.
[[nodiscard]] std::int64_t stored_nanoseconds(double seconds);

/// Hash of one table, over every column of every row.
class TableHash {
 public:
  void add(std::int64_t number) { fingerprint_.add(number); }
  void add(double number) { fingerprint_.add(number); }
  void add(std::string_view text) { fingerprint_.add(text); }
  void add_null() { fingerprint_.add(std::string_view("null")); }
  /// Adds every column of the row that `statement` stands on.
  void add_row(const Statement& statement);
  [[nodiscard]] std::string hex() const { return fingerprint_.hex(); }

 private:
  Fingerprint fingerprint_;
};

/// The hashes of a whole run: of each table, and of the points of each series, so that points may be stored in any
/// order. Writer and reader fill it alike, which lets the reader prove that nothing was altered.
class ResultHash {
 public:
  [[nodiscard]] TableHash& table(std::string_view name);
  void add_point(std::int64_t series, std::int64_t time_ns, double value);
  /// 32 hexadecimal digits over everything added.
  [[nodiscard]] std::string hex() const;

 private:
  std::map<std::string, TableHash, std::less<>> tables_;
  std::map<std::int64_t, TableHash> points_;
};

}  // namespace gigapod
