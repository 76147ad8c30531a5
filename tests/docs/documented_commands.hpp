#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace gigapod::test {

/// One thing a reader does with a page: type a command, save a block as a file, or read a file of the sources.
struct DocumentedStep {
  int line = 0;
  std::string command;              ///< for a shell
  int exit_code = 0;                ///< `# exits N` after the command says another
  bool is_slow = false;             ///< in a block marked `<!-- test: slow -->`
  std::vector<std::string> output;  ///< the lines a console block shows after its command; `…` stands for any text
  int output_line = 0;              ///< of the first of them
  std::string source;               ///< the file that a block marked `<!-- test: source NAME -->` shows, as `output`
  std::string file;                 ///< saved by a block marked `<!-- test: file NAME -->`
  std::string content;
};

/// A block of commands that no test can run: marked `<!-- test: skip REASON -->`.
struct SkippedBlock {
  int line = 0;
  std::string reason;
};

/// `gigapod …` within a sentence.
struct MentionedCommand {
  int line = 0;
  std::vector<std::string> words;
};

struct DocumentedPage {
  std::string name;  ///< its path below the source folder
  std::vector<DocumentedStep> steps;
  std::vector<SkippedBlock> skipped;
  std::vector<MentionedCommand> mentioned;
  std::vector<std::string> faults;  ///< marks and blocks that say nothing a test can use, as file:line: text
};

/// README.md and every page below docs, in the order of their names.
[[nodiscard]] std::vector<std::string> documentation_pages();

[[nodiscard]] DocumentedPage documented_page(const std::string& name, const std::string& text);

/// What a page shows once the output has changed: as many lines as before where it ends with `…`, else all of them;
/// nothing where `…` stands elsewhere, as only its writer knows what it left out.
[[nodiscard]] std::optional<std::vector<std::string>> shown_anew(const std::vector<std::string>& shown,
                                                                 const std::vector<std::string>& output);

/// Whether the lines of `output` are those a page shows; a line that is only `…` stands for any number of lines.
[[nodiscard]] bool shows(const std::vector<std::string>& shown, const std::vector<std::string>& output);

}  // namespace gigapod::test
