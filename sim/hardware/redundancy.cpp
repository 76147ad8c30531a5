#include "sim/hardware/redundancy.hpp"

#include <algorithm>

namespace gigapod {

int installed_units(Redundancy redundancy, int needed) {
  switch (redundancy) {
    case Redundancy::kNone: return needed;
    case Redundancy::kOneMore: return needed + 1;
    case Redundancy::kTwice: return 2 * needed;
  }
  return needed;
}

Watts available_rating(Watts rating, Redundancy redundancy, int needed, int failed) {
  const int left = std::clamp(installed_units(redundancy, needed) - failed, 0, needed);
  return rating * (static_cast<double>(left) / needed);
}

}  // namespace gigapod
