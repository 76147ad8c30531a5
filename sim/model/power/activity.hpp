#pragma once

namespace gigapod {

/// Mean use of a chip over a period. Each is 0 to 1: the parts of their peak at the chip's clock, `busy` of the time.
struct Activity {
  double mxu = 0.0;
  double hbm = 0.0;
  double ici = 0.0;
  double busy = 0.0;  ///< a program is on the chip: it computes, transfers or waits for other chips
  bool operator==(const Activity&) const = default;
};

}  // namespace gigapod
