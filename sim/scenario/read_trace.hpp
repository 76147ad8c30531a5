#pragma once

#include "sim/scenario/read_jobs.hpp"

#include <vector>

namespace gigapod {

/// Reads `trace` of a job: a Standard Workload Format or CSV file, one finding for every line that is wrong. `sizes`
/// gets the place of each job's size, for findings after reading.
void read_trace(const DocumentNode& node, std::deque<SourceText>& sources, Findings& findings, JobSpec& job,
                std::vector<Mark>& sizes);

}  // namespace gigapod
