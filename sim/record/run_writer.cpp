#include "sim/record/run_writer.hpp"

#include "sim/base/check.hpp"
#include "sim/record/database.hpp"
#include "sim/record/metric_buffer.hpp"
#include "sim/record/metric_definitions.hpp"
#include "sim/record/run_folder.hpp"
#include "sim/record/run_json.hpp"
#include "sim/record/schema.hpp"

#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace gigapod {
namespace {

constexpr const char* kDatabase = "run.sqlite";

/// 4 million points of 16 bytes: about what may wait in memory.
constexpr std::size_t kMaximumBufferedPoints = 4'000'000;

/// Nothing is recorded that docs/metrics.md does not define.
void check_definition(MetricPlace place, const char* what, const std::string& name) {
  GIGAPOD_CHECK(find_metric(place, name) != nullptr,
                std::string(what) + " '" + name + "' is defined in sim/record/*_definitions.cpp");
}

/// Inserts rows into one table and hashes them on the way.
class TableWriter {
 public:
  TableWriter(Database& database, const ResultTable& table, TableHash& hash)
      : insert_(database.prepare(insert_text(table))), hash_(hash) {}

  TableWriter& operator<<(std::int64_t number) {
    hash_.add(number);
    insert_.bind(number);
    return *this;
  }
  TableWriter& operator<<(int number) { return *this << static_cast<std::int64_t>(number); }
  TableWriter& operator<<(double number) {
    GIGAPOD_CHECK(std::isfinite(number), "a result is not a finite number");
    hash_.add(number);
    insert_.bind(number);
    return *this;
  }
  TableWriter& operator<<(std::string_view text) {
    hash_.add(text);
    insert_.bind(text);
    return *this;
  }
  TableWriter& operator<<(Seconds time) { return *this << stored_nanoseconds(time.value()); }
  TableWriter& operator<<(const std::optional<Seconds>& time) {
    if (time) return *this << *time;
    hash_.add_null();
    insert_.bind_null();
    return *this;
  }
  TableWriter& operator<<(const std::optional<int>& number) {
    if (number) return *this << *number;
    hash_.add_null();
    insert_.bind_null();
    return *this;
  }
  void end_row() { insert_.run(); }

 private:
  static std::string insert_text(const ResultTable& table) {
    const std::string columns = table.columns;
    std::string marks = "?";
    for (const char letter : columns) marks += letter == ',' ? ", ?" : "";
    return std::string("INSERT INTO ") + table.name + " (" + columns + ") VALUES (" + marks + ")";
  }

  Statement insert_;
  TableHash& hash_;
};

}  // namespace

struct RunWriter::State {
  RunFolder folder;
  std::optional<Database> database;
  ResultHash hash;
  std::map<std::string, TableWriter, std::less<>> tables;
  std::optional<Statement> insert_point;
  MetricBuffer metrics;
  RunIdentity identity;
  RunSummary summary;
  std::string fingerprint;
  bool is_sealed = false;

  State(const std::filesystem::path& directory, bool force) : folder(directory, force) {
    guard([this] {
      database.emplace(Database::create(folder.temporary() / kDatabase));
      create_schema(*database, kRunSchemaVersion);
      for (const ResultTable& table : kResultTables) {
        const std::string_view name = table.name;
        if (name != "points") tables.try_emplace(table.name, *database, table, hash.table(name));
      }
      insert_point.emplace(database->prepare("INSERT INTO points (series, time_ns, value) VALUES (?, ?, ?)"));
      database->execute("BEGIN");
    });
  }

  /// Runs `action` and turns what the database says into the run's own failure.
  template <class Action>
  void guard(const Action& action) {
    try {
      action();
    } catch (const DatabaseError& error) {
      folder.fail(kDatabase, error.what());
    }
  }

  /// Writes one row of `table` through `fill`.
  template <class Fill>
  void write_row(std::string_view table, const Fill& fill) {
    GIGAPOD_CHECK(!is_sealed, "a sealed run takes no more results");
    guard([&] {
      TableWriter& row = tables.find(table)->second;
      fill(row);
      row.end_row();
    });
  }

  void store_points(bool is_end) {
    guard([&] {
      metrics.drain(is_end, [this](std::int64_t series, std::int64_t time_ns, double value) {
        insert_point->bind(series).bind(time_ns).bind(value).run();
        hash.add_point(series, time_ns, value);
      });
    });
  }

  void close_database() {
    guard([this] {
      tables.clear();
      insert_point.reset();
      database->execute("COMMIT");
      database->close();
      database.reset();
    });
  }
};

RunWriter::RunWriter(std::filesystem::path directory, bool force)
    : state_(std::make_unique<State>(directory, force)) {}
RunWriter::~RunWriter() = default;

void RunWriter::set_manifest(const RunIdentity& identity) { state_->identity = identity; }

void RunWriter::add(const EventRecord& event) {
  check_definition(MetricPlace::kEvent, "kind of event", event.kind);
  state_->write_row("events", [&](TableWriter& row) {
    row << event.time << event.kind << event.subject << event.pod << event.value << event.detail;
  });
}

void RunWriter::add(const WorkloadRecord& work) {
  state_->write_row("workloads", [&](TableWriter& row) {
    row << work.name << work.kind << work.tenant << work.model << work.pod_type << work.slice << work.slices
        << work.chips << work.state << work.submit << work.start << work.end << work.tokens << work.output_tokens
        << work.requests << work.unserved_requests << work.steps << work.step_time.value() << work.mfu << work.hfu
        << work.goodput << work.interruptions << work.ttft.value() << work.tpot.value() << work.chip_seconds
        << work.energy.value() << work.energy_cost.value() << work.carbon_kg << work.tokens_held_back
        << work.published_step_time.value() << work.published_mfu << work.published_source;
  });
  for (const auto& [cause, seconds] : work.step_seconds_by_cause) {
    state_->write_row("step_causes", [&](TableWriter& row) { row << work.name << cause << seconds; });
  }
  state_->summary.workloads.push_back(work);
}

void RunWriter::add(const OccupancyRecord& stay) {
  state_->write_row("occupancy", [&](TableWriter& row) {
    row << stay.workload << stay.pod << stay.begin << stay.end << stay.blocks << stay.phase;
  });
}

void RunWriter::add(const PodRecord& pod) {
  state_->write_row("pods", [&](TableWriter& row) {
    row << pod.name << pod.pod_type << pod.chip << pod.shape << pod.block << pod.blocks;
  });
}

void RunWriter::add(const BlockStayRecord& stay) {
  state_->write_row("block_stays", [&](TableWriter& row) {
    row << stay.pod << stay.blocks << stay.begin << stay.end << stay.state << stay.subject << stay.slice;
  });
}

void RunWriter::add(const ServingRecord& serving) {
  state_->write_row("serving", [&](TableWriter& row) {
    row << serving.fleet << serving.arrived << serving.served << serving.rate_limited << serving.rejected
        << serving.queued << serving.attainment;
    for (const auto& times : {serving.ttft, serving.tpot, serving.end_to_end}) {
      for (const Seconds time : times) row << time.value();
    }
    row << serving.prompt_tokens << serving.output_tokens << serving.restarted << serving.reserved
        << serving.reserved_used << serving.chip_seconds << serving.loading_chip_seconds
        << serving.standby_chip_seconds << serving.energy.value() << serving.energy_cost.value()
        << serving.chip_cost.value();
  });
}

void RunWriter::add(const ServiceTenantRecord& tenant) {
  state_->write_row("service_tenants", [&](TableWriter& row) {
    row << tenant.fleet << tenant.tenant << tenant.service_class << tenant.agreement << tenant.sector
        << tenant.country << tenant.region << tenant.arrived << tenant.served << tenant.rate_limited
        << tenant.rejected << tenant.queued << tenant.reserved << tenant.reserved_used;
  });
}

void RunWriter::add_metric(const std::string& metric, const std::string& label, Seconds time, double value) {
  GIGAPOD_CHECK(!state_->is_sealed, "a sealed run takes no more results");
  GIGAPOD_CHECK(std::isfinite(value), "metric '" + metric + "' is not a finite number");
  const auto new_series = [this](std::int64_t id, const std::string& name, const std::string& of) {
    check_definition(MetricPlace::kSeries, "metric", name);
    state_->write_row("series", [&](TableWriter& row) { row << id << name << of; });
  };
  state_->metrics.add(metric, label, stored_nanoseconds(time.value()), value, new_series);
  if (state_->metrics.size() > kMaximumBufferedPoints) state_->store_points(false);
}

void RunWriter::add_figure(const std::string& name, double value) {
  check_definition(MetricPlace::kFigure, "figure", name);
  GIGAPOD_CHECK(std::isfinite(value), "figure '" + name + "' is not a finite number");
  GIGAPOD_CHECK(state_->summary.figures.emplace(name, value).second, "figure '" + name + "' is given twice");
  state_->write_row("figures", [&](TableWriter& row) { row << name << value; });
}

void RunWriter::add_text(const std::string& name, const std::string& value) {
  check_definition(MetricPlace::kText, "text", name);
  GIGAPOD_CHECK(state_->summary.texts.emplace(name, value).second, "text '" + name + "' is given twice");
  state_->write_row("texts", [&](TableWriter& row) { row << name << value; });
}

void RunWriter::write_file(const std::string& name, const std::string& content) {
  GIGAPOD_CHECK(!name.empty() && std::filesystem::path(name).filename() == name, "'" + name + "' is not a file name");
  state_->folder.write_file(name, content);
}

void RunWriter::seal() {
  GIGAPOD_CHECK(!state_->is_sealed, "a run is sealed once");
  state_->store_points(true);
  state_->close_database();
  state_->is_sealed = true;
  state_->fingerprint = state_->hash.hex();
  write_file("fingerprint.txt", state_->fingerprint + "\n");
  write_file("manifest.json", manifest_json(state_->identity, state_->fingerprint, state_->folder.temporary()));
}

std::string RunWriter::fingerprint() const {
  GIGAPOD_CHECK(state_->is_sealed, "the fingerprint exists once the run is sealed");
  return state_->fingerprint;
}

void RunWriter::commit(const std::vector<std::pair<std::string, double>>& unhashed) {
  if (!state_->is_sealed) seal();
  write_file("summary.json", summary_json(state_->identity, state_->fingerprint, state_->summary, unhashed));
  write_file("manifest.json", manifest_json(state_->identity, state_->fingerprint, state_->folder.temporary()));
  state_->folder.publish();
}

const std::filesystem::path& RunWriter::directory() const { return state_->folder.directory(); }
const std::filesystem::path& RunWriter::temporary() const { return state_->folder.temporary(); }

}  // namespace gigapod
