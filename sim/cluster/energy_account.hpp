#pragma once

#include "sim/base/quantity.hpp"
#include "sim/cluster/ledger.hpp"

#include <array>
#include <cstddef>
#include <string_view>

namespace gigapod {

/// Where a joule that the site takes goes; each in exactly one.
enum class EnergyBucket {
  kUsefulCompute,      ///< chips and hosts in steps and requests whose results count
  kCommunicationWait,  ///< chips and hosts that wait for ICI, DCN or the slowest chip inside a step
  kIdle,               ///< chips and hosts without work
  kOverhead,           ///< recomputed steps, bubbles, checkpoints, restarts, broken hosts; switches and optics
  kCooling,
  kConversionLoss,
  kBatteryLoss,
  kCurtailed  ///< chips and hosts held up by a cap or a pause
};
inline constexpr std::size_t kEnergyBucketCount = 8;

/// `useful_compute` …, as in files.
[[nodiscard]] std::string_view energy_bucket_name(EnergyBucket bucket);
/// Where the joules of a bucket of chip-seconds go.
[[nodiscard]] EnergyBucket energy_bucket(Bucket bucket);

/// Energy by bucket.
class EnergyAccount {
 public:
  void add(EnergyBucket bucket, Joules amount) { joules_[static_cast<std::size_t>(bucket)] += amount; }
  /// Adds what the ledger booked for chips and hosts.
  void add(const Ledger& ledger);
  [[nodiscard]] Joules joules(EnergyBucket bucket) const { return joules_[static_cast<std::size_t>(bucket)]; }
  [[nodiscard]] Joules total() const;

 private:
  std::array<Joules, kEnergyBucketCount> joules_{};
};

}  // namespace gigapod
