#pragma once

#include "sim/base/quantity.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gigapod {

/// One thing that happened. Stored with an integer time in nanoseconds.
struct EventRecord {
  Seconds time;
  std::string kind;     ///< "submit", "start", "wait", "checkpoint", "failure", "repair", "finish", "resize" …
  std::string subject;  ///< job, fleet or component name; empty for the site
  std::string pod;      ///< pod name, empty when it spans several
  double value = 0.0;   ///< meaning by kind (docs/run-directory.md)
  std::string detail;   ///< one sentence for people
};

/// What one job or fleet came to.
struct WorkloadRecord {
  std::string name;
  std::string kind;  ///< of a job ("training", "sweep" …) or "serving" for a fleet
  std::string tenant;
  std::string model;
  std::string pod_type;
  std::string slice;  ///< `4x4x8`
  int slices = 0;
  std::int64_t chips = 0;
  std::string state;  ///< "waiting", "running", "finished", "failed"
  Seconds submit;
  std::optional<Seconds> start;
  std::optional<Seconds> end;
  double tokens = 0.0;  ///< trained, or served (prompt and output)
  double output_tokens = 0.0;
  double requests = 0.0;
  double unserved_requests = 0.0;
  double steps = 0.0;
  Seconds step_time;  ///< uncontended
  double mfu = 0.0;   ///< within steps
  double hfu = 0.0;
  double goodput = 0.0;  ///< useful step time over time since start
  std::int64_t interruptions = 0;
  Seconds ttft;
  Seconds tpot;
  double chip_seconds = 0.0;
  Joules energy;
  Dollars energy_cost;            ///< of what it drew and its part of cooling and losses
  double carbon_kg = 0.0;         ///< likewise
  double tokens_held_back = 0.0;  ///< that it would have trained in the time that power control took
  Seconds published_step_time;    ///< 0: none
  double published_mfu = 0.0;
  std::string published_source;
  /// Seconds of one step by cause: compute, hbm, ici, dcn, bubble, straggler, overhead.
  std::vector<std::pair<std::string, double>> step_seconds_by_cause;
};

/// A job's stay on a pod, for the timeline.
struct OccupancyRecord {
  std::string workload;
  std::string pod;
  Seconds begin;
  Seconds end;
  int blocks = 0;
  std::string phase;  ///< "run", "restart", "held"
};

/// Blocks of a pod in one state from one time to another; blocks in no row are free. A held block is in
/// no other row; a spare or faulty one may be out of service for two reasons at once.
struct BlockStayRecord {
  std::string pod;
  std::string blocks;  ///< block_ranges_text
  Seconds begin;
  Seconds end;
  std::string state;         ///< "held", "spare", "repair", "outage", "maintenance", "drain"
  std::string subject;       ///< holder, or what put the blocks out of service
  std::optional<int> slice;  ///< of a job: number of the slice, from 1
};

/// One installed pod.
struct PodRecord {
  std::string name;
  std::string pod_type;
  std::string chip;
  std::string shape;  ///< chips, `16x24x24`
  std::string block;  ///< chips, `4x4x4`; blocks are numbered with the last axis of their grid fastest
  int blocks = 0;
};

/// What the requests of one fleet came to, beside its workload. Requests are arrived = served + rate_limited +
/// rejected
/// + queued.
struct ServingRecord {
  std::string fleet;
  double arrived = 0.0;
  double served = 0.0;
  double rate_limited = 0.0;      ///< answered 429
  double rejected = 0.0;          ///< would have waited too long
  double queued = 0.0;            ///< at the end
  double attainment = 0.0;        ///< share of served and rejected requests within both targets
  std::array<Seconds, 3> ttft{};  ///< 50%, 95% and 99%
  std::array<Seconds, 3> tpot{};
  std::array<Seconds, 3> end_to_end{};
  double prompt_tokens = 0.0;
  double output_tokens = 0.0;
  double restarted = 0.0;      ///< requests that were cut off, by failures or for want of power, and started over
  double reserved = 0.0;       ///< requests that provisioned capacity was there for
  double reserved_used = 0.0;  ///< of them served
  double chip_seconds = 0.0;
  double loading_chip_seconds = 0.0;  ///< of them before replicas served
  double standby_chip_seconds = 0.0;  ///< of them on standby for want of power
  Joules energy;
  Dollars energy_cost;
  Dollars chip_cost;  ///< at the price of a chip-hour
};

/// What the requests of one tenant of a fleet came to.
struct ServiceTenantRecord {
  std::string fleet;
  std::string tenant;
  std::string service_class;
  std::string agreement;
  std::string sector;
  std::string country;
  std::string region;
  double arrived = 0.0;
  double served = 0.0;
  double rate_limited = 0.0;
  double rejected = 0.0;
  double queued = 0.0;
  double reserved = 0.0;
  double reserved_used = 0.0;
};

/// What is simulated, for manifest.json.
struct RunIdentity {
  std::uint64_t seed = 0;
  std::string scenario_name;
  std::string scenario_hash;
};

/// Version of the files of a run directory; `read_run` refuses any other.
inline constexpr int kRunSchemaVersion = 6;

/// Writes one run directory. Everything goes to a temporary sibling folder that `commit` renames into place, so
/// that a folder of the final name is always whole. Throws RunFailed when the disk refuses.
class RunWriter {
 public:
  /// Refuses an existing `directory` with InvalidInput unless `force`, which replaces it on commit if it is a run
  /// directory or empty. Makes missing parent folders, and removes what killed runs of the same name left behind.
  RunWriter(std::filesystem::path directory, bool force);
  ~RunWriter();  ///< removes the temporary folder if `commit` was not reached
  RunWriter(const RunWriter&) = delete;
  RunWriter& operator=(const RunWriter&) = delete;

  void set_manifest(const RunIdentity& identity);
  void add(const EventRecord& event);
  void add(const WorkloadRecord& workload);
  void add(const OccupancyRecord& occupancy);
  void add(const PodRecord& pod);
  void add(const BlockStayRecord& stay);
  void add(const ServingRecord& serving);
  void add(const ServiceTenantRecord& tenant);
  /// A change of a metric at a time, e.g. "site_power_watts", "chips_busy_useful"; label: pod, hall, job … or "".
  /// Times of one metric and label must not decrease; of several values at one time the last counts.
  void add_metric(const std::string& metric, const std::string& label, Seconds time, double value);
  /// A single figure of the run by name with unit in the name, e.g. "installed_chips", "energy_joules".
  void add_figure(const std::string& name, double value);
  void add_text(const std::string& name, const std::string& value);  ///< "binding_constraint", "site_name" …
  /// A text file of the run directory ("resolved.yaml", "report.html"); not part of the fingerprint.
  void write_file(const std::string& name, const std::string& content);

  /// Ends the results: closes the database and writes manifest.json and fingerprint.txt. From here `temporary()` can
  /// be read like a run directory, and only `write_file` and `commit` may follow.
  void seal();
  /// 32 hexadecimal digits over every result; the writer must be sealed.
  [[nodiscard]] std::string fingerprint() const;
  /// Seals if that was not done, writes summary.json and renames the folder into place. `wall_seconds`,
  /// `peak_rss_bytes` and the like belong in `unhashed` and stay out of the fingerprint.
  void commit(const std::vector<std::pair<std::string, double>>& unhashed);

  [[nodiscard]] const std::filesystem::path& directory() const;
  /// Folder to write further files to before commit.
  [[nodiscard]] const std::filesystem::path& temporary() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace gigapod
