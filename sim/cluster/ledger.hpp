#pragma once

#include "sim/base/quantity.hpp"

#include <array>
#include <cstddef>
#include <string_view>

namespace gigapod {

/// Where a chip-second (and the energy the site spends for it) goes; each in exactly one bucket.
enum class Bucket {
  kBusyUseful,            ///< steps and requests whose results count, compute and memory time
  kRecompute,             ///< steps whose results a failure threw away, done again since
  kCommunicationExposed,  ///< waiting for ICI, DCN or the slowest chip inside a step
  kBubble,                ///< pipeline fill and drain
  kCheckpoint,            ///< steps held up by a checkpoint
  kRestartLost,           ///< from a failure, or a start, until the job computes
  kDown,                  ///< failed or in repair
  kIdleFragmented,        ///< free, but too scattered or stranded beside failed hosts for any waiting job
  kIdlePowerHeld,         ///< free and wanted, but the power envelope forbids the start
  kIdleFree,              ///< free and wanted by nobody (serving replicas' spare capacity is not idle: see docs)
};
inline constexpr std::size_t kBucketCount = 10;

/// `busy_useful` …, as in files.
[[nodiscard]] std::string_view bucket_name(Bucket bucket);

/// Totals by bucket, for chip-seconds or joules.
template <class Amount>
struct BucketTotals {
  std::array<Amount, kBucketCount> by_bucket{};
  [[nodiscard]] Amount& operator[](Bucket bucket) { return by_bucket[static_cast<std::size_t>(bucket)]; }
  [[nodiscard]] Amount operator[](Bucket bucket) const { return by_bucket[static_cast<std::size_t>(bucket)]; }
  [[nodiscard]] Amount total() const {
    Amount sum{};
    for (const Amount& amount : by_bucket) sum += amount;
    return sum;
  }
};

}  // namespace gigapod
