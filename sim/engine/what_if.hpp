#pragma once

#include "sim/engine/site.hpp"

#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

namespace gigapod {

/// The pods of one type as they would be if further blocks were free; faulty blocks stay as they are.
class WhatIf {
 public:
  WhatIf(const Site& site, std::string_view pod_type) : site_(&site), views_(site.views(pod_type)) {}
  WhatIf(const WhatIf&) = delete;
  WhatIf& operator=(const WhatIf&) = delete;

  void free(const std::vector<BlockId>& blocks);
  [[nodiscard]] const std::vector<PodView>& views() const { return views_; }

 private:
  const Site* site_;
  std::vector<PodView> views_;
  std::map<PodId, std::vector<std::uint8_t>> flags_;  ///< of the pods that differ
};

}  // namespace gigapod
