#pragma once

namespace gigapod {

/// Mean use of a chip's parts over a period, each 0 to 1 of its peak.
struct Activity {
  double mxu = 0.0;
  double hbm = 0.0;
  double ici = 0.0;
  bool operator==(const Activity&) const = default;
};

}  // namespace gigapod
