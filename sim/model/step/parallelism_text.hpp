#pragma once

#include "sim/model/parallelism.hpp"

#include <string_view>

namespace gigapod {

/// Degrees named in a published description, such as `ici_fsdp=64 dcn_data=2`, `TP8 PP16 DP128 mbs1` or `12-way model
/// x 256-way FSDP`.
struct PublishedParallelism {
  Parallelism degrees;
  bool names_fsdp = false;
  bool names_data = false;
  bool names_interleave = false;  ///< a number of chunks, or `VPn/a` for none
  int microbatch = 0;             ///< sequences, 0 when not given
};

[[nodiscard]] PublishedParallelism parse_parallelism(std::string_view text);

}  // namespace gigapod
