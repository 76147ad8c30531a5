#pragma once

#include "sim/scenario/catalog.hpp"
#include "sim/scenario/document.hpp"
#include "sim/scenario/mapping_reader.hpp"
#include "sim/scenario/scenario.hpp"

#include <deque>
#include <vector>

namespace gigapod {

/// Where the parts of a scenario stand in the user's files, for findings after reading. Pointers into the document.
struct ScenarioPlaces {
  const DocumentNode* root = nullptr;
  const DocumentNode* site = nullptr;
  const DocumentNode* scale = nullptr;
  std::deque<SourceText>* sources = nullptr;   ///< of every file that was read
  std::vector<const DocumentNode*> jobs;       ///< beside Scenario::jobs
  std::vector<const DocumentNode*> tenants;    ///< beside Scenario::tenants
  std::vector<std::vector<Mark>> trace_sizes;  ///< by job, beside the jobs of its trace
  std::vector<const DocumentNode*> fleets;     ///< beside Scenario::fleets
  std::vector<int> slices;                     ///< `slices` as given by each job; 0: not given
};

/// Reads the list of jobs; a job with a finding is left out.
void read_jobs(const DocumentNode& list, const Catalog& catalog, Findings& findings, Scenario& scenario,
               ScenarioPlaces& places);

/// Reads `model`, a name from the catalog.
void read_model(MappingReader& reader, const Catalog& catalog, Findings& findings, TransformerSpec& model);

/// Reads the `scale` section.
void read_scale(const DocumentNode& node, Findings& findings, Scenario& scenario);

}  // namespace gigapod
