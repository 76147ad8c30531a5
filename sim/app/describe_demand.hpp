#pragma once

#include <string>

namespace gigapod::app {

/// Prints the countries that ask, or one of them; throws InvalidInput for a name that is none.
void describe_countries(const std::string& name);
/// Likewise what they ask for.
void describe_sectors(const std::string& name);

}  // namespace gigapod::app
