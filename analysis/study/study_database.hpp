#pragma once

#include "analysis/study/study_results.hpp"

#include <string>

namespace gigapod {

/// The bytes of a SQLite file with all of the results (tables in docs/study.md), the same for the same results.
[[nodiscard]] std::string study_database(const StudyResults& results);

}  // namespace gigapod
