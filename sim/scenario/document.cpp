#include "sim/scenario/document.hpp"

#include "sim/scenario/source_text.hpp"

#include <fmt/format.h>
#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <optional>
#include <sstream>
#include <utility>

namespace gigapod {
namespace {

constexpr std::size_t kMostErrors = 200;
constexpr std::size_t kLongestShownLine = 200;
constexpr std::size_t kMostKeys = 2000;  ///< of one mapping

/// A construct of YAML that scenarios do not use, or too much of it.
struct Refusal {
  Mark mark;
  std::string message;
  std::string hint;
};

/// Turns yaml-cpp's marks, counted from 0 and in bytes, into ours, counted from 1 and in characters. Remembers the
/// last place, so that a long line is counted once and not once for each of its values.
class MarkReader {
 public:
  explicit MarkReader(const SourceText& source) : source_(&source) {}

  Mark operator()(const YAML::Mark& mark) {
    if (mark.is_null() || mark.line < 0) return {source_, 0, 0};
    const auto line = static_cast<std::size_t>(mark.line);
    const auto bytes = static_cast<std::size_t>(std::max(mark.column, 0));
    if (line != line_ || bytes < bytes_) {
      line_ = line;
      bytes_ = 0;
      characters_ = 0;
    }
    if (line < source_->lines.size()) {
      const std::string_view text = source_->lines[line];
      characters_ += characters_before(text.substr(std::min(bytes_, text.size())), bytes - bytes_);
    } else {
      characters_ = bytes;
    }
    bytes_ = bytes;
    return {source_, line + 1, characters_ + 1};
  }

 private:
  const SourceText* source_;
  std::size_t line_ = 0;
  std::size_t bytes_ = 0;
  std::size_t characters_ = 0;
};

/// False for a quoted text that the end of the file cuts off, which yaml-cpp lets pass.
bool closes_quote(const SourceText& source, const YAML::Mark& mark) {
  auto line = static_cast<std::size_t>(std::max(mark.line, 0));
  auto at = static_cast<std::size_t>(std::max(mark.column, 0));
  if (line >= source.lines.size() || at >= source.lines[line].size()) return true;
  const char quote = source.lines[line][at];
  if (quote != '"' && quote != '\'') return true;
  for (++at; line < source.lines.size(); ++line, at = 0) {
    const std::string& text = source.lines[line];
    for (; at < text.size(); ++at) {
      const bool is_doubled = quote == '\'' && text.compare(at, 2, "''") == 0;
      if (is_doubled || (quote == '"' && text[at] == '\\')) {
        ++at;
      } else if (text[at] == quote) {
        return true;
      }
    }
  }
  return false;
}

/// A character that no name or sentence holds but terminals and programs obey, such as ESC or NUL.
std::optional<int> control_character(const std::string& text) {
  const auto found = std::find_if(text.begin(), text.end(), [](const char letter) {
    const auto code = static_cast<unsigned char>(letter);
    return code == 0x7f || (code < 0x20 && letter != '\n' && letter != '\t');
  });
  return found == text.end() ? std::nullopt : std::optional<int>(static_cast<unsigned char>(*found));
}

/// Builds the tree from yaml-cpp's events, so that duplicate keys, anchors and sizes are seen as they come.
class TreeBuilder final : public YAML::EventHandler {
 public:
  TreeBuilder(const SourceText& source, Findings& findings, DocumentNode& root)
      : source_(&source), to_mark_(source), findings_(&findings), root_(&root) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_extras(mark, "", anchor);
    add({DocumentNode::Kind::kNull, to_mark_(mark), {}, {}, {}, {}});
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { refuse_extras(mark, "", 1); }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_extras(mark, tag, anchor);
    if (!closes_quote(*source_, mark)) {
      throw Refusal{to_mark_(mark), "the quoted text has no closing quote", "is the end of the file missing?"};
    }
    if (const auto control = control_character(value)) {
      throw Refusal{to_mark_(mark), fmt::format("a text with the control character U+{:04X}", *control),
                    "leave it out"};
    }
    add({DocumentNode::Kind::kScalar, to_mark_(mark), {}, value, {}, {}});
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    refuse_extras(mark, tag, anchor);
    open({DocumentNode::Kind::kSequence, to_mark_(mark), {}, {}, {}, {}});
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    refuse_extras(mark, tag, anchor);
    open({DocumentNode::Kind::kMapping, to_mark_(mark), {}, {}, {}, {}});
  }
  void OnMapEnd() override { close(); }

  /// The first key that is not a word. Told after the parse only: the parser also sees one where a file is cut off.
  [[nodiscard]] const std::optional<Mark>& odd_key() const { return odd_key_; }

 private:
  /// A mapping or sequence being filled; for a mapping, the key that waits for its value.
  struct Level {
    DocumentNode node;
    bool has_key = false;
    std::string key;
    Mark key_mark;
  };

  void refuse_extras(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    const Mark at = to_mark_(mark);
    if (anchor != 0) {
      throw Refusal{at, "anchors (&name) and aliases (*name) are not used in these files",
                    "write the value out, or put what scenarios share into a file they `extends`"};
    }
    if (!tag.empty() && tag != "?" && tag != "!") {
      throw Refusal{at, fmt::format("tags such as '{}' are not used in these files", tag), "leave the tag out"};
    }
  }

  void open(DocumentNode node) { levels_.push_back({std::move(node), false, {}, {}}); }

  void close() {
    DocumentNode node = std::move(levels_.back().node);
    levels_.pop_back();
    add(std::move(node));
  }

  void add(DocumentNode node) {
    if (++values_ > kMostValues) {
      throw Refusal{node.mark, fmt::format("more than {} values in one file", kMostValues), {}};
    }
    node.label = node.mark;
    if (levels_.empty()) {
      *root_ = std::move(node);
      return;
    }
    Level& level = levels_.back();
    if (level.node.is_sequence()) {
      level.node.items.push_back(std::move(node));
    } else if (!level.has_key) {
      if (!node.is_scalar() && !odd_key_) odd_key_ = node.mark;
      level.has_key = true;
      level.key = std::move(node.text);
      level.key_mark = node.mark;
    } else {
      add_entry(level, std::move(node));
    }
  }

  void add_entry(Level& level, DocumentNode node) {
    level.has_key = false;
    if (level.node.entries.size() >= kMostKeys) {
      throw Refusal{level.key_mark, fmt::format("more than {} keys in one place", kMostKeys), {}};
    }
    if (odd_key_) return;
    if (const DocumentNode* first = level.node.find(level.key)) {
      findings_->error(level.key_mark, fmt::format("duplicate key '{}'", level.key),
                       fmt::format("it is first given on line {}", first->label.line));
      return;
    }
    if (level.key == "name" && node.is_scalar()) check_name(node);
    node.label = level.key_mark;
    level.node.entries.push_back({std::move(level.key), std::move(node)});
  }

  /// Names stand in tables, on pages and in file names.
  void check_name(const DocumentNode& name) {
    if (name.text.find_first_not_of(" \t\n") == std::string::npos) {
      findings_->error(name.mark, "an empty name", "write one");
    } else if (name.text.find('\n') != std::string::npos) {
      findings_->error(name.mark, "a name of more than one line", "write it in one line");
    }
  }

  std::optional<Mark> odd_key_;
  const SourceText* source_;
  MarkReader to_mark_;
  Findings* findings_;
  DocumentNode* root_;
  std::vector<Level> levels_;
  std::size_t values_ = 0;
};

bool parse(const std::string& text, const SourceText& source, Findings& findings, DocumentNode& root) {
  std::istringstream stream(text);
  TreeBuilder builder(source, findings, root);
  try {
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(builder)) {
      findings.error({&source, 0, 0}, "the file is empty");
      return false;
    }
    if (builder.odd_key()) throw Refusal{*builder.odd_key(), "a key must be a word", "write `key: value`"};
    DocumentNode second;
    TreeBuilder second_builder(source, findings, second);
    if (parser.HandleNextDocument(second_builder)) {
      findings.error(second.mark, "a second YAML document in the same file", "write one document a file");
      return false;
    }
  } catch (const Refusal& refusal) {
    findings.error(refusal.mark, refusal.message, refusal.hint);
    return false;
  } catch (const YAML::DeepRecursion& failure) {
    findings.error(MarkReader(source)(failure.mark), "lists and mappings are nested too deeply");
    return false;
  } catch (const YAML::Exception& failure) {
    findings.error(MarkReader(source)(failure.mark), "not valid YAML: " + failure.msg);
    return false;
  }
  if (root.is_mapping()) return true;
  findings.error(root.mark, "the file must hold keys and values", "write `key: value` lines");
  return false;
}

}  // namespace

const DocumentNode* DocumentNode::find(const std::string& key) const {
  for (const DocumentEntry& entry : entries) {
    if (entry.key == key) return &entry.value;
  }
  return nullptr;
}

DocumentNode* DocumentNode::find(const std::string& key) {
  return const_cast<DocumentNode*>(std::as_const(*this).find(key));
}

void Findings::error(const Mark& mark, std::string message, std::string hint) {
  Position position{mark.source != nullptr ? mark.source->path : "", mark.line, mark.column};
  ++error_count_;
  if (error_count_ > kMostErrors) return;
  if (last_ < position) last_ = position;
  std::string line;
  if (mark.source != nullptr && mark.line > 0 && mark.line <= mark.source->lines.size()) {
    line = printable(mark.source->lines[mark.line - 1]);
    if (line.size() > kLongestShownLine) line.clear();
  }
  diagnostics_->error(std::move(position), std::move(message), std::move(hint), std::move(line));
}

void Findings::warning(const Mark& mark, std::string message, std::string hint) {
  Position position{mark.source != nullptr ? mark.source->path : "", mark.line, mark.column};
  std::string line;
  if (mark.source != nullptr && mark.line > 0 && mark.line <= mark.source->lines.size()) {
    line = printable(mark.source->lines[mark.line - 1]);
    if (line.size() > kLongestShownLine) line.clear();
  }
  diagnostics_->warning(std::move(position), std::move(message), std::move(hint), std::move(line));
}

void Findings::file_error(const std::string& path, std::string message, std::string hint) {
  ++error_count_;
  diagnostics_->error({path, 0, 0}, std::move(message), std::move(hint));
}

void Findings::close() {
  if (error_count_ <= kMostErrors) return;
  diagnostics_->error(last_, fmt::format("{} more errors are not shown", error_count_ - kMostErrors));
}

bool read_document(const std::filesystem::path& file, std::deque<SourceText>& sources, Findings& findings,
                   DocumentNode& root) {
  std::string text;
  return read_text(file, text, findings) && read_document_text(file.string(), text, sources, findings, root);
}

bool read_document_text(const std::string& name, const std::string& text, std::deque<SourceText>& sources,
                        Findings& findings, DocumentNode& root) {
  sources.push_back({name, lines_of(text)});
  const SourceText& source = sources.back();
  return check_characters(source, findings) && parse(text, source, findings, root);
}

}  // namespace gigapod
