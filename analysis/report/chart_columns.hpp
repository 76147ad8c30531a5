#pragma once

#include "analysis/column_lists.hpp"

namespace gigapod {

// What the columns of files of `gigapod report --csv` are.
[[nodiscard]] Definitions cube_stay_columns();
[[nodiscard]] Definitions cube_phase_columns();
[[nodiscard]] Definitions job_bar_columns();
[[nodiscard]] Definitions job_tick_columns();
[[nodiscard]] Definitions pod_bar_columns();
[[nodiscard]] Definitions quotient_columns();
[[nodiscard]] Definitions row_quotient_columns();

}  // namespace gigapod
