#pragma once

#include "sim/scenario/catalog.hpp"
#include "sim/scenario/document.hpp"
#include "sim/scenario/mapping_reader.hpp"

namespace gigapod {

/// Reads the keys of a site that are given, over `site`. `is_complete`: it has no base, so what is required must be
/// there. The reader is not finished.
void read_site_keys(MappingReader& reader, bool is_complete, const Catalog& catalog, Findings& findings,
                    SiteSpec& site);

/// Reads the `site` section of a scenario: an optional `base` from the catalog and the keys over it.
void read_site(const DocumentNode& node, const Catalog& catalog, Findings& findings, SiteSpec& site);

}  // namespace gigapod
