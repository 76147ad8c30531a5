#include "sim/base/text_of_file.hpp"

#include <fstream>
#include <iterator>

namespace gigapod {

std::optional<std::string> text_of_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace gigapod
