#include "sim/policy/scheduler.hpp"

#include <cmath>

namespace gigapod {

double Signal::at(Seconds time) const { return series.at(Seconds(std::fmod(time.value(), period.value()))); }

double Signal::mean(Seconds begin, Seconds end) const {
  const double whole = series.integral(period);
  const auto until = [&](Seconds time) {
    const double periods = std::floor(time / period);
    return periods * whole + series.integral(time - period * periods);
  };
  return (until(end) - until(begin)) / (end - begin).value();
}

}  // namespace gigapod
