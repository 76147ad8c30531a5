#pragma once

#include "analysis/csv_table.hpp"
#include "sim/model/step/measured_run.hpp"

namespace gigapod {

/// A table of training runs with the columns of scenarios/validation/training.csv, in any order; columns it does not
/// know are ignored. A missing column, and text where a number belongs, are errors.
[[nodiscard]] std::vector<MeasuredRow> read_training_table(const std::string& file, std::string_view text,
                                                           Diagnostics& findings);

/// A table of collectives with the columns of scenarios/validation/collectives.csv.
[[nodiscard]] std::vector<MeasuredRow> read_collective_table(const std::string& file, std::string_view text,
                                                             Diagnostics& findings);

}  // namespace gigapod
