#include "tests/app/program.hpp"
#include "tests/docs/documented_commands.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <sstream>

namespace gigapod::test {
namespace {

namespace fs = std::filesystem;

/// What a page may call; other commands stand in a block that is skipped with a reason.
const std::set<std::string> kPrograms = {"gigapod", "sqlite3", "dot", "cat",  "ls",   "head",
                                         "cp",      "mkdir",   "sed", "diff", "grep", "echo"};

constexpr std::size_t kMostSkippedBlocks = 8;

fs::path source() { return GIGAPOD_SOURCE_DIR; }

DocumentedPage page_of(const std::string& name) { return documented_page(name, file_text(source() / name)); }

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// A folder as a reader has it: a clone with the program on the path.
class ReadersFolder {
 public:
  ReadersFolder() {
    for (const char* name : {"scenarios", "topologies"}) fs::create_symlink(source() / name, folder() / name);
    fs::create_directory(scratch_.path() / "bin");
    fs::create_symlink(GIGAPOD_PROGRAM, scratch_.path() / "bin/gigapod");
    const std::string path = (scratch_.path() / "bin").string() + ":" + std::getenv("PATH");
    setenv("PATH", path.c_str(), 1);
  }
  [[nodiscard]] const fs::path& folder() const { return scratch_.path(); }

 private:
  ScratchFolder scratch_;
};

/// The lines a step should show in place of its own, where they differ: written anew with GIGAPOD_WRITE_EXPECTED,
/// else a fault.
std::optional<std::vector<std::string>> expect_shown(const DocumentedStep& step,
                                                     const std::vector<std::string>& output,
                                                     const std::string& place) {
  if (shows(step.output, output)) return std::nullopt;
  const auto anew = std::getenv("GIGAPOD_WRITE_EXPECTED") == nullptr ? std::nullopt : shown_anew(step.output, output);
  EXPECT_TRUE(anew.has_value())
      << place << "\nThe page shows something else. When that is right, GIGAPOD_WRITE_EXPECTED=1 writes "
      << "the page anew.\n"
      << fmt::format("{}", fmt::join(output, "\n"));
  return anew;
}

/// Runs the command of a step; gives what its page should show in place of what it shows.
std::optional<std::vector<std::string>> expect_command(const std::string& page, const DocumentedStep& step,
                                                       const fs::path& folder) {
  const std::string place = fmt::format("{}:{}: {}", page, step.line, step.command);
  const std::string program = step.command.substr(0, step.command.find_first_of(" \\\n"));
  EXPECT_TRUE(kPrograms.contains(program)) << place << "\nmay not be called by a test: mark its block as skipped";
  if (!kPrograms.contains(program)) return std::nullopt;

  const ProgramResult result = run_shell(step.command, folder);

  EXPECT_EQ(result.exit_code, step.exit_code) << place << '\n' << result.errors;
  if (step.output.empty()) return std::nullopt;
  return expect_shown(step, lines_of(result.output + result.errors), place);
}

std::optional<std::vector<std::string>> expect_source(const std::string& page, const DocumentedStep& step) {
  return expect_shown(step, lines_of(file_text(source() / step.source)),
                      fmt::format("{}:{}: {}", page, step.line, step.source));
}

/// Shows other lines after a step of a page.
void write_anew(const std::string& page, const DocumentedStep& step, const std::vector<std::string>& shown) {
  std::vector<std::string> lines = lines_of(file_text(source() / page));
  const auto first = lines.begin() + step.output_line - 1;
  const auto after = lines.erase(first, first + static_cast<std::ptrdiff_t>(step.output.size()));
  lines.insert(after, shown.begin(), shown.end());
  write_text(source() / page, fmt::format("{}\n", fmt::join(lines, "\n")));
}

void follow(const DocumentedPage& page, bool slow_ones) {
  const ReadersFolder reader;
  std::set<std::string> done;
  std::vector<std::pair<DocumentedStep, std::vector<std::string>>> changes;
  for (const DocumentedStep& step : page.steps) {
    std::optional<std::vector<std::string>> shown;
    if (!step.file.empty()) {
      write_text(reader.folder() / step.file, step.content);
    } else if (!step.source.empty()) {
      shown = expect_source(page.name, step);
    } else if (step.is_slow == slow_ones && (done.insert(step.command).second || !step.output.empty())) {
      shown = expect_command(page.name, step, reader.folder());
    }
    if (shown) changes.emplace_back(step, *shown);
  }
  std::reverse(changes.begin(), changes.end());  // the lines above a change stay where they are
  for (const auto& [step, shown] : changes) write_anew(page.name, step, shown);
}

class DocumentationPage : public testing::TestWithParam<std::string> {};

TEST_P(DocumentationPage, SaysWhatATestCanFollow) {
  EXPECT_EQ(fmt::format("{}", fmt::join(page_of(GetParam()).faults, "\n")), "");
}

TEST_P(DocumentationPage, HasCommandsThatDoWhatItSays) { follow(page_of(GetParam()), false); }

TEST_P(DocumentationPage, LinksToFilesThatAreThere) {
  static const std::regex kLink(R"(\]\(([^)#: ]+)(#[^)]*)?\))");
  const std::vector<std::string> lines = lines_of(file_text(source() / GetParam()));
  for (std::size_t i = 0; i < lines.size(); ++i) {
    for (std::sregex_iterator at(lines[i].begin(), lines[i].end(), kLink), end; at != end; ++at) {
      const fs::path target = (source() / GetParam()).parent_path() / (*at)[1].str();
      EXPECT_TRUE(fs::exists(target)) << GetParam() << ":" << i + 1 << ": no file " << (*at)[1];
    }
  }
}

std::string name_of(const testing::TestParamInfo<std::string>& page) {
  std::string name = page.param;
  for (char& letter : name) {
    if (std::isalnum(static_cast<unsigned char>(letter)) == 0) letter = '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(All, DocumentationPage, testing::ValuesIn(documentation_pages()), name_of);

std::vector<std::string> pages_with_slow_commands() {
  std::vector<std::string> pages = documentation_pages();
  std::erase_if(pages, [](const std::string& name) {
    const std::vector<DocumentedStep> steps = page_of(name).steps;
    return std::none_of(steps.begin(), steps.end(), [](const DocumentedStep& step) { return step.is_slow; });
  });
  return pages;
}

class SlowDocumentationPage : public testing::TestWithParam<std::string> {};

TEST_P(SlowDocumentationPage, HasCommandsThatDoWhatItSays) { follow(page_of(GetParam()), true); }

INSTANTIATE_TEST_SUITE_P(All, SlowDocumentationPage, testing::ValuesIn(pages_with_slow_commands()), name_of);

bool is_command_word(const std::string& word) {
  return word.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == std::string::npos;
}

/// The help of the command that `words` name, `gigapod` first; empty where there is no such command.
std::string help_of(const std::vector<std::string>& words) {
  static std::map<std::string, std::string> known;
  std::vector<std::string> command;
  for (std::size_t i = 1; i < words.size() && command.size() < 2 && is_command_word(words[i]); ++i) {
    command.push_back(words[i]);
  }
  const std::string name = fmt::format("{}", fmt::join(command, " "));
  const auto found = known.find(name);
  if (found != known.end()) return found->second;
  command.push_back("--help");
  const ProgramResult result = run_program(command, source());
  return known[name] = result.exit_code == 0 ? result.output : "";
}

TEST(Documentation, MentionsCommandsAndOptionsThatExist) {
  for (const std::string& name : documentation_pages()) {
    for (const MentionedCommand& mention : page_of(name).mentioned) {
      const std::string place = fmt::format("{}:{}: {}", name, mention.line, fmt::join(mention.words, " "));
      const std::string help = help_of(mention.words);
      EXPECT_NE(help, "") << place << ": no such command";
      for (std::string word : mention.words) {
        word.erase(0, word.find_first_not_of('['));
        if (word.rfind("--", 0) != 0) continue;
        const std::string option = word.substr(0, word.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-"));
        EXPECT_TRUE(std::regex_search(help, std::regex(option + "[^a-z0-9-]"))) << place << ": no option " << option;
      }
    }
  }
}

TEST(Documentation, SkipsFewBlocks) {
  std::vector<std::string> skipped;
  for (const std::string& name : documentation_pages()) {
    for (const SkippedBlock& block : page_of(name).skipped) {
      skipped.push_back(fmt::format("{}:{}: {}", name, block.line, block.reason));
    }
  }
  EXPECT_LE(skipped.size(), kMostSkippedBlocks) << fmt::format("{}", fmt::join(skipped, "\n"));
}

}  // namespace
}  // namespace gigapod::test
