#pragma once

#include "sim/policy/placement.hpp"
#include "sim/policy/pod_space.hpp"

#include <map>
#include <optional>
#include <span>
#include <vector>

namespace gigapod {

/// What pods share: one fault or one overload hits all of a domain.
enum class Domain {
  kHall,      ///< one power feed
  kDcnBlock,  ///< one aggregation block of the data-centre network
};

/// Free pods by domain while a placement is being made.
class DomainSlots {
 public:
  DomainSlots(std::span<const PodView> pods, Domain domain);

  /// Domains in the order of their numbers.
  [[nodiscard]] std::vector<int> domains() const;
  /// How many slices of the shape fit into the domain now, at most `most`.
  [[nodiscard]] int slices_that_fit(int domain, const Shape& slice, int most) const;
  [[nodiscard]] int free_blocks(int domain) const;
  /// Takes a slice in the fullest pod of the domain that still holds it.
  [[nodiscard]] std::optional<std::vector<BlockId>> take_slice(int domain, const Shape& slice);

 private:
  std::map<int, std::vector<PodSpace>> pods_;
};

}  // namespace gigapod
