#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace gigapod {

/// 64-bit xxHash (XXH3) of a text; the same on every machine.
[[nodiscard]] std::uint64_t hash_text(std::string_view text);

/// A running 128-bit XXH3 over values added in order, for fingerprints of results. Doubles are hashed by their
/// bits, with -0 as +0; integers by their little-endian bytes.
class Fingerprint {
 public:
  Fingerprint();
  ~Fingerprint();
  Fingerprint(const Fingerprint&) = delete;
  Fingerprint& operator=(const Fingerprint&) = delete;

  void add(std::string_view text);  ///< length first, so that "ab","c" differs from "a","bc"
  void add(double number);
  void add(std::int64_t number);
  /// 32 lower-case hexadecimal digits of everything added so far.
  [[nodiscard]] std::string hex() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace gigapod
