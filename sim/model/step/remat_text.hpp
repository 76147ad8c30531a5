#pragma once

#include "sim/model/memory/training_memory.hpp"

#include <string_view>

namespace gigapod {

/// What a published description of a remat policy keeps, and where.
struct PublishedRemat {
  Remat remat = Remat::kFull;
  unsigned saved = 0;      ///< SavedTensor bits on the chip
  unsigned offloaded = 0;  ///< SavedTensor bits in host memory
  bool operator==(const PublishedRemat&) const = default;
};

/// Reads names of policies (`full`, `minimal_offloaded`, `save_dot_except_mlpwi`) and lists of tensors in MaxText's
/// words (`custom: offload decoder_layer_input,mlpwo; k,v on device`). What it does not know is recomputed. The text
/// must not be empty.
[[nodiscard]] PublishedRemat parse_remat(std::string_view text);

}  // namespace gigapod
