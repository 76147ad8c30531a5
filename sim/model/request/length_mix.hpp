#pragma once

#include "sim/base/random.hpp"

namespace gigapod {

/// Tokens of one request.
struct RequestLengths {
  int prompt_tokens = 1;
  int output_tokens = 1;
  bool operator==(const RequestLengths&) const = default;
};

/// How long the prompts and answers of a stream of requests are.
class LengthMix {
 public:
  static constexpr const char* kRegistryName = "length_mix";
  virtual ~LengthMix() = default;
  /// The lengths of the next request, each at least 1.
  [[nodiscard]] virtual RequestLengths draw(RandomStream& random) const = 0;
};

}  // namespace gigapod
