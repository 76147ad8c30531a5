#include "analysis/run/run_data.hpp"
#include "analysis/run/run_manifest.hpp"
#include "sim/base/diagnostics.hpp"
#include "sim/base/text_of_file.hpp"
#include "sim/record/database.hpp"
#include "sim/record/run_json.hpp"
#include "sim/record/schema.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>
#include <optional>
#include <string_view>
#include <unordered_map>

namespace gigapod {
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::json;

/// Reads summary.json's figures that are in no table: wall clock, memory. All else in it repeats the tables.
void read_summary(RunData& run) {
  const std::optional<std::string> text = text_of_file(run.directory / "summary.json");
  if (!text) return;  // a sealed run that is not committed yet
  const Json json = Json::parse(*text, nullptr, false);
  if (!json.is_object()) refuse_run(run.directory, "summary.json is damaged");
  for (const auto& [name, value] : json.items()) {
    if (value.is_number() && name != "seed" && run.figures.count(name) == 0) run.unhashed[name] = value.get<double>();
  }
  const RunManifest& manifest = run.manifest;
  Json stated =
      Json::parse(summary_json({manifest.seed, manifest.scenario_name, manifest.scenario_hash}, manifest.fingerprint,
                               {run.figures, run.texts, run.workloads}, {run.unhashed.begin(), run.unhashed.end()}));
  stated["version"] = manifest.version;
  if (json != stated) refuse_run(run.directory, "summary.json was altered or damaged: it does not match run.sqlite");
}

/// Walks the columns of a row from left to right.
class Row {
 public:
  explicit Row(const Statement& statement) : statement_(statement) {}
  std::int64_t integer() { return statement_.integer(column_++); }
  double real() { return statement_.real(column_++); }
  std::string text() { return statement_.text(column_++); }
  Seconds time() { return Seconds(static_cast<double>(integer()) * 1e-9); }
  std::optional<int> optional_integer() {
    if (!statement_.is_null(column_)) return static_cast<int>(integer());
    ++column_;
    return std::nullopt;
  }
  std::optional<Seconds> optional_time() {
    if (!statement_.is_null(column_)) return time();
    ++column_;
    return std::nullopt;
  }

 private:
  const Statement& statement_;
  int column_ = 0;
};

WorkloadRecord workload_of(Row row) {
  WorkloadRecord work;
  work.name = row.text();
  work.kind = row.text();
  work.tenant = row.text();
  work.model = row.text();
  work.pod_type = row.text();
  work.slice = row.text();
  work.slices = static_cast<int>(row.integer());
  work.chips = row.integer();
  work.state = row.text();
  work.submit = row.time();
  work.start = row.optional_time();
  work.end = row.optional_time();
  work.tokens = row.real();
  work.output_tokens = row.real();
  work.requests = row.real();
  work.unserved_requests = row.real();
  work.steps = row.real();
  work.step_time = Seconds(row.real());
  work.mfu = row.real();
  work.hfu = row.real();
  work.goodput = row.real();
  work.interruptions = row.integer();
  work.ttft = Seconds(row.real());
  work.tpot = Seconds(row.real());
  work.chip_seconds = row.real();
  work.energy = Joules(row.real());
  work.energy_cost = Dollars(row.real());
  work.carbon_kg = row.real();
  work.tokens_held_back = row.real();
  work.published_step_time = Seconds(row.real());
  work.published_mfu = row.real();
  work.published_source = row.text();
  return work;
}

EventRecord event_of(Row row) {
  EventRecord event;
  event.time = row.time();
  event.kind = row.text();
  event.subject = row.text();
  event.pod = row.text();
  event.value = row.real();
  event.detail = row.text();
  return event;
}

OccupancyRecord stay_of(Row row) {
  OccupancyRecord stay;
  stay.workload = row.text();
  stay.pod = row.text();
  stay.begin = row.time();
  stay.end = row.time();
  stay.blocks = static_cast<int>(row.integer());
  stay.phase = row.text();
  return stay;
}

PodRecord pod_of(Row row) {
  PodRecord pod;
  pod.name = row.text();
  pod.pod_type = row.text();
  pod.chip = row.text();
  pod.shape = row.text();
  pod.block = row.text();
  pod.blocks = static_cast<int>(row.integer());
  return pod;
}

BlockStayRecord block_stay_of(Row row) {
  BlockStayRecord stay;
  stay.pod = row.text();
  stay.blocks = row.text();
  stay.begin = row.time();
  stay.end = row.time();
  stay.state = row.text();
  stay.subject = row.text();
  stay.slice = row.optional_integer();
  return stay;
}

ServingRecord serving_of(Row row) {
  ServingRecord serving;
  serving.fleet = row.text();
  serving.arrived = row.real();
  serving.served = row.real();
  serving.rate_limited = row.real();
  serving.rejected = row.real();
  serving.queued = row.real();
  serving.attainment = row.real();
  for (auto* times : {&serving.ttft, &serving.tpot, &serving.end_to_end}) {
    for (Seconds& time : *times) time = Seconds(row.real());
  }
  serving.prompt_tokens = row.real();
  serving.output_tokens = row.real();
  serving.restarted = row.real();
  serving.reserved = row.real();
  serving.reserved_used = row.real();
  serving.chip_seconds = row.real();
  serving.loading_chip_seconds = row.real();
  serving.standby_chip_seconds = row.real();
  serving.energy = Joules(row.real());
  serving.energy_cost = Dollars(row.real());
  serving.chip_cost = Dollars(row.real());
  return serving;
}

ServiceTenantRecord service_tenant_of(Row row) {
  ServiceTenantRecord tenant;
  tenant.fleet = row.text();
  tenant.tenant = row.text();
  tenant.service_class = row.text();
  tenant.agreement = row.text();
  tenant.sector = row.text();
  tenant.country = row.text();
  tenant.region = row.text();
  tenant.arrived = row.real();
  tenant.served = row.real();
  tenant.rate_limited = row.real();
  tenant.rejected = row.real();
  tenant.queued = row.real();
  tenant.reserved = row.real();
  tenant.reserved_used = row.real();
  return tenant;
}

/// Reads run.sqlite into a RunData, hashing every row on the way.
class TableReader {
 public:
  TableReader(Database& database, RunData& run) : database_(database), run_(run) {}

  /// Reads everything and returns the fingerprint of what was read.
  std::string read_all() {
    std::map<std::int64_t, PiecewiseSeries*> series;
    each("series", [&](Row row) {
      const std::int64_t id = row.integer();
      const std::string metric = row.text();
      series[id] = &run_.metrics[metric][row.text()];
    });
    each("events", [&](Row row) { run_.events.push_back(event_of(row)); });
    each("workloads", [&](Row row) {
      run_.workloads.push_back(workload_of(row));
      workload_by_name_.emplace(run_.workloads.back().name, run_.workloads.size() - 1);
    });
    each("step_causes", [&](Row row) { add_cause(row); });
    each("pods", [&](Row row) { run_.pods.push_back(pod_of(row)); });
    each("block_stays", [&](Row row) { run_.block_stays.push_back(block_stay_of(row)); });
    each("occupancy", [&](Row row) { run_.occupancy.push_back(stay_of(row)); });
    each("serving", [&](Row row) { run_.serving.push_back(serving_of(row)); });
    each("service_tenants", [&](Row row) { run_.service_tenants.push_back(service_tenant_of(row)); });
    each("figures", [&](Row row) {
      const std::string name = row.text();
      run_.figures[name] = row.real();
    });
    each("texts", [&](Row row) {
      const std::string name = row.text();
      run_.texts[name] = row.text();
    });
    read_points(series);
    return hash_.hex();
  }

 private:
  void each(std::string_view name, const std::function<void(Row)>& take) {
    const auto table = std::find_if(kResultTables.begin(), kResultTables.end(),
                                    [&](const ResultTable& candidate) { return candidate.name == name; });
    Statement rows = database_.prepare(fmt::format("SELECT {} FROM {} ORDER BY rowid", table->columns, table->name));
    TableHash& hash = hash_.table(name);
    while (rows.next()) {
      hash.add_row(rows);
      take(Row(rows));
    }
  }

  /// The causes of a workload follow it in the order written.
  void add_cause(Row row) {
    const std::string name = row.text();
    const std::string cause = row.text();
    const auto work = workload_by_name_.find(name);
    if (work == workload_by_name_.end()) return;
    run_.workloads[work->second].step_seconds_by_cause.emplace_back(cause, row.real());
  }

  void read_points(const std::map<std::int64_t, PiecewiseSeries*>& series) {
    Statement rows = database_.prepare("SELECT series, time_ns, value FROM points ORDER BY series, time_ns");
    while (rows.next()) {
      const std::int64_t id = rows.integer(0);
      const std::int64_t time_ns = rows.integer(1);
      hash_.add_point(id, time_ns, rows.real(2));
      const auto found = series.find(id);
      if (found == series.end()) throw DatabaseError("a point belongs to no series");
      const Seconds time(static_cast<double>(time_ns) * 1e-9);
      const auto& points = found->second->points();
      if (!points.empty() && time < points.back().time) throw DatabaseError("points are out of order");
      found->second->set(time, rows.real(2));
    }
  }

  Database& database_;
  RunData& run_;
  ResultHash hash_;
  std::unordered_map<std::string, std::size_t> workload_by_name_;
};

std::string read_tables(RunData& run) {
  const fs::path file = run.directory / "run.sqlite";
  if (!fs::exists(file)) refuse_run(run.directory, "run.sqlite is missing");
  try {
    Database database = Database::open_to_read(file);
    {
      Statement id = database.prepare("PRAGMA application_id");
      if (!id.next() || id.integer(0) != kRunApplicationId) throw DatabaseError("not written by gigapod");
    }
    return TableReader(database, run).read_all();
  } catch (const DatabaseError& error) {
    refuse_run(run.directory, fmt::format("run.sqlite is damaged ({})", error.what()));
  }
}

}  // namespace

RunData read_run(const fs::path& directory) {
  RunData run;
  run.directory = directory;
  run.manifest = read_manifest(directory);
  const std::string fingerprint = read_tables(run);
  const std::optional<std::string> stated = text_of_file(directory / "fingerprint.txt");
  if (!stated) refuse_run(directory, "fingerprint.txt is missing");
  if (fingerprint + "\n" != *stated || fingerprint != run.manifest.fingerprint) {
    refuse_run(directory, "run.sqlite was altered or damaged: its results do not match fingerprint.txt");
  }
  check_files(directory, run.manifest);
  read_summary(run);
  run.resolved_scenario = text_of_file(directory / "resolved.yaml").value_or("");
  run.assumptions = text_of_file(directory / "assumptions.csv").value_or("");
  run.power_swing = text_of_file(directory / "power_swing.csv").value_or("");
  run.power_swing_spectrum = text_of_file(directory / "power_swing_spectrum.csv").value_or("");
  run.scaling = text_of_file(directory / "scaling.json").value_or("");
  return run;
}

}  // namespace gigapod
