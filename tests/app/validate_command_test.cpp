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

TEST(ValidateCommand, EveryTargetIsMetAndTheLossThatDoesNotCountIsShown) {
  const ScratchFolder scratch;
  const ProgramResult text = run_program({"validate", "--check", "--output", "out"}, scratch.path());
  const nlohmann::json list = nlohmann::json::parse(file_text(scratch.path() / "out/validation.json"));
  std::vector<std::string> excluded;
  std::vector<double> differences;
  for (const auto& row : list) {
    if (!row.contains("excluded")) continue;
    if (row["excluded"]) {
      excluded.push_back(row["id"].get<std::string>() + " " + row["warnings"][0].get<std::string>());
    } else {
      differences.push_back(std::abs(row["simulated"].get<double>() - row["measured"].get<double>()));
    }
  }

  EXPECT_EQ(text.exit_code, 0) << text.errors;
  EXPECT_THAT(text.output, HasSubstr("multi-slice loss, largest difference of 22 pairs (1 excluded)"));
  EXPECT_THAT(excluded, testing::ElementsAre(testing::StartsWith(
                            "loss 43/42 excluded: contradicted by row 1233 of training_unseen.csv")));
  EXPECT_THAT(text.output, HasSubstr("excluded: contradicted by row 1233"));
  EXPECT_EQ(differences.size(), 22U);
  EXPECT_LE(*std::max_element(differences.begin(), differences.end()), 5.0);
  EXPECT_THAT(file_text(scratch.path() / "out/parity.html"), HasSubstr("\"excluded\":true"));
}

TEST(ValidateCommand, PrintsScoresOfFamiliesAndWritesFiles) {
  const ScratchFolder scratch;
  const ProgramResult result = run_program({"validate", "--output", "out"}, scratch.path());
  ASSERT_EQ(result.exit_code, 0) << result.errors;

  for (const char* text : {"v5e dense multi-slice", "v6e MoE", "v7 all_gather", "all training, TPU", "rows left out",
                           "MaxText 16B, 32 slices against 1", "pairs in the measured order",
                           "all_to_all on v5p 4x4x8 twisted", "twisted torus all-to-all gain, largest error"}) {
    EXPECT_THAT(result.output, HasSubstr(text));
  }
  EXPECT_EQ(file_text(scratch.path() / "out/validation.txt"), result.output);
  EXPECT_THAT(file_text(scratch.path() / "out/validation.csv"), HasSubstr("id,family,system,subject"));
  EXPECT_THAT(file_text(scratch.path() / "out/parity.html"), HasSubstr("</html>"));
  const ProgramResult again = run_program({"validate", "--output", "out"}, scratch.path());
  EXPECT_EQ(again.exit_code, 3);
  EXPECT_EQ(again.errors, "error: folder 'out' exists; choose another or give --force\n");
}

TEST(ValidateCommand, TablesOfTheDocumentationAreWhatItPrints) {
  const ScratchFolder scratch;
  const std::filesystem::path docs = std::filesystem::path(GIGAPOD_SOURCE_DIR) / "docs";
  std::filesystem::copy_file(docs / "validation.md", scratch.path() / "validation.md");
  std::filesystem::copy_file(docs / "models/step.md", scratch.path() / "step.md");
  std::filesystem::copy_file(docs / "models/serving.md", scratch.path() / "serving.md");

  const ProgramResult result = run_program(
      {"validate", "--update", "validation.md", "--update", "step.md", "--update", "serving.md"}, scratch.path());

  ASSERT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_EQ(result.output,
            "updated the tables of validation.md\nupdated the tables of step.md\nupdated the tables of serving.md\n");
  const char* how =
      "run: gigapod validate --update docs/validation.md --update docs/models/step.md --update "
      "docs/models/serving.md";
  EXPECT_EQ(file_text(scratch.path() / "serving.md"), file_text(docs / "models/serving.md")) << how;
  EXPECT_EQ(file_text(scratch.path() / "validation.md"), file_text(docs / "validation.md")) << how;
  EXPECT_EQ(file_text(scratch.path() / "step.md"), file_text(docs / "models/step.md")) << how;
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

TEST(ValidateCommand, ListsEveryRowOfTheUsersTableWhetherItCanBeScoredOrNot) {
  const ScratchFolder scratch;
  const std::string model = "Llama 70B,80,8192,64,8,128,28672,128256,8192";
  write_text(
      scratch.path() / "mine.csv",
      "\xef\xbb\xbfid,row_id,Chip,chips,num_slices,chips_per_slice,slice_topology,model,layers,hidden,heads,kv_heads,"
      "head_dim,ffn,vocab,seq,global_batch_seqs,per_device_batch,parallelism,remat,step_time_s,"
      "tokens_per_s_per_chip,tflops_per_chip,mfu_pct_reported,notes\r\n"
      "x,seconds,Trillium,256,,,," +
          model +
          ",512,,fsdp=256,full,~18.6 s,,,,\r\n"
          "x,rate,TPU v6e,256,1,256,16x16," +
          model +
          ",512,,fsdp=256,full,,\"1,000\",,,\r\n"
          "\r\n"
          "x,flops,v6e-256,,,256,," +
          model +
          ",,2,\"fsdp=256, the default\",full,,,440,,\r\n"
          "x,mfu,tpu v6e,512,2,,," +
          model +
          ",,2,ici_fsdp=256 dcn_data=2,full,,,,48%\r\n"
          "x,words,v6e,256,,,," +
          model +
          ",lots,,fsdp=256,full,18,,,,\r\n"
          "x,unknown,MI300X,256,,,," +
          model +
          ",512,,fsdp=256,full,18,,,,\r\n"
          "x,short,v6e\r\n");
  const ProgramResult result = run_program({"validate", "--csv", "mine.csv", "--json"}, scratch.path());
  ASSERT_EQ(result.exit_code, 0) << result.errors;
  const nlohmann::json list = nlohmann::json::parse(result.output);

  std::vector<std::string> scored;
  std::vector<std::string> reasons;
  for (const auto& row : list) {
    if (row["simulated"].is_number()) {
      scored.push_back(row["id"]);
      EXPECT_NEAR(row["error"].get<double>(), 0.0, 0.25) << row;
    } else {
      reasons.push_back(row["id"].get<std::string>() + " " + row["warnings"][0].get<std::string>());
    }
  }
  EXPECT_THAT(scored, testing::ElementsAre("seconds", "rate", "flops", "mfu"));
  EXPECT_THAT(reasons,
              testing::ElementsAre("words not scored: no batch published; global_batch_seqs: 'lots' is not a number",
                                   "unknown not scored: no chip 'mi300x' in the catalog",
                                   "short not scored: no layers published"));
}

TEST(ValidateCommand, ReadsTablesOfCollectivesAndOfFlows) {
  const ScratchFolder scratch;
  write_text(scratch.path() / "collectives.csv",
             "system,op,topology,size_bytes,metric,value,unit,kind\nTPU v6e-256,psum,16x16,606076928,bus "
             "bandwidth,235.8,GB/s,measured\n");
  write_text(scratch.path() / "flows.csv",
             "collective,chip,slice,twisted,bytes\nall_gather,v5p,4x4x4,,1GiB\nall_gather,v5p,4x4x5,,1GiB\n");

  const ProgramResult measured = run_program({"validate", "--csv", "collectives.csv", "--json"}, scratch.path());
  const ProgramResult flows = run_program({"validate", "--csv", "flows.csv"}, scratch.path());

  EXPECT_EQ(nlohmann::json::parse(measured.output)[0]["family"], "v6e all_reduce");
  EXPECT_THAT(flows.output, HasSubstr("all_gather on v5p 4x4x4"));
  EXPECT_THAT(flows.output, HasSubstr("flows 3  SimGrid, all_gather"));
}

TEST(ValidateCommand, ReadsAUsersTableOfServingRuns) {
  const ScratchFolder scratch;
  write_text(
      scratch.path() / "mine.csv",
      "id,model,hardware,chips,phase_or_scenario,batch_or_concurrency,input_len,output_len,weights,kv_or_quant,"
      "metric,value,unit,kind\n"
      "step,PaLM-540B,TPU v4,64,decode,64,2048,64,int8,bf16,latency_per_token,28.5,ms,measured\n"
      "clients,Llama-3.3-70B-Instruct,TPU v6e,8,\"vLLM TP8 online, 400 prompts\",64,1000,200,bf16,bf16,"
      "ttft_mean,251,ms,measured\n"
      "image,stable-diffusion-xl,H200,8,MLPerf Offline,,,,,,samples_per_s,13,samples/s,measured\n"
      "typo,llama3.1-71b,v6e,8,decode,64,1000,200,bf16,bf16,step_time,30,ms,measured\n");

  const ProgramResult result = run_program({"validate", "--csv", "mine.csv", "--json"}, scratch.path());

  ASSERT_EQ(result.exit_code, 0) << result.errors;
  const nlohmann::json list = nlohmann::json::parse(result.output);
  ASSERT_EQ(list.size(), 4U);
  EXPECT_EQ(list[0]["family"], "v4 serving decode");
  EXPECT_NEAR(list[0]["error"].get<double>(), 0.0, 0.1);
  EXPECT_TRUE(list[1]["simulated"].is_number());
  EXPECT_EQ(list[2]["warnings"][0], "not scored: no model 'stable-diffusion-xl' in the catalog");
  EXPECT_EQ(list[3]["warnings"][0],
            "not scored: no model 'llama3.1-71b' in the catalog; did you mean 'llama3.1-70b'?");
}

TEST(ValidateCommand, ExitsWith4WhenATargetIsMissedAndItIsAsked) {
  const ScratchFolder scratch;
  const std::string head =
      "row_id,chip,chips,model,layers,hidden,heads,kv_heads,head_dim,ffn,vocab,seq,per_device_batch,parallelism,"
      "remat,"
      "step_time_s\n";
  const std::string row = "a,v6e,256,Llama 70B,80,8192,64,8,128,28672,128256,8192,2,fsdp=256,full,";
  write_text(scratch.path() / "near.csv", head + row + "17.3\n");
  write_text(scratch.path() / "far.csv", head + row + "10\n");

  const ProgramResult near = run_program({"validate", "--csv", "near.csv", "--check"}, scratch.path());
  const ProgramResult far = run_program({"validate", "--csv", "far.csv", "--check"}, scratch.path());

  EXPECT_EQ(near.exit_code, 0) << near.output;
  EXPECT_EQ(far.exit_code, 4);
  EXPECT_THAT(far.errors, HasSubstr("gigapod: outside tolerance: TPU training, largest error: "));
  EXPECT_EQ(run_program({"validate", "--csv", "far.csv"}, scratch.path()).exit_code, 0);
}

TEST(ValidateCommand, RefusesATableItDoesNotKnowWith3) {
  const ScratchFolder scratch;
  write_text(scratch.path() / "bad.csv", "chip,size\nv4,x\n");
  write_text(scratch.path() / "serving.csv", "id,model,hardware,phase_or_scenario,output_len,metric,value\n");

  const ProgramResult bad = run_program({"validate", "--csv", "bad.csv"}, scratch.path());
  const ProgramResult serving = run_program({"validate", "--csv", "serving.csv"}, scratch.path());
  const ProgramResult missing = run_program({"validate", "--csv", "none.csv"}, scratch.path());

  EXPECT_EQ(bad.exit_code, 3);
  EXPECT_THAT(bad.errors, HasSubstr("bad.csv:1:1: error: the columns are neither those of training runs nor those of "
                                    "collectives\n"));
  EXPECT_EQ(serving.exit_code, 3);
  EXPECT_THAT(serving.errors, HasSubstr("serving.csv:1:1: error: a table of serving measurements without 'unit'\n"));
  EXPECT_EQ(missing.exit_code, 3);
  EXPECT_EQ(missing.errors, "none.csv: error: cannot read this file\n");
}

}  // namespace
}  // namespace gigapod::test
