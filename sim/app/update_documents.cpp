#include "sim/app/update_documents.hpp"

#include <fmt/format.h>

#include <fstream>
#include <sstream>

namespace gigapod::app {
namespace {

namespace fs = std::filesystem;

void write_whole_file(const fs::path& file, const std::string& content) {
  std::ofstream stream(file, std::ios::binary);
  stream << content;
  stream.close();
  if (!stream) throw RunFailed(fmt::format("cannot write '{}'", file.string()));
}

}  // namespace

std::string text_of_file(const fs::path& file) {
  std::error_code failure;
  std::ifstream stream(file, std::ios::binary);
  if (!stream || !fs::is_regular_file(file, failure)) {
    throw InvalidInput(fmt::format("{}: error: cannot read this file\n", file.string()));
  }
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

void update_documents(const std::vector<std::string>& files, const DocumentUpdate& update) {
  Diagnostics findings;
  std::vector<std::string> texts;
  for (const std::string& file : files) texts.push_back(update(file, text_of_file(file), findings));
  findings.throw_if_errors();
  for (std::size_t i = 0; i < texts.size(); ++i) write_whole_file(files[i], texts[i]);
}

}  // namespace gigapod::app
