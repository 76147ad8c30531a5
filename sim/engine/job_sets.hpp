#pragma once

#include <boost/container/flat_set.hpp>

#include <cstdint>

namespace gigapod {

/// Indices of the jobs that something may happen to, so that no event looks at all jobs of a run; each set ascends.
struct JobSets {
  using Set = boost::container::flat_set<std::uint32_t>;
  Set waiting;  ///< in the queue
  Set holding;  ///< hold blocks
};

}  // namespace gigapod
