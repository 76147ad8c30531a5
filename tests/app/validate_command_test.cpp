#include "tests/app/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace gigapod::test {
namespace {

using testing::HasSubstr;

std::vector<double> absolute_errors(const nlohmann::json& list, bool is_tpu_training) {
  std::vector<double> errors;
  for (const auto& row : list) {
    const bool is_training = row["unit"] == "s" || row["unit"] == "tokens/s/chip";
    const bool is_tpu = row["chip"].get<std::string>().starts_with("v");
    if (is_tpu_training == (is_training && is_tpu)) errors.push_back(std::abs(row["error"].get<double>()));
  }
  std::sort(errors.begin(), errors.end());
  return errors;
}

TEST(ValidateCommand, ShippedRowsAgreeWithTheirMeasurements) {
  const ScratchFolder scratch;
  const ProgramResult result = run_program({"validate", "--json"}, scratch.path());
  ASSERT_EQ(result.exit_code, 0) << result.errors;
  const nlohmann::json list = nlohmann::json::parse(result.output);

  const std::vector<double> errors = absolute_errors(list, true);

  ASSERT_GE(errors.size(), 50U);
  EXPECT_LE(errors[errors.size() / 2], 0.06);
  EXPECT_LE(errors[errors.size() * 9 / 10], 0.15);
  for (const auto& row : list) {
    const double error = row["simulated"].get<double>() / row["measured"].get<double>() - 1.0;
    EXPECT_NEAR(row["error"].get<double>(), error, 1e-12);
  }
  EXPECT_THAT(result.errors, HasSubstr("left out: no batch published\n"));
}

TEST(ValidateCommand, PrintsScoresOfFamiliesAndWritesFiles) {
  const ScratchFolder scratch;
  const ProgramResult result = run_program({"validate", "--output", "out"}, scratch.path());
  ASSERT_EQ(result.exit_code, 0) << result.errors;

  for (const char* text :
       {"v5e dense multi-slice", "v6e MoE", "v7 all_gather", "all training, TPU", "rows left out"}) {
    EXPECT_THAT(result.output, HasSubstr(text));
  }
  EXPECT_EQ(file_text(scratch.path() / "out/validation.txt"), result.output);
  EXPECT_THAT(file_text(scratch.path() / "out/validation.csv"), HasSubstr("id,family,system,subject"));
  EXPECT_THAT(file_text(scratch.path() / "out/parity.html"), HasSubstr("</html>"));
  const ProgramResult again = run_program({"validate", "--output", "out"}, scratch.path());
  EXPECT_EQ(again.exit_code, 3);
  EXPECT_EQ(again.errors, "error: folder 'out' exists; choose another or give --force\n");
}

TEST(ValidateCommand, ReadsTheUsersOwnTable) {
  const ScratchFolder scratch;
  write_text(
      scratch.path() / "mine.csv",
      "row_id,chip,chips,num_slices,model,layers,hidden,heads,kv_heads,head_dim,ffn,vocab,seq,per_device_batch,"
      "parallelism,remat,tokens_per_s_per_chip\n"
      "mine,v6e,256,1,Llama 70B,80,8192,64,8,128,28672,128256,8192,2,fsdp=256,full,1000\n");
  const ProgramResult result = run_program({"validate", "--csv", "mine.csv", "--json"}, scratch.path());
  ASSERT_EQ(result.exit_code, 0) << result.errors;
  const nlohmann::json list = nlohmann::json::parse(result.output);

  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0]["id"], "mine");
  EXPECT_EQ(list[0]["unit"], "tokens/s/chip");
  EXPECT_EQ(list[0]["measured"], 1000.0);
  EXPECT_NEAR(list[0]["simulated"].get<double>(), 1000.0, 300.0);
}

TEST(ValidateCommand, RefusesABadTableWith3) {
  const ScratchFolder scratch;
  write_text(scratch.path() / "bad.csv", "chip,chips,layers,hidden,heads,seq,parallelism\nv4,x,1,1,1,1,fsdp=1\n");

  const ProgramResult bad = run_program({"validate", "--csv", "bad.csv"}, scratch.path());
  const ProgramResult missing = run_program({"validate", "--csv", "none.csv"}, scratch.path());

  EXPECT_EQ(bad.exit_code, 3);
  EXPECT_THAT(bad.errors, HasSubstr("bad.csv:2:4: error: chips: 'x' is not a number\n"));
  EXPECT_EQ(missing.exit_code, 3);
  EXPECT_EQ(missing.errors, "none.csv: error: cannot read the table\n");
}

}  // namespace
}  // namespace gigapod::test
