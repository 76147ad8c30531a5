#include "sim/engine/failure_domains.hpp"

#include <algorithm>

namespace gigapod {
namespace {

BlockRange blocks_of_pod(const PodInstance& pod) {
  return {pod.first_block.value, pod.first_block.value + static_cast<std::uint32_t>(pod.blocks)};
}

}  // namespace

FailureDomain::FailureDomain(FailureScope scope, const Site& site, const SiteSpec& spec)
    : scope_(scope), site_(&site) {
  add_parts(site, spec);
  double sum = 0.0;
  if (!parts_.empty()) {
    for (std::size_t i = 0; i < parts_.size(); ++i) reach_.push_back(sum += 1.0);
    return;
  }
  for (const PodInstance& pod : site.layout().pods) {
    reach_.push_back(sum += components_per_pod(scope, *pod.spec, *pod.chip, spec));
  }
}

void FailureDomain::add_parts(const Site& site, const SiteSpec& spec) {
  const auto& pods = site.layout().pods;
  if (scope_ == FailureScope::kStorage) parts_.push_back({});
  if (scope_ == FailureScope::kDcn) {
    for (int block = 0; block < site.dcn().blocks; ++block) parts_.push_back({PodId{}, {}, block});
  }
  const auto row = static_cast<std::uint32_t>(spec.power.cubes_per_row);
  for (std::size_t i = 0; i < pods.size(); ++i) {
    const BlockRange all = blocks_of_pod(pods[i]);
    if (scope_ == FailureScope::kRow) {
      for (std::uint32_t begin = all.begin; begin < all.end; begin += row) {
        parts_.push_back({pods[i].id, {begin, std::min(begin + row, all.end)}, 0});
      }
    } else if (scope_ == FailureScope::kHall) {
      const bool opens = i % static_cast<std::size_t>(spec.power.pods_per_hall) == 0;
      if (opens) parts_.push_back({pods[i].id, all, 0});
      parts_.back().blocks.end = all.end;
    }
  }
}

ComponentPlace FailureDomain::place(double position) const {
  const auto hit = std::upper_bound(reach_.begin(), reach_.end(), position);
  const auto index = std::min(static_cast<std::size_t>(hit - reach_.begin()), reach_.size() - 1);
  if (!parts_.empty()) return parts_[index];
  const PodInstance& pod = site_->layout().pods[index];
  if (scope_ == FailureScope::kOcs) return {pod.id, {}, 0};
  const double before = index == 0 ? 0.0 : reach_[index - 1];
  const double part = (position - before) / (reach_[index] - before);
  const auto block = static_cast<std::uint32_t>(std::clamp(static_cast<int>(part * pod.blocks), 0, pod.blocks - 1));
  return {pod.id, {pod.first_block.value + block, pod.first_block.value + block + 1}, 0};
}

const FailureDomain& FailureDomains::of(FailureScope scope) {
  const auto known = domains_.find(scope);
  if (known != domains_.end()) return known->second;
  return domains_.emplace(scope, FailureDomain(scope, *site_, *spec_)).first->second;
}

}  // namespace gigapod
