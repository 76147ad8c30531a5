#include "sim/app/output_folder.hpp"

#include "sim/base/diagnostics.hpp"

#include <fmt/format.h>

#include <fstream>
#include <utility>

namespace gigapod::app {

namespace fs = std::filesystem;

void check_output_folder(const fs::path& folder, bool may_replace) {
  if (!fs::exists(folder) || may_replace) return;
  throw InvalidInput(fmt::format("error: folder '{}' exists; choose another or give --force\n", folder.string()));
}

OutputFolder::OutputFolder(fs::path folder, bool may_replace) : folder_(std::move(folder)) {
  check_output_folder(folder_, may_replace);
  std::error_code failure;
  fs::create_directories(folder_, failure);
  if (failure) throw RunFailed(fmt::format("cannot make folder '{}': {}", folder_.string(), failure.message()));
}

void OutputFolder::write(const std::string& name, const std::string& content) const {
  const fs::path file = folder_ / name;
  std::ofstream stream(file, std::ios::binary);
  stream << content;
  stream.close();
  if (!stream) throw RunFailed(fmt::format("cannot write '{}'", file.string()));
}

}  // namespace gigapod::app
