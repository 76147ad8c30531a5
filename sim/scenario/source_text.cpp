#include "sim/scenario/source_text.hpp"

#include "sim/base/dimension.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

namespace gigapod {
namespace {

namespace fs = std::filesystem;

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0u) == 0x80u; }

/// Bytes of the UTF-8 character at `at`; 0 when it is not one (overlong forms and surrogates included).
std::size_t character_length(std::string_view text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  std::size_t length = 0;
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) length = 2;
  if (first >= 0xE0 && first <= 0xEF) length = 3;
  if (first >= 0xF0 && first <= 0xF4) length = 4;
  if (length == 0 || at + length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if (!is_continuation(text[at + i])) return 0;
  }
  const auto second = static_cast<unsigned char>(text[at + 1]);
  if (first == 0xE0 && second < 0xA0) return 0;
  if (first == 0xED && second > 0x9F) return 0;
  if (first == 0xF0 && second < 0x90) return 0;
  if (first == 0xF4 && second > 0x8F) return 0;
  return length;
}

/// Checks one line; the finding points at the first character that is wrong.
bool check_line(const SourceText& source, std::size_t index, Findings& findings) {
  const std::string& line = source.lines[index];
  bool is_indentation = true;
  std::size_t column = 1;
  for (std::size_t at = 0; at < line.size(); ++column) {
    const Mark mark{&source, index + 1, column};
    const std::size_t length = character_length(line, at);
    if (length == 0) {
      findings.error({&source, 0, 0}, fmt::format("line {} is not UTF-8 text", index + 1), "save the file as UTF-8");
      return false;
    }
    const auto byte = static_cast<unsigned char>(line[at]);
    if (byte == '\t' && is_indentation && line.find_first_not_of(" \t\r") != std::string::npos) {
      findings.error(mark, "a tab in the indentation", "YAML is indented with spaces");
      return false;
    }
    if ((byte < 0x20 && byte != '\t' && byte != '\r') || byte == 0x7F) {
      findings.error({&source, 0, 0}, fmt::format("line {} holds the control character 0x{:02x}", index + 1, byte));
      return false;
    }
    if (byte != ' ') is_indentation = false;
    at += length;
  }
  return true;
}

}  // namespace

bool read_text(const fs::path& file, std::string& text, Findings& findings) {
  std::error_code failure;
  const fs::file_status status = fs::status(file, failure);
  if (!fs::exists(status)) {
    findings.file_error(file.string(), "there is no such file");
    return false;
  }
  if (fs::is_directory(status)) {
    findings.file_error(file.string(), "this is a directory, not a file");
    return false;
  }
  const auto size = fs::is_regular_file(status) ? fs::file_size(file, failure) : 0;
  if (size > kLargestDocument) {
    findings.file_error(file.string(), fmt::format("the file is {}; a scenario is at most 16 MiB",
                                                   short_amount(static_cast<double>(size), Dimension::kData)));
    return false;
  }
  struct Close {
    void operator()(std::FILE* stream) const { std::fclose(stream); }
  };
  const std::unique_ptr<std::FILE, Close> stream(std::fopen(file.c_str(), "rb"));
  if (!stream) {
    findings.file_error(file.string(), "can't be opened: " + std::generic_category().message(errno));
    return false;
  }
  std::array<char, 1 << 16> chunk{};
  for (std::size_t got = 1; got > 0 && text.size() <= kLargestDocument;) {
    got = std::fread(chunk.data(), 1, chunk.size(), stream.get());
    text.append(chunk.data(), got);
  }
  if (std::ferror(stream.get()) != 0) {
    findings.file_error(file.string(), "can't be read: " + std::generic_category().message(errno));
    return false;
  }
  if (text.size() > kLargestDocument) {
    findings.file_error(file.string(), "the file is longer than 16 MiB, the most a scenario may be");
    return false;
  }
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.rfind(kByteOrderMark, 0) == 0) text.erase(0, kByteOrderMark.size());
  return true;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    lines.emplace_back(text.substr(start, end - start));
    if (!lines.back().empty() && lines.back().back() == '\r') lines.back().pop_back();
    start = end + 1;
  }
  return lines;
}

bool check_characters(const SourceText& source, Findings& findings) {
  for (std::size_t i = 0; i < source.lines.size(); ++i) {
    if (!check_line(source, i, findings)) return false;
  }
  return true;
}

std::size_t characters_before(std::string_view line, std::size_t bytes) {
  const std::string_view head = line.substr(0, std::min(bytes, line.size()));
  const auto continuations = static_cast<std::size_t>(std::count_if(head.begin(), head.end(), is_continuation));
  return bytes - continuations;
}

std::string printable(std::string line) {
  for (char& byte : line) {
    if (static_cast<unsigned char>(byte) < 0x20 || byte == 0x7F) byte = ' ';
  }
  return line;
}

}  // namespace gigapod
