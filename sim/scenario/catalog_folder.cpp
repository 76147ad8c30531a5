#include "sim/scenario/catalog.hpp"

#include <cstdlib>

namespace gigapod {

std::filesystem::path default_catalog_folder() {
  namespace fs = std::filesystem;
  if (const char* chosen = std::getenv("GIGAPOD_CATALOG"); chosen != nullptr && *chosen != '\0') return chosen;
  std::error_code failure;
  const fs::path program = fs::read_symlink("/proc/self/exe", failure);
  if (!failure) {
    const fs::path installed = (program.parent_path() / "../share/gigapod/catalog").lexically_normal();
    if (fs::is_directory(installed, failure)) return installed;
  }
  return GIGAPOD_SOURCE_CATALOG;
}

}  // namespace gigapod
