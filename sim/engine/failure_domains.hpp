#pragma once

#include "sim/base/ids.hpp"
#include "sim/engine/block_range.hpp"
#include "sim/engine/site.hpp"
#include "sim/model/failure/failure_class.hpp"

#include <map>
#include <vector>

namespace gigapod {

/// Where a component lies.
struct ComponentPlace {
  PodId pod;
  BlockRange blocks;  ///< that it can take out
  int dcn_block = 0;
};

/// The components of one scope over the site, numbered along a line of `components` units, pod by pod.
class FailureDomain {
 public:
  FailureDomain(FailureScope scope, const Site& site, const SiteSpec& spec);
  [[nodiscard]] double components() const { return reach_.empty() ? 0.0 : reach_.back(); }
  /// Of the component at a position from 0 to `components`.
  [[nodiscard]] ComponentPlace place(double position) const;

 private:
  void add_parts(const Site& site, const SiteSpec& spec);

  FailureScope scope_;
  const Site* site_;
  std::vector<double> reach_;          ///< components up to each pod or part
  std::vector<ComponentPlace> parts_;  ///< rows, halls, network blocks, the storage; empty where pods have them
};

/// The domains of every scope asked for, made once.
class FailureDomains {
 public:
  FailureDomains(const Site& site, const SiteSpec& spec) : site_(&site), spec_(&spec) {}
  [[nodiscard]] const FailureDomain& of(FailureScope scope);

 private:
  const Site* site_;
  const SiteSpec* spec_;
  std::map<FailureScope, FailureDomain> domains_;
};

}  // namespace gigapod
