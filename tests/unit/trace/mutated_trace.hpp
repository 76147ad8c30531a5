#pragma once

#include "tests/unit/trace/trace_writer.hpp"

#include <random>

namespace gigapod::test {

/// A trace with every kind of attribute, without fault on 64 ranks.
[[nodiscard]] inline std::string sample_trace() {
  return written_trace({compute(1, "forward", {}, 1'000'000, 4096), collective(2, "gather", {1}, kAllGather, 1024),
                        send(3, {2}, 0, 1, 64), receive(4, {}, 63, 0, 64).dimensions({true, true, false}),
                        WrittenNode(5, "offload", 3, {1, 4}).number("tensor_size", 77).word("pg_name", "0"),
                        measured(6, "update", {5, 2}, 12).control(3)});
}

/// The bytes with one to four changes: another byte, another bit, bytes lost or added.
[[nodiscard]] inline std::string mutated(std::string bytes, std::mt19937& random) {
  for (std::size_t changes = 1 + random() % 4; changes > 0; --changes) {
    const std::size_t at = random() % bytes.size();
    switch (random() % 4) {
      case 0: bytes[at] = static_cast<char>(random()); break;
      case 1: bytes[at] = static_cast<char>(bytes[at] ^ (1 << random() % 8)); break;
      case 2: bytes.erase(at, 1 + random() % 3); break;
      default: bytes.insert(at, 1 + random() % 3, static_cast<char>(random())); break;
    }
  }
  return bytes;
}

}  // namespace gigapod::test
