#pragma once

#include "sim/base/plugin_choice.hpp"
#include "sim/hardware/chip.hpp"
#include "sim/hardware/pod.hpp"
#include "sim/hardware/site.hpp"
#include "sim/model/checkpoint/checkpoint_tier.hpp"
#include "sim/model/demand/population.hpp"
#include "sim/model/demand/tenant_mix.hpp"
#include "sim/model/failure/failure_class.hpp"
#include "sim/model/failure/recovery.hpp"
#include "sim/model/serving/latency_quantiles.hpp"
#include "sim/model/serving/replica.hpp"
#include "sim/model/step/training_step.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace gigapod {

/// A figure published for the job, printed beside the simulated one.
struct PublishedFigures {
  Seconds step_time;  ///< 0: not published
  double mfu = 0.0;   ///< fraction; 0: not published
  std::string source;
  bool operator==(const PublishedFigures&) const = default;
};

/// Whom the jobs of a trace belong to.
enum class TraceTenant {
  kEntry,  ///< the entry's tenant
  kUser,
  kGroup,
  kQueue
};

/// What a job is for. Inference kinds compute like a serving replica, the others like a trainer.
enum class JobKind {
  kTraining,
  kFineTuning,
  kSweep,
  kEvaluation,
  kBatchInference,
  kServing,
};
/// Their names in scenarios and in results.
inline constexpr std::array<const char*, 6> kJobKindNames = {"training",   "fine_tuning",     "sweep",
                                                             "evaluation", "batch_inference", "serving_reservation"};

/// How the interval between checkpoints is chosen.
enum class CheckpointRule {
  kDaly,      ///< Daly's optimum for the failure rates of the scenario
  kYoung,     ///< Young's, first order
  kAdaptive,  ///< Daly's for the failures the job has seen so far
};

/// What a job can do about a failure; the first that is possible is done, going back to the queue is the last.
enum class Reaction {
  kReroute,  ///< go on around a faulty ICI cable, slower
  kShrink,   ///< elastic jobs: go on without the slices that lost a block, from the state of the others
  kSwap,     ///< take a spare block of the same pod, behind optical or packet switches
};

/// What differs between the jobs that arrive for one entry; nothing given: they are alike.
struct JobDraw {
  std::vector<int> slices;               ///< drawn from these
  std::vector<double> slice_weights;     ///< beside `slices`; empty: all alike
  std::vector<Seconds> durations;        ///< drawn from these
  std::vector<double> duration_weights;  ///< beside `durations`; empty: all alike
  Seconds duration_median;               ///< lognormal; 0: none
  double duration_sigma = 1.0;           ///< standard deviation of its logarithm
  Seconds shortest{60.0};                ///< lognormal draws are kept between these
  Seconds longest{30 * 86400.0};
  bool operator==(const JobDraw&) const = default;
};

/// One job of a trace file.
struct TraceJob {
  std::string name;
  std::string tenant;  ///< empty: the entry's
  Seconds submit;      ///< after the entry's own
  Seconds duration;    ///< of its steps
  Seconds requested;   ///< what its user told the scheduler; 0: the duration
  int slices = 1;
  std::optional<int> priority;
  Seconds deadline;  ///< after submission; 0: the entry's
};

/// Jobs read from a file.
struct JobTrace {
  std::string file;  ///< name, beside resolved.yaml in a run directory
  double chips_per_processor = 1.0;
  TraceTenant tenant = TraceTenant::kEntry;
  std::string text;  ///< of the file, which is part of the scenario
  std::vector<TraceJob> jobs;
};

/// Who shares the site, and how.
struct TenantSpec {
  std::string name;
  int priority = 0;                          ///< added to that of its jobs
  double weight = 1.0;                       ///< under fair_share
  double quota = 0.0;                        ///< fraction of the site's chips its jobs may hold; 0: no quota
  std::map<std::string, double> pod_quotas;  ///< fraction of the chips of a pod type
};

/// Something given over time: a price, a carbon intensity, a temperature.
struct SignalSpec {
  std::string unit = "$/MWh";
  Seconds period{86400.0};     ///< repeats after it
  std::vector<Seconds> times;  ///< rising from 0 s
  std::vector<double> values;  ///< from each time on
  bool operator==(const SignalSpec&) const = default;
};

/// What changes over time at the site, where it is given.
struct SiteSeries {
  std::optional<SignalSpec> price;        ///< of energy from the grid, $/MWh; without: the site's energy_price
  std::optional<SignalSpec> carbon;       ///< of energy from the grid, g CO2e/kWh
  std::optional<SignalSpec> temperature;  ///< outdoors, degrees Celsius
  std::optional<SignalSpec> solar;        ///< output of solar generation, a fraction of its rating
  bool operator==(const SiteSeries&) const = default;
};

/// A demand response event: for a time the site may import less.
struct CurtailmentSpec {
  std::string name;
  Seconds at;
  Seconds duration;
  Seconds every{0.0};            ///< again after this; 0: once
  double reduction = 0.0;        ///< of what the site imports when it is announced; 0: `limit` says
  Watts limit{0.0};              ///< of the import
  Seconds notice{600.0};         ///< announced so long before
  DollarsPerJoule payment{0.0};  ///< for each unit not imported
  bool operator==(const CurtailmentSpec&) const = default;
};

/// A feed of the power tree fails at a time.
struct PowerFaultSpec {
  std::string name;
  std::string node;  ///< of the power tree: "hall-03", "grid"
  Seconds at;
  Seconds duration;
  int units = 0;  ///< of a redundant feed that fail; 0: the whole feed
  bool operator==(const PowerFaultSpec&) const = default;
};

/// What a start is judged by.
enum class Admission {
  kPromised,  ///< the most that everybody will draw
  kDrawn      ///< what is drawn now
};

/// What is done about an envelope that is too small.
struct PowerControlSpec {
  PluginChoice policy{"proportional", {}};  ///< registered PowerCapPolicy
  Admission admission = Admission::kPromised;
  Seconds reaction_time{5.0};  ///< from a shortage that nobody announced to lower power
  Watts ramp_per_minute{0.0};  ///< after a curtailment the limit rises by this; 0: at once
};

/// One entry of the list of jobs: one job, or many that are alike.
struct JobSpec {
  std::string name;
  JobKind kind = JobKind::kTraining;
  std::string tenant = "default";
  int priority = 0;  ///< larger first
  Seconds submit;    ///< arrival
  int count = 1;     ///< identical jobs, one after the other by `spacing`
  Seconds spacing;
  std::string pod_type;  ///< catalog pod the slices must lie in
  Shape slice;           ///< shape of each slice
  bool is_twisted = false;
  TrainingPlan plan;  ///< `plan.parallelism.slices()` slices; of inference kinds the model and the slices count
  std::optional<ServingPlan> inference;                    ///< of inference kinds: what each replica serves
  double tokens = 0.0;                                     ///< work; the job ends when they are trained
  Seconds checkpoint_interval;                             ///< 0: Young's optimum from the failure rate
  CheckpointRule checkpoint_rule = CheckpointRule::kDaly;  ///< of intervals that are not given
  std::vector<CheckpointTier> checkpoint_tiers;            ///< copies beside those in the storage
  bool checkpoints_async = true;                           ///< true: the step stops only for the copy to host memory
  Seconds restart_time{300.0};  ///< reschedule and compile once a failure is found, without the restore
  unsigned reactions = 7;       ///< bits of Reaction that the job can do
  double least_speed = 0.0;     ///< power control never slows it further; above 0 it is never paused either
  // Size: rigid, as `slice` and `slices` say; moldable, one of several, the largest that fits at the start; or
  // elastic.
  std::vector<int> moldable_slices;    ///< slice counts it may start with beside its own
  std::vector<Shape> moldable_shapes;  ///< slice shapes it may start with beside its own
  int min_slices = 0;                  ///< elastic: never fewer; 0: not elastic
  int max_slices = 0;                  ///< elastic: never more
  Seconds resize_time{60.0};           ///< elastic: without steps after a change of size
  Seconds duration;                    ///< of its steps at its own size; 0: `tokens` decide
  Seconds deadline;                    ///< after its submission; 0: none
  PluginChoice arrivals;               ///< registered ArrivalProcess; no name: `count` jobs, `spacing` apart
  JobDraw draw;                        ///< sizes and durations of arriving jobs
  std::optional<JobTrace> trace;       ///< its jobs come from a file instead
  std::optional<PublishedFigures> published;

  [[nodiscard]] bool is_elastic() const { return max_slices > 0; }
  /// Kinds that compute like a serving replica.
  [[nodiscard]] bool is_inference() const { return kind >= JobKind::kEvaluation; }
  [[nodiscard]] bool can(Reaction reaction) const { return (reactions >> static_cast<unsigned>(reaction) & 1U) != 0; }
};

/// One model served by a fleet of replicas that follows demand.
struct FleetSpec {
  std::string name;
  std::string tenant = "default";
  int priority = 100;
  std::string pod_type;
  Shape slice;  ///< of one replica; may be smaller than a block (several replicas share it)
  ServingPlan plan;
  double peak_requests_per_second = 0.0;  ///< of the first day
  PluginChoice demand;                    ///< registered DemandCurve; of fleets with tenants they decide instead
  std::optional<TenantMix> tenants;       ///< who asks; nothing: one tenant that follows `demand`
  std::vector<LaunchSpec> launches;
  PluginChoice autoscaler{"target_utilization", {}};  ///< registered Autoscaler
  Seconds start_time{60.0};                           ///< of a replica, beside reading its weights
  Seconds queue_limit{30.0};       ///< more requests than the replicas serve in this don't wait, they are rejected
  double chip_hour_dollars = 0.0;  ///< what a chip costs; 0: the published price on demand, or nothing
  bool preempts = false;           ///< jobs of lower priority give their blocks up for it
  Percentile target_percentile = Percentile::kMean;  ///< of the latencies that a replica's capacity holds
  int step_tokens = 2048;           ///< most tokens of a replica's step, prompts and answers together
  double target_utilization = 0.8;  ///< of a replica's capacity, kept free for bursts
  int minimum_replicas = 1;
  double least_speed = 0.0;        ///< power control leaves it this share of its throughput
  Seconds resize_interval{900.0};  ///< the autoscaler looks this often
};

/// A scaling study: one job grown from `from_chips` to `to_chips`.
struct ScaleSpec {
  std::string job;                   ///< name of a job of the scenario, the starting point
  std::vector<std::int64_t> chips;   ///< sizes; whole slices are used, so sizes are rounded to what shapes allow
  std::int64_t strong_batch = 0;     ///< sequences of the strong curve, fixed; 0: the job's own global batch
  int sequences_per_chip_milli = 0;  ///< weak curve: sequences per 1000 chips; 0: as in the job
};

/// A scenario with every default explicit and every reference to the catalog resolved.
struct Scenario {
  std::string name;
  std::string description;
  std::string file;  ///< path the user gave
  std::uint64_t seed = 1;
  Seconds horizon{86400.0};
  Seconds metric_interval{3600.0};  ///< gauges are sampled at least this often; changes in between keep min and max
  SiteSpec site;
  std::map<std::string, ChipSpec> chips;  ///< chips and pods the site uses, by name
  std::map<std::string, PodSpec> pods;
  std::vector<TenantSpec> tenants;
  std::optional<SignalSpec> signal;  ///< that schedulers look at
  SiteSeries series;
  std::vector<CurtailmentSpec> curtailments;
  std::vector<PowerFaultSpec> power_faults;
  PowerControlSpec power_control;
  std::vector<JobSpec> jobs;
  std::vector<FleetSpec> fleets;
  PopulationSpec population;                 ///< who asks, of fleets with tenants
  std::vector<FailureClass> failures;        ///< empty: no failures
  std::vector<MaintenanceSpec> maintenance;  ///< planned work
  RecoverySpec recovery;
  PluginChoice scheduler;
  PluginChoice placement;
  PluginChoice defragmentation{"none", {}};
  std::optional<ScaleSpec> scale;

  /// The scenario as YAML that reads back to the same scenario; what `resolved.yaml` holds.
  std::string resolved_text;
  /// 32 hexadecimal digits of `resolved_text` and the program's version; equal scenarios have equal hashes.
  std::string hash;
};

}  // namespace gigapod
