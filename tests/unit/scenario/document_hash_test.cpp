#include "sim/scenario/document_hash.hpp"

#include "tests/unit/scenario/written_file.hpp"

#include <gtest/gtest.h>

#include <deque>

namespace gigapod {
namespace {

std::string hash_of(const std::string& text) {
  const WrittenFile file("document.yaml", text);
  Diagnostics diagnostics;
  Findings findings(diagnostics);
  std::deque<SourceText> sources;
  DocumentNode root;
  EXPECT_TRUE(read_document(file.path(), sources, findings, root));
  return document_hash(root);
}

TEST(DocumentHash, IsOfWhatIsSaidAndNotOfHow) {
  const std::string hash = hash_of("a: 1\nb: [x, {c: 2, d: y}]\n");

  EXPECT_EQ(hash.size(), 32u);
  EXPECT_EQ(hash_of("# why\nb:\n  - x\n  - d: y\n    c: 2\na: 1\n"), hash);
}

TEST(DocumentHash, ChangesWithEveryValueKeyAndOrderOfItems) {
  const std::string hash = hash_of("a: 1\nb: [x, {c: 2, d: y}]\n");

  for (const char* other :
       {"a: 2\nb: [x, {c: 2, d: y}]\n", "e: 1\nb: [x, {c: 2, d: y}]\n", "a: 1\nb: [{c: 2, d: y}, x]\n",
        "a: 1\nb: [x, {c: 2}, {d: y}]\n", "a: 1\nb: [x, {c: 2 d, y: z}]\n", "a: 1\nb: [x, [c, 2, d, y]]\n",
        "a: 1\nb: [x, {c: 2, d: y}]\nf:\n"}) {
    EXPECT_NE(hash_of(other), hash) << other;
  }
}

}  // namespace
}  // namespace gigapod
