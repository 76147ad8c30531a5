#include "sim/scenario/catalog.hpp"

#include <cstdlib>
#include <dlfcn.h>

namespace gigapod {
namespace {

namespace fs = std::filesystem;

/// The file that this function was loaded from: the library, whoever uses it, or a program that holds it.
fs::path own_file() {
  Dl_info info{};
  const bool is_found = dladdr(reinterpret_cast<const void*>(&default_catalog_folder), &info) != 0;
  return is_found && info.dli_fname != nullptr ? fs::path(info.dli_fname) : fs::path();
}

}  // namespace

fs::path default_catalog_folder() {
  if (const char* chosen = std::getenv("GIGAPOD_CATALOG"); chosen != nullptr && *chosen != '\0') return chosen;
  const fs::path installed = (own_file().parent_path() / GIGAPOD_CATALOG_FROM_LIBRARY).lexically_normal();
  std::error_code failure;
  return fs::is_directory(installed, failure) ? installed : fs::path(GIGAPOD_SOURCE_CATALOG);
}

}  // namespace gigapod
