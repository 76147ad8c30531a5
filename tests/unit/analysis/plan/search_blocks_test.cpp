#include "analysis/plan/search_blocks.hpp"

#include "analysis/plan/plan_answer.hpp"
#include "sim/base/diagnostics.hpp"
#include "tests/unit/analysis/plan/made_query.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace gigapod {
namespace {

namespace fs = std::filesystem;

class Checkpoint : public testing::Test {
 protected:
  Checkpoint() : file_(fs::temp_directory_path() / testing::UnitTest::GetInstance()->current_test_info()->name()) {
    fs::remove(file_);
    query_.space.layouts.fixed.context = 1;
    query_.space.layouts.fixed.dcn_pipeline = 1;
    allocations_ = plan_allocations(query_);
  }
  ~Checkpoint() override { fs::remove(file_); }

  std::vector<BlockResult> search(int jobs = 1) {
    SearchControl control;
    return search_blocks(query_, allocations_, {jobs, file_, {}}, control);
  }
  [[nodiscard]] std::string text() const {
    std::ostringstream all;
    all << std::ifstream(file_, std::ios::binary).rdbuf();
    return all.str();
  }
  void write(const std::string& text) const { std::ofstream(file_, std::ios::binary) << text; }

  fs::path file_;
  PlanQuery query_ = made_query();
  std::vector<PlanAllocation> allocations_;
};

TEST_F(Checkpoint, TheAnswerDoesNotDependOnTheThreads) {
  SearchControl control;
  ASSERT_GT(allocations_.size(), 5u);

  const auto one = search_blocks(query_, allocations_, {1, {}, {}}, control);
  const auto four = search_blocks(query_, allocations_, {4, {}, {}}, control);

  EXPECT_EQ(one, four);
  EXPECT_EQ(plan_json(plan_answer(query_, allocations_, one, 1, control)),
            plan_json(plan_answer(query_, allocations_, four, 3, control)));
}

TEST_F(Checkpoint, ASearchThatIsDoneIsReadBack) {
  const std::vector<BlockResult> first = search();
  const std::string kept = text();
  SearchControl control;

  const auto again = search_blocks(query_, allocations_, {1, file_, {}}, control);

  EXPECT_EQ(first, again);
  EXPECT_EQ(control.candidates, 0);
  EXPECT_EQ(text(), kept);
}

/// A kill leaves any beginning of the file.
TEST_F(Checkpoint, GoesOnFromWhereverItWasCut) {
  const std::vector<BlockResult> whole = search();
  const std::string kept = text();
  for (std::size_t length = 0; length < kept.size(); length += 1 + kept.size() / 12) {
    write(kept.substr(0, length));

    EXPECT_EQ(search(2), whole) << length;
  }
  EXPECT_EQ(text().size(), kept.size());
}

TEST_F(Checkpoint, LosesAtMostTheBlockInWork) {
  (void)search();
  const std::string kept = text();
  const std::size_t last = kept.rfind('\n', kept.size() - 2);
  write(kept.substr(0, last + 20));
  SearchControl all;
  SearchControl rest;
  (void)search_blocks(query_, allocations_, {1, {}, {}}, all);

  (void)search_blocks(query_, allocations_, {1, file_, {}}, rest);

  EXPECT_GT(rest.candidates, 0);
  EXPECT_LT(rest.candidates, all.candidates / 2);
  EXPECT_EQ(text(), kept);
}

TEST_F(Checkpoint, RefusesThatOfAnotherSearch) {
  (void)search();
  query_.tokens *= 2.0;

  try {
    (void)search();
    FAIL();
  } catch (const InvalidInput& error) {
    EXPECT_EQ(error.what(), file_.string() +
                                ": error: this is the checkpoint of another search, or of another version; "
                                "name another file\n");
  }
}

TEST_F(Checkpoint, RefusesAnotherFile) {
  write("name: quickstart\n");

  EXPECT_THROW((void)search(), InvalidInput);
  EXPECT_EQ(text(), "name: quickstart\n");
}

TEST_F(Checkpoint, NamesTheLineThatIsDamaged) {
  (void)search();
  std::string damaged = text();
  damaged[damaged.find("block 1 ") + 9] ^= 1;
  write(damaged);

  try {
    (void)search();
    FAIL();
  } catch (const InvalidInput& error) {
    EXPECT_EQ(error.what(), file_.string() +
                                ":3: error: the line is damaged; delete it and all after it to search "
                                "these blocks again\n");
  }
}

TEST_F(Checkpoint, NamesAFileThatCannotBeWritten) {
  file_ = "/proc/no-such-folder/checkpoint";

  EXPECT_THROW((void)search(), RunFailed);
}

TEST_F(Checkpoint, ReportsProgress) {
  SearchControl control;
  SearchProgress last;
  SearchOptions options{2, {}, [&last](const SearchProgress& progress) { last = progress; }};

  (void)search_blocks(query_, allocations_, options, control);

  EXPECT_EQ(last.blocks_done, allocations_.size());
  EXPECT_EQ(last.blocks, allocations_.size());
  EXPECT_GT(last.candidates, 1000);
}

}  // namespace
}  // namespace gigapod
