#pragma once

#include "sim/base/quantity.hpp"
#include "sim/hardware/shape.hpp"
#include "sim/model/parallelism.hpp"
#include "sim/model/step/training_step.hpp"
#include "sim/scenario/scenario.hpp"

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
  kBatch,       ///< fewer sequences than data-parallel ranks
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
  int slices = 1;
  Parallelism parallelism;
  Remat remat = Remat::kFull;
  int gradient_accumulation = 1;
  int global_batch = 0;        ///< sequences per step that count
  double batch_padding = 0.0;  ///< share of the step's sequences that only fill up uneven ranks and do not count
  bool is_feasible = false;
  std::string fault;  ///< why no plan runs, empty when one does

  StepTime step;  ///< of the chosen plan; all zero when none runs
  double tokens_per_second = 0.0;
  double tokens_per_second_per_chip = 0.0;
  Watts power;              ///< at the meter while stepping, PUE, hosts and network included
  Watts provisioned_power;  ///< at the meter with every chip at full activity; what the envelope is held against

  Seconds mean_time_between_interruptions;  ///< 0: never
  Seconds checkpoint_interval;              ///< 0: none needed
  Seconds checkpoint_pause;
  double goodput = 1.0;                   ///< expected share of time in steps that count (ETTR)
  double useful_tokens_per_second = 0.0;  ///< tokens_per_second x goodput

  ScalingLimit limit = ScalingLimit::kNone;
  std::string limit_reason;            ///< the rule with its numbers, one sentence
  std::vector<MetLimit> later_limits;  ///< further limits met at this size, the worst first
};

/// One curve from the smallest size to the largest.
struct ScaleCurve {
  std::string name;  ///< "weak" or "strong"
  std::string rule;  ///< "0.125 sequences per chip", "2,048 sequences per step"
  std::vector<ScalePoint> points;
  /// First size at which a limit is met; nothing when none is.
  [[nodiscard]] const ScalePoint* first_limited() const;
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
  ScaleCurve weak;    ///< sequences per chip fixed
  ScaleCurve strong;  ///< sequences per step fixed
};

/// Runs the study `scenario.scale` asks for. Throws InvalidInput when the scenario has none or names no job of it.
[[nodiscard]] ScalingStudy analyse_scaling(const Scenario& scenario);

/// Both curves as text for a terminal, at most 120 columns, with the rules of the limits below.
[[nodiscard]] std::string scaling_text(const ScalingStudy& study);
/// One row a point, both curves; units in the column names.
[[nodiscard]] std::string scaling_csv(const ScalingStudy& study);
/// The same as JSON: {"scenario", …, "curves": [{"name", "rule", "points": [{…}]}]}, keys as the CSV's columns.
[[nodiscard]] std::string scaling_json(const ScalingStudy& study);

}  // namespace gigapod
