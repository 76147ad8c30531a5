#include "sim/base/text_of_file.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace gigapod {
namespace {

TEST(TextOfFile, HasEveryByteAndNothingOfAFileThatIsNotThere) {
  const std::filesystem::path file = std::filesystem::path(testing::TempDir()) / "text_of_file.bin";
  const std::string bytes("a\r\n\0b", 5);
  std::ofstream(file, std::ios::binary) << bytes;

  EXPECT_EQ(text_of_file(file), bytes);
  std::filesystem::remove(file);
  EXPECT_EQ(text_of_file(file), std::nullopt);
}

}  // namespace
}  // namespace gigapod
