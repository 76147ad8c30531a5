#include "tests/app/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <set>
#include <string>
#include <vector>

namespace gigapod::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;

ProgramResult serve(std::vector<std::string> arguments, const ScratchFolder& scratch) {
  arguments.insert(arguments.begin(), "serve");
  return run_program(arguments, scratch.path());
}

ProgramResult serve(const std::vector<std::string>& arguments) {
  const ScratchFolder scratch;
  return serve(arguments, scratch);
}

/// Llama 3.1 70B on eight v6e chips, with further options.
std::vector<std::string> llama_with(const std::vector<std::string>& more) {
  std::vector<std::string> all = {"--model", "llama3.1-70b", "--chip", "v6e", "--slice", "2x4"};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

nlohmann::json answer_of(const std::vector<std::string>& more) {
  std::vector<std::string> all = llama_with(more);
  all.emplace_back("--json");
  const ProgramResult result = serve(all);
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  return nlohmann::json::parse(result.output);
}

TEST(ServeCommand, PrintsWhatAPlannerAsks) {
  const ProgramResult result = serve(llama_with({"--arrivals", "poisson", "--rate", "3", "--duration", "1min"}));

  EXPECT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_THAT(result.output,
              AllOf(HasSubstr("llama3.1-70b on v6e 2x4: one replica of 8 chips"), HasSubstr("time to first token"),
                    HasSubstr("time per output token"), HasSubstr("arrival to last token"),
                    HasSubstr("of the requests hold every target"), HasSubstr("sequences decoded a step"),
                    HasSubstr("in use on average"), HasSubstr("preemptions"), HasSubstr("a million output tokens"),
                    HasSubstr("a chip with its host")));
}

TEST(ServeCommand, CountsRequestsTokensMoneyAndEnergy) {
  const nlohmann::json answer = answer_of({"--arrivals", "poisson", "--rate", "2", "--requests", "200"});

  EXPECT_EQ(answer["counts"]["arrived"], 200);
  EXPECT_EQ(answer["counts"]["completed"], 200);
  const double duration = answer["duration_seconds"];
  const double output = answer["throughput"]["output_tokens_per_second"].get<double>() * duration;
  EXPECT_NEAR(output, 200 * 300, 1e-6);  // fixed lengths: 1000 in, 300 out
  const double dollars = 8 * answer["cost"]["dollars_per_chip_hour"].get<double>() * duration / 3600.0;
  EXPECT_NEAR(answer["cost"]["dollars_per_million_output_tokens"].get<double>(), dollars / output * 1e6, 1e-6);
  EXPECT_NEAR(answer["energy"]["joules_per_million_tokens"].get<double>(),
              answer["energy"]["joules"].get<double>() / (200 * 1300) * 1e6, 1.0);
  EXPECT_LT(answer["littles_law_error"].get<double>(), 1e-9);
  const auto& share = answer["time_fraction"];
  EXPECT_NEAR(share["prefill"].get<double>() + share["decode"].get<double>() + share["idle"].get<double>(), 1.0,
              1e-9);
}

TEST(ServeCommand, TakesATraceAndWritesEveryRequest) {
  const ScratchFolder scratch;
  write_text(
      scratch.path() / "trace.csv",
      "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46.680,1000,10\n2023-11-16 18:15:50.000,2000,5\n");

  const ProgramResult result =
      serve({"--model", "llama3-70b", "--chip", "v6e", "--slice", "2x4", "--trace", "trace.csv", "--output", "out"},
            scratch);

  EXPECT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_EQ(file_text(scratch.path() / "out" / "summary.txt"), result.output);
  const std::string csv = file_text(scratch.path() / "out" / "requests.csv");
  EXPECT_THAT(csv, AllOf(HasSubstr("request,tenant,priority,prompt_tokens,output_tokens,arrival_seconds,"),
                         HasSubstr("\n0,,0,1000,10,0,0,0,0,"), HasSubstr("\n1,,0,2000,5,3.32,0,0,0,")));
  const auto summary = nlohmann::json::parse(file_text(scratch.path() / "out" / "summary.json"));
  EXPECT_EQ(summary["counts"]["completed"], 2);
}

TEST(ServeCommand, ScalesAndThinsTheRequests) {
  const nlohmann::json plain = answer_of({"--sample", "azure_conv", "--duration", "10min"});
  const nlohmann::json twice = answer_of({"--sample", "azure_conv", "--duration", "10min", "--rate-scale", "2"});
  const nlohmann::json tenth = answer_of({"--sample", "azure_conv", "--duration", "10min", "--keep", "10%"});

  const double count = plain["requests"]["count"];
  EXPECT_NEAR(twice["requests"]["count"].get<double>(), 2.0 * count, 0.1 * count);
  EXPECT_NEAR(tenth["requests"]["count"].get<double>(), 0.1 * count, 0.03 * count);
}

TEST(ServeCommand, KeepsTheClientsOfAClosedLoopBusy) {
  const nlohmann::json answer =
      answer_of({"--concurrency", "16", "--prompt-tokens", "500", "--output-tokens", "100", "--requests", "320"});

  EXPECT_EQ(answer["counts"]["completed"], 320);
  EXPECT_NEAR(answer["mean_in_system"].get<double>(), 16.0, 0.5);
}

TEST(ServeCommand, FindsPrefixesAgain) {
  const nlohmann::json answer = answer_of(
      {"--arrivals", "poisson", "--rate", "2", "--requests", "100", "--shared-prefix", "512", "--prefix-cache"});

  // Every prompt but the first ones begins with 512 of 1000 tokens that are there.
  EXPECT_NEAR(answer["prefix_hit_fraction"].get<double>(), 0.512, 0.02);
}

TEST(ServeCommand, DraftsShortenTheTimePerToken) {
  const std::vector<std::string> alone = {"--concurrency", "1", "--requests", "20"};
  std::vector<std::string> drafted = alone;
  drafted.insert(drafted.end(), {"--draft-model", "llama3.1-8b", "--acceptance", "0.9"});

  const nlohmann::json answer = answer_of(drafted);

  EXPECT_EQ(answer["speculation"]["draft_model"], "llama3.1-8b");
  EXPECT_LT(answer["latency"]["tpot"]["mean_seconds"].get<double>(),
            0.8 * answer_of(alone)["latency"]["tpot"]["mean_seconds"].get<double>());
}

TEST(ServeCommand, PromptsApartMoveTheirCaches) {
  const nlohmann::json answer = answer_of({"--arrivals", "poisson", "--rate", "1", "--requests", "50",
                                           "--prefill-replicas", "2", "--prefill-slice", "4x4"});

  EXPECT_EQ(answer["prefill_replicas"], 2);
  EXPECT_EQ(answer["prefill_slice"], "4x4");
  EXPECT_EQ(answer["transfers"]["count"], 50);
}

TEST(ServeCommand, AFailureRestartsWhatRanAndADrainDoesNot) {
  const std::vector<std::string> base = {"--arrivals", "poisson", "--rate",     "4",
                                         "--duration", "2min",    "--replicas", "2"};
  std::vector<std::string> failing = base;
  failing.insert(failing.end(), {"--fail", "0:30s:60s"});
  std::vector<std::string> draining = base;
  draining.insert(draining.end(), {"--drain", "0:30s:60s"});

  const nlohmann::json failed = answer_of(failing);
  const nlohmann::json drained = answer_of(draining);

  EXPECT_GT(failed["restarts"].get<int>(), 0);
  EXPECT_EQ(drained["restarts"], 0);
  EXPECT_EQ(failed["counts"]["completed"], failed["counts"]["arrived"]);
  EXPECT_GT(failed["latency"]["end_to_end"]["longest_seconds"].get<double>(),
            answer_of(base)["latency"]["end_to_end"]["longest_seconds"].get<double>());
}

TEST(ServeCommand, RefusesWhatIsOverATenantsLimit) {
  const ScratchFolder scratch;
  std::string trace = "timestamp,input_tokens,output_tokens,tenant\n";
  for (int i = 0; i < 600; ++i)
    trace += std::to_string(0.5 * i) + ",100,5," + (i % 2 == 0 ? "bank" : "school") + "\n";
  write_text(scratch.path() / "trace.csv", trace);

  const ProgramResult result =
      serve(llama_with({"--trace", "trace.csv", "--tenant-limit", "school=0.5", "--json"}), scratch);

  ASSERT_EQ(result.exit_code, 0) << result.errors;
  const nlohmann::json answer = nlohmann::json::parse(result.output);
  EXPECT_EQ(answer["tenants"][0]["completed"], 300);
  // One a second arrives for 300 s; half of them and a bucket of one minute get through.
  EXPECT_NEAR(answer["tenants"][1]["completed"].get<double>(), 0.5 * 300 + 0.5 * 60, 2.0);
  EXPECT_EQ(answer["counts"]["rate_limited"], answer["tenants"][1]["rate_limited"]);
}

TEST(ServeCommand, SearchTriesTheLayoutsOfExperts) {
  const ProgramResult result =
      serve({"--model", "gpt-oss-120b", "--chip", "v6e", "--weights", "fp8", "--slice", "2x4", "--search",
             "--arrivals", "poisson", "--rate", "2", "--requests", "100", "--json"});

  ASSERT_EQ(result.exit_code, 0) << result.errors;
  std::set<std::string> layouts;
  const nlohmann::json answer = nlohmann::json::parse(result.output);
  for (const auto& point : answer["frontier"]) layouts.insert(point["layout"]);
  EXPECT_EQ(layouts, (std::set<std::string>{"data_parallel_attention", "tensor"}));
}

TEST(ServeCommand, SearchFindsASetupAndItsFrontier) {
  const ScratchFolder scratch;
  const ProgramResult result =
      serve({"--model", "llama3.1-8b", "--chip", "v6e,v5e", "--search", "--arrivals", "poisson", "--rate", "4",
             "--duration", "1min", "--most-chips-a-replica", "8", "--output", "out"},
            scratch);

  EXPECT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_THAT(result.output,
              AllOf(HasSubstr("Winner: "), HasSubstr("Runner-up: "), HasSubstr("Frontier: one replica")));
  const auto json = nlohmann::json::parse(file_text(scratch.path() / "out" / "search.json"));
  ASSERT_GE(json["found"].size(), 2u);
  EXPECT_GE(json["found"][0]["slo_attained_fraction"].get<double>(), 0.99);
  EXPECT_LE(json["found"][0]["dollars_per_hour"].get<double>(), json["found"][1]["dollars_per_hour"].get<double>());
  EXPECT_THAT(file_text(scratch.path() / "out" / "frontier.csv"), HasSubstr("chip,slice,layout,chips,clients,"));
  EXPECT_THAT(file_text(scratch.path() / "out" / "frontier.html"), HasSubstr("\"kind\":\"frontier\""));
}

struct Refusal {
  const char* name;
  std::vector<std::string> arguments;
  std::string error;
  int exit_code = 2;  ///< 3 where a file, or the question itself, is at fault
};

class ServeRefuses : public testing::TestWithParam<Refusal> {};

TEST_P(ServeRefuses, WhatCantBe) {
  const ScratchFolder scratch;
  write_text(scratch.path() / "long.csv", "timestamp,input_tokens,output_tokens\n0,8000,500\n");
  write_text(scratch.path() / "empty.csv", "");

  const ProgramResult result = serve(GetParam().arguments, scratch);

  EXPECT_EQ(result.exit_code, GetParam().exit_code);
  EXPECT_EQ(result.errors, GetParam().error);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, ServeRefuses,
    testing::Values(
        Refusal{
            "NoRequests", llama_with({}),
            "error: name the requests: --trace FILE, --sample NAME, --arrivals NAME with --rate, or --concurrency\n"},
        Refusal{"NoRate", llama_with({"--arrivals", "poisson"}),
                "error: --arrivals poisson: give the requests a second with --rate\n"},
        Refusal{"UnknownModel",
                {"--model", "llama3-70", "--chip", "v6e", "--slice", "2x4", "--concurrency", "1"},
                "error: the catalog has no model 'llama3-70'; did you mean 'llama3-70b'?\n"},
        Refusal{
            "UnknownSample", llama_with({"--sample", "azure_cov"}),
            "error: there is no sample 'azure_cov' (did you mean 'azure_conv'?); samples: azure_code, azure_conv, "
            "mooncake_conversation, mooncake_synthetic, servegen_deepseek_r1, servegen_image, servegen_large, "
            "servegen_mid, servegen_small\n"},
        Refusal{"RatesOnly", llama_with({"--sample", "servegen_large"}),
                "error: the sample 'servegen_large' has rates only; give --lengths, such as lognormal\n"},
        Refusal{"OptionOfAnother", llama_with({"--arrivals", "poisson", "--rate", "1", "--variation", "2"}),
                "error: --variation: the arrival process 'poisson' does not have it\n"},
        Refusal{"UnknownProcess", llama_with({"--arrivals", "bursts", "--rate", "1"}),
                "error: there is no arrival process 'bursts' (did you mean 'burst'?); registered: burst, daily, "
                "poisson, sample\n"},
        Refusal{"NotWhole", llama_with({"--concurrency", "1", "--prompt-tokens", "1.5"}),
                "error: --prompt-tokens 1.5: it must be a whole number\n"},
        Refusal{
            "TooManyRequests",
            llama_with({"--sample", "servegen_mid", "--lengths", "fixed", "--duration", "14 days"}),
            "error: about 2.17 B requests arrive in 14 days; shorten --duration, or lower --rate or --rate-scale\n"},
        Refusal{
            "OverTheContext",
            {"--model", "llama3-70b", "--chip", "v6e", "--slice", "2x4", "--trace", "long.csv"},
            "long.csv:2:3: error: input and output tokens are 8500 together, over the context window of llama3-70b: "
            "8192\n  0,8000,500\n    ^\n  leave the request out, or serve a model with a longer context\n1 error\n",
            3},
        Refusal{
            "GeneratedOverTheContext",
            {"--model", "llama3-70b", "--chip", "v6e", "--slice", "2x4", "--concurrency", "1", "--prompt-tokens",
             "9000"},
            "error: 200 of 200 requests have more tokens than the context window of llama3-70b: 8192; leave them out "
            "with --drop-long, or serve a model with a longer context\n",
            3},
        Refusal{"EmptyTrace", llama_with({"--trace", "empty.csv"}),
                "empty.csv: error: the trace has no requests\n  one a line: timestamp,input_tokens,output_tokens\n"
                "1 error\n",
                3},
        Refusal{"NoTrace", llama_with({"--trace", "none.csv"}), "error: the trace 'none.csv' can't be read\n", 3},
        Refusal{"NoPrefixes", llama_with({"--concurrency", "1", "--prefix-cache"}),
                "error: --prefix-cache: the requests have no prefix hashes; a trace has them in a column, "
                "--shared-prefix "
                "makes them\n"},
        Refusal{"UnevenPages",
                llama_with({"--concurrency", "1", "--prefix-cache", "--shared-prefix", "512", "--kv-block", "24"}),
                "error: --kv-block 24: prefix blocks of 16 tokens are not whole pages of the cache\n"},
        Refusal{
            "Target", llama_with({"--concurrency", "1", "--tpot", "40"}),
            "error: --tpot 40: it expects a time with one of the units s, ms, us, ns, min, h, hours, days, day\n"},
        Refusal{"LimitOfNobody", llama_with({"--concurrency", "1", "--tenant-limit", "school=1"}),
                "error: --tenant-limit school=1: the requests have no tenant 'school'\n"},
        Refusal{"LimitWithoutRate", llama_with({"--concurrency", "1", "--tenant-limit", "school"}),
                "error: --tenant-limit school: it expects TENANT=REQUESTS a second, such as school=2\n"},
        Refusal{"Failure", llama_with({"--concurrency", "1", "--fail", "60s:120s"}),
                "error: --fail 60s:120s: it expects REPLICA:BEGIN:END, such as 0:60s:2min\n"},
        Refusal{"FailureOfNothing", llama_with({"--concurrency", "1", "--drain", "1:60s:120s"}),
                "error: --drain 1:60s:120s: there is no replica 1; they are 0 to 0\n"},
        Refusal{"FailureBackwards", llama_with({"--concurrency", "1", "--fail", "0:60s:30s"}),
                "error: --fail 0:60s:30s: it ends before it begins\n"},
        Refusal{"UnknownAutoscaler",
                llama_with({"--concurrency", "1", "--autoscaler", "queues", "--most-replicas", "2"}),
                "error: there is no autoscaler 'queues' (did you mean 'queue'?); registered: predictive, queue, "
                "target_utilization\n"},
        Refusal{
            "MoreReplicasThanMost",
            llama_with({"--concurrency", "1", "--autoscaler", "queue", "--most-replicas", "2", "--replicas", "3"}),
            "error: replicas: 3 is not between the 1 and 2 of scaling\n"},
        Refusal{"NoStorage",
                llama_with({"--concurrency", "1", "--autoscaler", "queue", "--most-replicas", "2", "--storage-rate",
                            "0GB/s"}),
                "error: --storage-rate 0GB/s: it must be above 0\n"},
        Refusal{"SearchWithScaling",
                llama_with({"--concurrency", "1", "--search", "--autoscaler", "queue", "--most-replicas", "2"}),
                "error: --search finds a fixed number of replicas; leave --autoscaler out\n"},
        Refusal{"SearchOfReplicas", llama_with({"--concurrency", "1", "--search", "--replicas", "2"}),
                "error: --search finds the number of replicas; leave --replicas out\n"},
        Refusal{"NoSlice",
                {"--model", "llama3-70b", "--chip", "v6e", "--concurrency", "1"},
                "error: name the slice of a replica with --slice, such as 2x4\n"},
        Refusal{"DoesNotFit",
                {"--model", "llama3-70b", "--chip", "v6e", "--slice", "2x2", "--concurrency", "1"},
                "error: llama3-70b does not fit v6e 2x2: weights: 35.3 GB a chip, 4.4 GB more than the 30.9 GB of a "
                "v6e that "
                "a serving program can use; 5 chips would hold them; the smallest slice that holds it is 2x4\n",
                3}),
    [](const auto& each) { return std::string(each.param.name); });

TEST(ServeCommand, PaysForReplicasWhileTheyAreThere) {
  const std::vector<std::string> load = {"--arrivals", "poisson", "--rate", "6", "--duration", "20min"};
  std::vector<std::string> scaled = load;
  scaled.insert(scaled.end(), {"--autoscaler", "target_utilization", "--most-replicas", "10"});
  const nlohmann::json answer = answer_of(scaled);

  EXPECT_EQ(answer["scaling"]["autoscaler"], "target_utilization");
  EXPECT_GT(answer["scaling"]["load_seconds"].get<double>(), 60.0);  // the program starts, then reads its weights
  const double replicas = answer["mean_replicas"];
  const double capacity = answer["scaling"]["capacity_per_replica_requests_per_second"];
  EXPECT_NEAR(replicas, 6.0 / (0.8 * capacity), 1.0);
  const double dollars = replicas * 8 * 2.7 * answer["duration_seconds"].get<double>() / 3600.0;
  const double tokens =
      answer["throughput"]["tokens_per_second"].get<double>() * answer["duration_seconds"].get<double>();
  EXPECT_NEAR(answer["cost"]["dollars_per_million_tokens"].get<double>(), dollars / tokens * 1e6, 1e-9 * dollars);
}

TEST(ServeCommand, ScalesOnlyReplicasThatHoldTheTargets) {
  const ProgramResult result =
      serve(llama_with({"--concurrency", "1", "--autoscaler", "queue", "--most-replicas", "2", "--tpot", "1ms"}));

  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.errors,
              AllOf(HasSubstr("error: --autoscaler plans with what a replica holds within the targets: tpot_target: "
                              "one sequence alone takes "),
                    HasSubstr(" ms a token, above the target of 1.0 ms\n")));
}

TEST(ServeCommand, SaysTheNearestTargetThatASliceHolds) {
  const ProgramResult result = serve({"--model", "llama3.1-70b", "--chip", "v6e", "--search", "--arrivals", "poisson",
                                      "--rate", "1", "--requests", "50", "--tpot", "1ms"});

  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(
      result.errors,
      AllOf(HasSubstr("error: no slice holds --tpot 1 ms for 99.0% of the requests, not even one request at a "
                      "time: v6e "),
            HasSubstr("; the nearest feasible is --tpot ")));
}

}  // namespace
}  // namespace gigapod::test
