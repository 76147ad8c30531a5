#include "sim/base/hash.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include <bit>

namespace gigapod {

std::uint64_t hash_text(std::string_view text) { return XXH3_64bits(text.data(), text.size()); }

struct Fingerprint::State {
  struct Free {
    void operator()(XXH3_state_t* state) const { XXH3_freeState(state); }
  };
  std::unique_ptr<XXH3_state_t, Free> xxh{XXH3_createState()};
};

Fingerprint::Fingerprint() : state_(std::make_unique<State>()) { XXH3_128bits_reset(state_->xxh.get()); }
Fingerprint::~Fingerprint() = default;

void Fingerprint::add(std::int64_t number) {
  static_assert(std::endian::native == std::endian::little, "results are hashed by their little-endian bytes");
  XXH3_128bits_update(state_->xxh.get(), &number, sizeof number);
}

void Fingerprint::add(double number) { add(std::bit_cast<std::int64_t>(number == 0.0 ? 0.0 : number)); }

void Fingerprint::add(std::string_view text) {
  add(static_cast<std::int64_t>(text.size()));
  XXH3_128bits_update(state_->xxh.get(), text.data(), text.size());
}

std::string Fingerprint::hex() const {
  const XXH128_hash_t digest = XXH3_128bits_digest(state_->xxh.get());
  return fmt::format("{:016x}{:016x}", digest.high64, digest.low64);
}

}  // namespace gigapod
