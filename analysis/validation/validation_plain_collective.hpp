#pragma once

#include "sim/model/step/measured_run.hpp"

#include <string>
#include <string_view>
#include <variant>

namespace gigapod {

/// A row's numbers in its own unit, and the chip it is about.
struct CollectiveFigures {
  std::string chip;
  std::string kind;
  double measured = 0.0;
  double simulated = 0.0;
  std::string unit{};
  std::string dominant = "busiest link";
  std::string warning{};
};

/// A row of collectives.csv that names what is needed: an operation, a topology such as `4x4x8` or `4x4x8 twisted`
/// (for a GPU its node), a size, and a time or a bandwidth; or why it does not.
[[nodiscard]] std::variant<CollectiveFigures, std::string> plain_figures(const MeasuredRow& row,
                                                                         const ChipSpec& chip);

/// Whether the row's operation is one of the collectives.
[[nodiscard]] bool names_collective(const MeasuredRow& row);

/// The second number of `560 / 680`: theory and measurement.
[[nodiscard]] double measured_part(std::string_view text);

/// Names the latency as dominant where a collective that takes `time` moves bytes for less than half of it.
void tell_dominant(Seconds time, Seconds moving, CollectiveFigures& figures);

/// Fixed cost of starting a collective.
[[nodiscard]] Seconds collective_launch();

}  // namespace gigapod
