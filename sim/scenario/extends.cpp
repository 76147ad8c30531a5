#include "sim/scenario/extends.hpp"

#include "sim/base/suggestion.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace gigapod {
namespace {

namespace fs = std::filesystem;

constexpr const char* kExtends = "extends";

/// What an item of a list is called: its `name`, or its `type` in a list of pods.
const std::string* item_name(const DocumentNode& item) {
  for (const char* key : {"name", "type"}) {
    const DocumentNode* value = item.find(key);
    if (value != nullptr && value->is_scalar()) return &value->text;
  }
  return nullptr;
}

void merge(DocumentNode& base, DocumentNode over, Findings& findings);

void merge_keys(DocumentNode& base, DocumentNode over, Findings& findings) {
  base.mark = over.mark;
  base.label = over.label;
  for (DocumentEntry& entry : over.entries) {
    const auto found = std::find_if(base.entries.begin(), base.entries.end(),
                                    [&](const DocumentEntry& existing) { return existing.key == entry.key; });
    if (found == base.entries.end()) {
      base.entries.push_back(std::move(entry));
    } else if (entry.value.kind == DocumentNode::Kind::kNull) {
      base.entries.erase(found);
    } else {
      merge(found->value, std::move(entry.value), findings);
    }
  }
}

/// `over` is a mapping from names of items of the list `base` to what changes in them.
void merge_items(DocumentNode& base, DocumentNode over, Findings& findings) {
  for (DocumentEntry& entry : over.entries) {
    const auto found = std::find_if(base.items.begin(), base.items.end(), [&](const DocumentNode& item) {
      const std::string* name = item_name(item);
      return name != nullptr && *name == entry.key;
    });
    if (found == base.items.end()) {
      std::vector<std::string> names;
      for (const DocumentNode& item : base.items) {
        if (const std::string* name = item_name(item)) names.push_back(*name);
      }
      const auto nearest = nearest_word(entry.key, names);
      findings.error(entry.value.label, fmt::format("the list in the extended file has no item '{}'", entry.key),
                     nearest ? fmt::format("did you mean '{}'?", *nearest)
                             : fmt::format("its items: {}; a new item needs the whole list", fmt::join(names, ", ")));
    } else if (entry.value.kind == DocumentNode::Kind::kNull) {
      base.items.erase(found);
    } else {
      merge(*found, std::move(entry.value), findings);
    }
  }
}

void merge(DocumentNode& base, DocumentNode over, Findings& findings) {
  if (base.is_mapping() && over.is_mapping()) {
    merge_keys(base, std::move(over), findings);
  } else if (base.is_sequence() && over.is_mapping()) {
    merge_items(base, std::move(over), findings);
  } else {
    base = std::move(over);
  }
}

struct Chain {
  std::vector<fs::path> canonical;
  std::vector<std::string> shown;
};

bool load(const fs::path& file, Chain& chain, std::deque<SourceText>& sources, Findings& findings,
          DocumentNode& root);

/// Replaces `root` by the extended file with `root` merged over it.
bool extend(const fs::path& file, Chain& chain, std::deque<SourceText>& sources, Findings& findings,
            DocumentNode& root) {
  const auto entry = std::find_if(root.entries.begin(), root.entries.end(),
                                  [](const DocumentEntry& candidate) { return candidate.key == kExtends; });
  if (entry == root.entries.end()) return true;
  const DocumentNode target = entry->value;
  root.entries.erase(entry);
  if (!target.is_scalar() || target.text.empty()) {
    findings.error(target.label, "'extends' expects the path of one file");
    return false;
  }
  const fs::path base_file = (file.parent_path() / target.text).lexically_normal();
  std::error_code failure;
  const fs::path canonical = fs::weakly_canonical(base_file, failure);
  if (failure || !fs::exists(base_file, failure)) {
    findings.error(target.mark, fmt::format("there is no file '{}' to extend", base_file.string()),
                   "the path is relative to the folder of the file that says `extends`");
    return false;
  }
  if (std::find(chain.canonical.begin(), chain.canonical.end(), canonical) != chain.canonical.end()) {
    findings.error(target.mark, fmt::format("'extends' goes in a circle: {} -> {}", fmt::join(chain.shown, " -> "),
                                            base_file.string()));
    return false;
  }
  constexpr std::size_t kLongestChain = 32;
  if (chain.canonical.size() >= kLongestChain) {
    findings.error(target.mark, fmt::format("more than {} files extend each other", kLongestChain));
    return false;
  }
  DocumentNode base;
  if (!load(base_file, chain, sources, findings, base)) return false;
  merge(base, std::move(root), findings);
  root = std::move(base);
  return true;
}

bool load(const fs::path& file, Chain& chain, std::deque<SourceText>& sources, Findings& findings,
          DocumentNode& root) {
  std::error_code failure;
  chain.canonical.push_back(fs::weakly_canonical(file, failure));
  chain.shown.push_back(file.string());
  return read_document(file, sources, findings, root) && extend(file, chain, sources, findings, root);
}

}  // namespace

bool read_extended_document(const fs::path& file, std::deque<SourceText>& sources, Findings& findings,
                            DocumentNode& root) {
  Chain chain;
  return load(file, chain, sources, findings, root);
}

bool read_extended_text(const std::string& name, const std::string& text, std::deque<SourceText>& sources,
                        Findings& findings, DocumentNode& root) {
  Chain chain;
  return read_document_text(name, text, sources, findings, root) && extend(name, chain, sources, findings, root);
}

void merge_over(DocumentNode& base, const DocumentNode& over, Findings& findings) { merge(base, over, findings); }

}  // namespace gigapod
