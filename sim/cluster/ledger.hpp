#pragma once

#include "sim/base/quantity.hpp"

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

namespace gigapod {

/// Where a chip-second (and the energy the site spends for it) goes; each in exactly one bucket.
enum class Bucket {
  kBusyUseful,            ///< steps and requests whose results count, compute and memory time
  kRecompute,             ///< steps whose results a failure threw away
  kCommunicationExposed,  ///< waiting for ICI, DCN or the slowest chip inside a step
  kBubble,                ///< pipeline fill and drain
  kCheckpoint,            ///< steps held up by a checkpoint
  kRestartLost,           ///< from a failure, or a start, until the job computes
  kPowerCapped,           ///< held, but slowed down or standing still for want of power
  kDown,                  ///< failed or in repair
  kIdleFragmented,        ///< free, but too few or too scattered for a waiting job, or stranded beside a fault
  kIdlePowerHeld,         ///< free and wanted, but the power envelope forbids the start
  kIdleFree,              ///< free and wanted by nobody, and the unloaded share of serving replicas
};
inline constexpr std::size_t kBucketCount = 11;

/// `busy_useful` …, as in files.
[[nodiscard]] std::string_view bucket_name(Bucket bucket);
/// True for the buckets in which a workload holds the chips: the first six.
[[nodiscard]] constexpr bool is_working(Bucket bucket) { return bucket <= Bucket::kRestartLost; }

/// Chip-seconds and joules of a run by bucket, also by interval of simulated time. Chip-seconds have the dimension of
/// time: one chip for one second is `1_s`.
class Ledger {
 public:
  Ledger(Seconds horizon, Seconds interval);

  /// Books `chips` chips for the time from `begin` to `end` at `per_chip` IT power each.
  void book(Bucket bucket, Seconds begin, Seconds end, double chips, Watts per_chip);

  /// Energy that went into batteries and did not come out.
  void add_battery_loss(Joules amount) { battery_loss_ += amount; }
  [[nodiscard]] Joules battery_loss() const { return battery_loss_; }

  [[nodiscard]] Seconds chip_seconds(Bucket bucket) const { return chip_seconds_[static_cast<std::size_t>(bucket)]; }
  [[nodiscard]] Joules joules(Bucket bucket) const { return joules_[static_cast<std::size_t>(bucket)]; }
  [[nodiscard]] Seconds total_chip_seconds() const;
  /// Of chips and hosts.
  [[nodiscard]] Joules total_joules() const;

  [[nodiscard]] std::size_t intervals() const { return by_interval_.size(); }
  [[nodiscard]] Seconds interval_begin(std::size_t index) const { return interval_ * static_cast<double>(index); }
  [[nodiscard]] Seconds interval_end(std::size_t index) const;
  /// Mean chips in the bucket over an interval.
  [[nodiscard]] double mean_chips(std::size_t index, Bucket bucket) const;

 private:
  Seconds horizon_;
  Seconds interval_;
  std::array<Seconds, kBucketCount> chip_seconds_{};
  std::array<Joules, kBucketCount> joules_{};
  Joules battery_loss_;
  std::vector<std::array<double, kBucketCount>> by_interval_;
};

}  // namespace gigapod
