#include "sim/policy/domain_slots.hpp"

namespace gigapod {
namespace {

std::optional<std::vector<BlockId>> take_in_fullest(std::vector<PodSpace>& pods, const Shape& slice) {
  PodSpace* best = nullptr;
  std::vector<int> best_blocks;
  for (PodSpace& pod : pods) {
    if (best != nullptr && pod.free_count() >= best->free_count()) continue;
    auto blocks = pod.find_packed(slice);
    if (!blocks) continue;
    best = &pod;
    best_blocks = std::move(*blocks);
  }
  if (best == nullptr) return std::nullopt;
  best->take(best_blocks);
  return best->ids(best_blocks);
}

}  // namespace

DomainSlots::DomainSlots(std::span<const PodView> pods, Domain domain) {
  for (const PodView& pod : pods) pods_[domain == Domain::kHall ? pod.hall : pod.dcn_block].emplace_back(pod);
}

std::vector<int> DomainSlots::domains() const {
  std::vector<int> all;
  for (const auto& [domain, pods] : pods_) all.push_back(domain);
  return all;
}

int DomainSlots::slices_that_fit(int domain, const Shape& slice, int most) const {
  std::vector<PodSpace> pods = pods_.at(domain);
  int slices = 0;
  while (slices < most && take_in_fullest(pods, slice)) ++slices;
  return slices;
}

int DomainSlots::free_blocks(int domain) const {
  int free = 0;
  for (const PodSpace& pod : pods_.at(domain)) free += pod.free_count();
  return free;
}

std::optional<std::vector<BlockId>> DomainSlots::take_slice(int domain, const Shape& slice) {
  return take_in_fullest(pods_.at(domain), slice);
}

}  // namespace gigapod
