#include "sim/scenario/document_hash.hpp"

#include "sim/base/hash.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace gigapod {
namespace {

/// Kind and size first, so that two documents never give the same sequence of values.
void add(const DocumentNode& node, Fingerprint& hash) {
  std::vector<const DocumentEntry*> entries;
  for (const DocumentEntry& entry : node.entries) entries.push_back(&entry);
  std::sort(entries.begin(), entries.end(),
            [](const DocumentEntry* a, const DocumentEntry* b) { return a->key < b->key; });
  hash.add(static_cast<std::int64_t>(node.kind));
  hash.add(node.text);
  hash.add(static_cast<std::int64_t>(node.items.size()));
  for (const DocumentNode& item : node.items) add(item, hash);
  hash.add(static_cast<std::int64_t>(entries.size()));
  for (const DocumentEntry* entry : entries) {
    hash.add(entry->key);
    add(entry->value, hash);
  }
}

}  // namespace

std::string document_hash(const DocumentNode& root) {
  Fingerprint hash;
  add(root, hash);
  return hash.hex();
}

}  // namespace gigapod
