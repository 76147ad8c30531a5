#pragma once

#include "analysis/interval.hpp"
#include "analysis/plan/plan_walk.hpp"
#include "analysis/scaling/critical_batch.hpp"
#include "sim/base/quantity.hpp"
#include "sim/hardware/shape.hpp"
#include "sim/model/parallelism.hpp"
#include "sim/model/step/training_step.hpp"
#include "sim/scenario/scenario.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gigapod {

/// What ends useful growth of a job at some number of chips.
enum class ScalingLimit {
  kNone,        ///< no limit met: compute decides
  kPower,       ///< the site's envelope does not carry this many chips
  kHbm,         ///< no plan fits into memory, or memory forces a slower plan
  kBatch,       ///< fewer sequences than data-parallel ranks, too little work, or a batch beyond the critical one
  kIci,         ///< exposed communication inside slices
  kDcn,         ///< exposed communication between slices
  kBubble,      ///< pipeline fill and drain
  kStragglers,  ///< waiting for the slowest chip
  kFailures,    ///< restarts, lost work and checkpoints
};
/// `power`, `hbm` … as in files; `none` for no limit.
[[nodiscard]] std::string_view limit_name(ScalingLimit limit);

/// A limit that is met, and the rule with its numbers in one sentence.
struct MetLimit {
  ScalingLimit limit = ScalingLimit::kNone;
  std::string reason;
};

/// One size of one curve: the fastest plan found and what it comes to.
struct ScalePoint {
  std::int64_t requested_chips = 0;
  std::int64_t chips = 0;  ///< really used: slices x chips of the slice, at most `requested_chips`
  Shape slice;
  bool is_twisted = false;
  int slices = 1;
  Parallelism parallelism;
  RematPolicy remat;
  bool shards_optimizer = false;
  int gradient_accumulation = 1;
  int global_batch = 0;        ///< sequences per step that count
  double batch_padding = 0.0;  ///< share of the step's sequences that only fill up uneven ranks and do not count
  bool is_feasible = false;
  std::string fault;  ///< why none runs, or comes forward; empty when one does

  StepTime step;  ///< of the chosen plan; all zero when none runs
  double tokens_per_second = 0.0;
  double tokens_per_second_per_chip = 0.0;
  Watts power;              ///< at the meter while stepping, PUE, hosts and network included
  Watts provisioned_power;  ///< at the meter with every chip at full activity; what the envelope is held against

  Seconds mean_time_between_interruptions;  ///< 0: never
  Seconds checkpoint_interval;              ///< 0: none needed
  Seconds checkpoint_pause;
  double goodput = 1.0;                   ///< expected share of time in steps that count (ETTR)
  MeanInterval simulated_goodput;         ///< the same over seeds; no samples: not simulated
  double token_efficiency = 1.0;          ///< small-batch tokens that a token of this batch is worth
  double useful_tokens_per_second = 0.0;  ///< tokens_per_second x goodput x token_efficiency

  ScalingLimit limit = ScalingLimit::kNone;
  std::string limit_reason;            ///< the rule with its numbers, one sentence
  std::vector<MetLimit> later_limits;  ///< further limits met at this size, the worst first

  /// A plan fits; whether it gets anywhere is `is_feasible`.
  [[nodiscard]] bool has_plan() const { return step.total > Seconds(0); }
  /// Useful tokens a second of one chip.
  [[nodiscard]] double useful_rate() const { return useful_tokens_per_second / static_cast<double>(chips); }
};

/// A share of all chip-seconds.
struct ChipSecondShare {
  std::string_view name;  ///< `useful_compute`, `hbm`, `ici`, `dcn`, `bubble`, `stragglers`, `overhead`, `padding`,
                          ///< `critical_batch`, `failures`
  double share = 0.0;
};

/// Where growing on stops to be worth it, or to be possible.
struct CurveEnd {
  double chips = 0.0;      ///< between two sizes of the curve
  bool is_beyond = false;  ///< not within the sizes of the curve; `chips` is the last of them
  double best_rate = 0.0;  ///< the most useful tokens per second and chip, which the end is judged by
  ScalingLimit limit = ScalingLimit::kNone;  ///< what ends it
  std::string reason;                        ///< one sentence; empty where it is beyond
  std::size_t point = 0;                     ///< of the curve: the first size from the end on, or the last
  ChipSecondShare largest_loss;              ///< of the buckets at that size but useful compute
};

/// One curve from the smallest size to the largest.
struct ScaleCurve {
  std::string name;  ///< "weak", "strong" or "best"
  std::string rule;  ///< "0.125 sequences per chip", "2,048 sequences per step"
  std::vector<ScalePoint> points;
  std::optional<CurveEnd> end;  ///< nothing where no size runs
};

/// A size asked for that no curve has as it is.
struct MovedSize {
  std::int64_t requested_chips = 0;
  std::int64_t chips = 0;  ///< that equal slices fill; 0: too few for a slice
  bool is_merged = false;  ///< a smaller size asked for, or the same, has come to these chips before
  bool operator==(const MovedSize&) const = default;
};

/// What a resource does to the end of a curve.
struct EndShift {
  std::string name;   ///< `dcn_bandwidth` …
  std::string curve;  ///< "weak", "strong" or "best"
  std::string what;   ///< "DCN bandwidth"
  double base = 0.0;  ///< chips at the end as it is
  bool is_base_beyond = false;
  double halved = 0.0;  ///< with half of it
  bool is_halved_beyond = false;
  double doubled = 0.0;  ///< with twice of it
  bool is_doubled_beyond = false;
  /// Factor between the farthest of the three ends.
  [[nodiscard]] double effect() const;
};

/// How a study is done.
struct ScalingOptions {
  CriticalBatch critical_batch;
  int seeds = 30;                        ///< drawn lives of the job at each size; 0: the closed form alone
  Seconds simulated_time{30 * 86400.0};  ///< of each
  std::int64_t plans = 20'000;           ///< tried for each size of the best curve beside the narrow search; 0: no
                                         ///< best curve
  bool has_sensitivities = true;
  int jobs = 1;  ///< threads; the study does not depend on it
};

/// A scaling study: one job grown over machine sizes.
struct ScalingStudy {
  std::string scenario;
  std::string job;
  std::string model;
  std::string pod_type;
  std::string chip;
  Watts grid_power;
  double pue = 1.0;
  double power_chips = 0.0;  ///< chips at full activity that the envelope carries
  CriticalBatch critical_batch;
  int seeds = 0;
  std::vector<MovedSize> moved_sizes;
  ScaleCurve weak;                      ///< sequences per chip fixed
  ScaleCurve strong;                    ///< sequences per step fixed
  ScaleCurve best;                      ///< everything a plan search may choose; no points: not asked for
  std::vector<EndShift> sensitivities;  ///< the largest effect first
  std::vector<std::string> warnings;
  /// Those with points.
  [[nodiscard]] std::vector<const ScaleCurve*> curves() const;
};

/// The training job with the most chips, the first of equals; nullptr when no job of the scenario's own list trains.
[[nodiscard]] const JobSpec* largest_training_job(const Scenario& scenario);

/// The scenario with its `scale` section or, where it has none, with one that grows its largest training job over the
/// default sizes. Throws InvalidInput when it has neither.
[[nodiscard]] Scenario with_scale(Scenario scenario);

/// The place of the job that `scenario.scale` names. Throws InvalidInput when the scenario has none or names no job
/// of it.
[[nodiscard]] std::size_t studied_job(const Scenario& scenario);

/// Runs the study `scenario.scale` asks for. Throws InvalidInput when the scenario has none or names no job of it.
[[nodiscard]] ScalingStudy analyse_scaling(const Scenario& scenario, const ScalingOptions& options = {});

/// The curves as text for a terminal, at most 120 columns, with the rules of the limits below.
[[nodiscard]] std::string scaling_text(const ScalingStudy& study);
/// One row a point, all curves; units in the column names.
[[nodiscard]] std::string scaling_csv(const ScalingStudy& study);
/// One row a curve that ends or is beyond its sizes.
[[nodiscard]] std::string curve_ends_csv(const ScalingStudy& study);
/// One row a resource and curve.
[[nodiscard]] std::string end_shift_csv(const ScalingStudy& study);
/// All of them as JSON: {"scenario", …, "curves": [{"name", "rule", "end", "points": [{…}]}], "sensitivities"}, keys
/// as the CSVs' columns. The page reads the same.
[[nodiscard]] std::string scaling_json(const ScalingStudy& study);
/// What one resource does to one end.
struct EndShiftSentence {
  std::string text;     ///< "2x DCN bandwidth moves the end of the weak curve from 180 k to 310 k chips"
  double effect = 1.0;  ///< factor between the two ends, at least 1
};
/// With half and with twice of it, where the end moves.
[[nodiscard]] std::vector<EndShiftSentence> end_shift_sentences(const EndShift& shift);

}  // namespace gigapod
