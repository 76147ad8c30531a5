#pragma once

#include "sim/base/diagnostics.hpp"

#include <cstddef>
#include <deque>
#include <filesystem>
#include <string>
#include <vector>

namespace gigapod {

/// A file the user wrote, kept by lines so that findings can print them.
struct SourceText {
  std::string path;
  std::vector<std::string> lines;
};

/// A place in a source; lines and columns count from 1, columns in characters. Line 0: the file as a whole.
struct Mark {
  const SourceText* source = nullptr;
  std::size_t line = 0;
  std::size_t column = 0;
};

struct DocumentEntry;

/// One value of a YAML document with its place.
struct DocumentNode {
  enum class Kind {
    kNull,
    kScalar,
    kSequence,
    kMapping
  };
  Kind kind = Kind::kNull;
  Mark mark;   ///< where the value starts
  Mark label;  ///< where its key stands; its own mark for an item of a sequence
  std::string text;
  std::vector<DocumentNode> items;
  std::vector<DocumentEntry> entries;  ///< in the order of the file, keys unique

  [[nodiscard]] bool is_mapping() const { return kind == Kind::kMapping; }
  [[nodiscard]] bool is_sequence() const { return kind == Kind::kSequence; }
  [[nodiscard]] bool is_scalar() const { return kind == Kind::kScalar; }
  /// The value of the key; nullptr when it has none or this is no mapping.
  [[nodiscard]] const DocumentNode* find(const std::string& key) const;
  [[nodiscard]] DocumentNode* find(const std::string& key);
};

struct DocumentEntry {
  std::string key;
  DocumentNode value;
};

/// Collects findings at marks, with the source line; after the first 200 errors the rest are only counted.
class Findings {
 public:
  explicit Findings(Diagnostics& diagnostics) : diagnostics_(&diagnostics) {}
  void error(const Mark& mark, std::string message, std::string hint = {});
  void warning(const Mark& mark, std::string message, std::string hint = {});
  /// A finding about a file that could not be read.
  void file_error(const std::string& path, std::string message, std::string hint = {});
  [[nodiscard]] std::size_t error_count() const { return error_count_; }
  /// Adds a last finding when some were only counted.
  void close();

 private:
  Diagnostics* diagnostics_;
  std::size_t error_count_ = 0;
  Position last_;
};

/// Largest file that is read.
inline constexpr std::size_t kLargestDocument = 16u << 20;
/// Most values (scalars, lists and mappings) in one file.
inline constexpr std::size_t kMostValues = 200'000;

/// Reads a YAML file of one document into `root`, a mapping. False, with findings, when it can't be read as YAML:
/// missing, too large, not UTF-8, tabs, bad syntax, anchors, tags. Duplicate keys are findings and the first one
/// stays. `sources` owns the text that marks point to.
[[nodiscard]] bool read_document(const std::filesystem::path& file, std::deque<SourceText>& sources,
                                 Findings& findings, DocumentNode& root);

/// The same of a text that is in no file; findings show `name`.
[[nodiscard]] bool read_document_text(const std::string& name, const std::string& text,
                                      std::deque<SourceText>& sources, Findings& findings, DocumentNode& root);

}  // namespace gigapod
