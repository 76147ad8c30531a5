#pragma once

#include "analysis/validation/validation.hpp"
#include "sim/serving/serving_setup.hpp"

#include <array>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace gigapod {

/// A replica that the request-level simulation is compared on.
struct ReplicaCase {
  const char* chip;
  const char* model;
  std::array<int, 2> shape;  ///< of a torus without wrap-around
  double weight_bytes;       ///< and bytes of the cache; below 2 products are in fp8
  double prompt;             ///< mean tokens
  double output;
};

/// The rows that `add` adds for each case whose chip and model there are; it gets the setup of the replica and a row
/// with what its rows have in common but for kind and family: in `system` and `id` the replica, to be completed.
[[nodiscard]] std::vector<ValidationRow> rows_of_replicas(
    std::span<const ReplicaCase> cases, const std::map<std::string, ChipSpec>& chips,
    const std::map<std::string, TransformerSpec>& models,
    const std::function<void(const ReplicaCase&, ServingSetup, const ValidationRow&, std::vector<ValidationRow>&)>&
        add);

}  // namespace gigapod
