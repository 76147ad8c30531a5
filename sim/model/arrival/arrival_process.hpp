#pragma once

#include "sim/base/quantity.hpp"
#include "sim/base/random.hpp"

namespace gigapod {

/// When jobs of one kind are submitted, or requests of one stream sent.
class ArrivalProcess {
 public:
  static constexpr const char* kRegistryName = "arrival_process";
  virtual ~ArrivalProcess() = default;
  /// The first arrival after `now`.
  [[nodiscard]] virtual Seconds next(Seconds now, RandomStream& random) const = 0;
};

}  // namespace gigapod
