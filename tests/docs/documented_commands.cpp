#include "tests/docs/documented_commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <regex>
#include <sstream>
#include <utility>

namespace gigapod::test {
namespace {

namespace fs = std::filesystem;

const std::string kEllipsis = "…";

bool is_shell(const std::string& language) { return language == "sh" || language == "bash" || language == "console"; }

/// `exits N` in the remark after a command.
int exit_code_of(const std::string& command) {
  static const std::regex kExits(R"(\s#.*\bexits (\d+))");
  std::smatch found;
  return std::regex_search(command, found, kExits) ? std::stoi(found[1]) : 0;
}

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream stream(text);
  return {std::istream_iterator<std::string>(stream), {}};
}

/// Reads a page line by line: text with marks and mentions, and fenced blocks.
class PageReader {
 public:
  explicit PageReader(std::string name) { page_.name = std::move(name); }

  DocumentedPage read(const std::string& text) {
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
      ++line_;
      const auto fence = line.find("```");
      if (fence != std::string::npos && line.find_first_not_of(' ') == fence) {
        is_in_block_ ? close_block() : open_block(line.substr(fence + 3));
      } else if (is_in_block_) {
        block_.push_back(line);
      } else {
        read_text(line);
      }
    }
    if (!mark_.empty()) fault(mark_line_, "a mark that no block follows");
    if (is_in_block_) fault(block_line_, "a block without an end");
    return std::move(page_);
  }

 private:
  void fault(int line, const std::string& text) {
    page_.faults.push_back(fmt::format("{}:{}: {}", page_.name, line, text));
  }

  void read_text(const std::string& line) {
    static const std::regex kMark(R"(^ *<!-- test: (.*) -->$)");
    static const std::regex kMention("`(gigapod [^`]*)`");
    std::smatch found;
    if (std::regex_search(line, found, kMark)) {
      mark_ = found[1];
      mark_line_ = line_;
      return;
    }
    if (!mark_.empty() && !line.empty()) fault(mark_line_, "a mark that no block follows");
    if (!line.empty()) mark_.clear();
    for (std::sregex_iterator at(line.begin(), line.end(), kMention), end; at != end; ++at) {
      page_.mentioned.push_back({line_, words_of((*at)[1])});
    }
  }

  void open_block(const std::string& information) {
    is_in_block_ = true;
    block_line_ = line_;
    block_.clear();
    language_ = words_of(information).empty() ? "" : words_of(information).front();
  }

  void close_block() {
    is_in_block_ = false;
    const std::vector<std::string> mark = words_of(std::exchange(mark_, {}));
    const std::string kind = mark.empty() ? "" : mark.front();
    if (kind == "file" && mark.size() == 2) return save_block(mark[1]);
    if (kind == "source" && mark.size() == 2) return compare_block(mark[1]);
    if (kind == "skip" && mark.size() > 3 && is_shell(language_)) {
      page_.skipped.push_back({block_line_, fmt::format("{}", fmt::join(mark.begin() + 1, mark.end(), " "))});
      return;
    }
    if (!kind.empty() && (kind != "slow" || !is_shell(language_))) {
      return fault(
          mark_line_,
          "a mark is `file NAME`, `source NAME`, or of a shell block `slow` or `skip` with a reason in words");
    }
    if (is_shell(language_))
      return language_ == "console" ? read_console(kind == "slow") : read_shell(kind == "slow");
    const bool has_command = std::any_of(block_.begin(), block_.end(), [](const std::string& line) {
      return line.rfind("gigapod ", 0) == 0 || line.rfind("$ ", 0) == 0;
    });
    if (has_command) fault(block_line_, "commands stand in blocks of sh, bash or console");
  }

  void save_block(const std::string& file) {
    DocumentedStep step;
    step.line = block_line_;
    step.file = file;
    for (const std::string& line : block_) step.content += line + "\n";
    page_.steps.push_back(std::move(step));
  }

  void compare_block(const std::string& source) {
    DocumentedStep step;
    step.line = block_line_;
    step.source = source;
    step.output_line = block_line_ + 1;
    step.output = block_;
    page_.steps.push_back(std::move(step));
  }

  void read_shell(bool is_slow) {
    for (std::size_t i = 0; i < block_.size(); ++i) {
      const int line = block_line_ + 1 + static_cast<int>(i);
      const std::string command = joined_command(i, 0);
      if (command.find_first_not_of(' ') != std::string::npos && command.front() != '#') add(line, command, is_slow);
    }
  }

  void read_console(bool is_slow) {
    if (block_.empty() || block_.front().rfind("$ ", 0) != 0) {
      return fault(block_line_, "a console block begins with `$ ` and a command");
    }
    for (std::size_t i = 0; i < block_.size(); ++i) {
      if (block_[i].rfind("$ ", 0) == 0) {
        const int line = block_line_ + 1 + static_cast<int>(i);
        add(line, joined_command(i, 2), is_slow);
      } else {
        DocumentedStep& step = page_.steps.back();
        if (step.output.empty()) step.output_line = block_line_ + 1 + static_cast<int>(i);
        step.output.push_back(block_[i]);
      }
    }
  }

  /// The command of block line `i` without its first characters, with the lines it goes on in; `i` moves to its last.
  std::string joined_command(std::size_t& i, std::size_t first) const {
    std::string command = block_[i].substr(std::min(first, block_[i].size()));
    while (!command.empty() && command.back() == '\\' && i + 1 < block_.size()) command += "\n" + block_[++i];
    return command;
  }

  void add(int line, const std::string& command, bool is_slow) {
    DocumentedStep step;
    step.line = line;
    step.command = command;
    step.exit_code = exit_code_of(command);
    step.is_slow = is_slow;
    page_.steps.push_back(std::move(step));
  }

  DocumentedPage page_;
  int line_ = 0;
  bool is_in_block_ = false;
  int block_line_ = 0;
  std::string language_;
  std::vector<std::string> block_;
  std::string mark_;
  int mark_line_ = 0;
};

/// Whether `line` is `shown`, in which `…` stands for any text.
bool line_shows(const std::string& shown, const std::string& line) {
  std::size_t at = 0;
  std::size_t begin = 0;
  for (std::size_t end = shown.find(kEllipsis); end != std::string::npos; end = shown.find(kEllipsis, begin)) {
    const std::string piece = shown.substr(begin, end - begin);
    const std::size_t found = line.find(piece, at);
    if (found == std::string::npos || (begin == 0 && found != 0)) return false;
    at = found + piece.size();
    begin = end + kEllipsis.size();
  }
  const std::string rest = shown.substr(begin);
  if (begin == 0) return line == rest;
  return line.size() >= at + rest.size() && line.ends_with(rest);
}

bool shows_from(const std::vector<std::string>& shown, std::size_t i, const std::vector<std::string>& output,
                std::size_t j) {
  if (i == shown.size()) return j == output.size();
  if (shown[i] == kEllipsis) {
    for (std::size_t next = j; next <= output.size(); ++next) {
      if (shows_from(shown, i + 1, output, next)) return true;
    }
    return false;
  }
  return j < output.size() && line_shows(shown[i], output[j]) && shows_from(shown, i + 1, output, j + 1);
}

}  // namespace

std::vector<std::string> documentation_pages() {
  const fs::path source = GIGAPOD_SOURCE_DIR;
  std::vector<std::string> pages = {"README.md"};
  for (const auto& entry : fs::recursive_directory_iterator(source / "docs")) {
    if (entry.path().extension() == ".md") pages.push_back(fs::relative(entry.path(), source).string());
  }
  std::sort(pages.begin(), pages.end());
  return pages;
}

DocumentedPage documented_page(const std::string& name, const std::string& text) {
  return PageReader(name).read(text);
}

std::optional<std::vector<std::string>> shown_anew(const std::vector<std::string>& shown,
                                                   const std::vector<std::string>& output) {
  const bool is_cut = !shown.empty() && shown.back() == kEllipsis;
  const auto last = shown.end() - (is_cut ? 1 : 0);
  const auto has_ellipsis = [](const std::string& line) { return line.find(kEllipsis) != std::string::npos; };
  if (std::any_of(shown.begin(), last, has_ellipsis)) return std::nullopt;
  std::vector<std::string> lines = output;
  if (!is_cut) return lines;
  lines.resize(std::min(lines.size(), shown.size() - 1));
  lines.push_back(kEllipsis);
  return lines;
}

bool shows(const std::vector<std::string>& shown, const std::vector<std::string>& output) {
  return shows_from(shown, 0, output, 0);
}

}  // namespace gigapod::test
