#pragma once

#include "sim/scenario/mapping_reader.hpp"
#include "sim/scenario/read_jobs.hpp"

namespace gigapod {

/// Reads what makes one entry many jobs of many sizes: `arrivals`, `draw`, `trace`, `moldable_slices`,
/// `moldable_shapes`. `sizes` gets the place of each job's size in a trace.
void read_job_stream(MappingReader& reader, std::deque<SourceText>& sources, Findings& findings, JobSpec& job,
                     std::vector<Mark>& sizes);

/// Checks that an entry says how much work its jobs are and when they come; true when it does.
bool check_job_stream(const JobSpec& job, const DocumentNode& item, Findings& findings);

}  // namespace gigapod
