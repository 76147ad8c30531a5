#include "sim/app/update_documents.hpp"

#include "sim/app/result_folder.hpp"

#include <fmt/format.h>

#include <array>
#include <fstream>

namespace gigapod::app {

namespace fs = std::filesystem;

std::string text_of_file(const fs::path& file) {
  std::error_code failure;
  std::ifstream stream(file, std::ios::binary);
  if (!stream || !fs::is_regular_file(file, failure)) {
    throw InvalidInput(fmt::format("{}: error: cannot read this file\n", file.string()));
  }
  std::string text;
  std::array<char, 65536> buffer{};
  do {
    stream.read(buffer.data(), buffer.size());
    text.append(buffer.data(), static_cast<std::size_t>(stream.gcount()));
  } while (stream);
  if (stream.bad()) throw InvalidInput(fmt::format("{}: error: cannot read this file\n", file.string()));
  return text;
}

void update_documents(const std::vector<std::string>& files, const DocumentUpdate& update) {
  Diagnostics findings;
  std::vector<std::string> texts;
  for (const std::string& file : files) texts.push_back(update(file, text_of_file(file), findings));
  findings.throw_if_errors();
  for (std::size_t i = 0; i < texts.size(); ++i) write_result_file(files[i], texts[i]);
  for (const std::string& file : files) fmt::print("updated the tables of {}\n", file);
}

}  // namespace gigapod::app
