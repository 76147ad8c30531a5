#include "sim/serving/read_requests.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace gigapod {
namespace {

RequestTrace read(const std::string& text, const RequestRules& rules = {}) {
  Diagnostics findings;
  RequestTrace trace = read_requests("trace.csv", text, rules, findings);
  EXPECT_EQ(findings.text(), "");
  return trace;
}

std::string findings_of(const std::string& text, const RequestRules& rules = {}) {
  Diagnostics findings;
  (void)read_requests("trace.csv", text, rules, findings);
  return findings.text();
}

const std::vector<Request> kTwo = {{Seconds(0.0), 1000, 20}, {Seconds(1.5), 30, 400}};

TEST(ReadRequests, TakesATableOfAnyPublicTrace) {
  for (const char* text :
       {"timestamp,input_tokens,output_tokens\n0,1000,20\n1.5,30,400\n",
        "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46.6800000,1000,20\n2023-11-16 "
        "18:15:48.1800000,30,400\n",
        "TIMESTAMP,ContextTokens,GeneratedTokens\n2024-05-10 00:00:00.500000+00:00,1000,20\n2024-05-10 "
        "00:00:02+00:00,30,400",
        "arrived_at,num_prefill_tokens,num_decode_tokens\n7,1000,20\n8.5,30,400\n",
        "output_tokens;timestamp_ms;input_tokens\r\n20;2000;1000\r\n400;3500;30.0\r\n",
        "Timestamp\tRequest tokens\tResponse tokens\n\n5\t1000\t20\n6.5\t\"30\"\t400\n",
        "\xef\xbb\xbf{\"timestamp\": 0, \"input_length\": 1000, \"output_length\": 20}\n"
        "{\"timestamp\": 1500, \"input_length\": 30, \"output_length\": 400}\n",
        "{\"arrival_seconds\": 0, \"input_tokens\": 1000, \"output_tokens\": 20, \"user\": {\"id\": [1]}}\n"
        "{\"arrival_seconds\": 1.5, \"input_tokens\": 30, \"output_tokens\": 400}"}) {
    const RequestTrace trace = read(text);

    ASSERT_EQ(trace.requests.size(), 2u) << text;
    EXPECT_EQ(trace.requests[0], kTwo[0]) << text;
    EXPECT_NEAR(trace.requests[1].arrival.value(), 1.5, 1e-9) << text;
    EXPECT_EQ(trace.requests[1].prompt_tokens, 30) << text;
    EXPECT_EQ(trace.requests[1].output_tokens, 400) << text;
  }
}

TEST(ReadRequests, KeepsTenantsPrioritiesAndWholeBlocks) {
  const RequestTrace trace = read(
      "timestamp,input_tokens,output_tokens,tenant,priority,prefix_hashes\n"
      "0,1000,20,school,,7 8\n"
      "1,1024,20,\"bank, north\",-3,7 9\n"
      "1,5,20,school,2,\n");

  EXPECT_EQ(trace.tenants, (std::vector<std::string>{"school", "bank, north"}));
  EXPECT_EQ(trace.requests[1].tenant, 1);
  EXPECT_EQ(trace.requests[2].tenant, 0);
  EXPECT_EQ(trace.requests[1].priority, -3);
  EXPECT_EQ(trace.prefix_block_tokens, 512);
  EXPECT_EQ(trace.requests[0].hashes, 1u);  // 1000 tokens fill one block of 512
  EXPECT_EQ(trace.requests[1].hashes, 2u);
  EXPECT_EQ(trace.hashes_of(trace.requests[0])[0], trace.hashes_of(trace.requests[1])[0]);
  EXPECT_EQ(trace.requests[2].hashes, 0u);
}

TEST(ReadRequests, TakesTheHashesOfMooncake) {
  const RequestTrace trace = read(
      "{\"timestamp\": 0, \"input_length\": 1100, \"output_length\": 52, \"hash_ids\": [46, 47, 48]}\n"
      "{\"timestamp\": 3000, \"input_length\": 512, \"output_length\": 9, \"hash_ids\": [46]}\n");

  EXPECT_EQ(trace.requests[0].hashes, 2u);
  EXPECT_EQ(trace.hashes_of(trace.requests[0])[0], trace.hashes_of(trace.requests[1])[0]);
  EXPECT_EQ(trace.requests[1].arrival, Seconds(3.0));
}

TEST(ReadRequests, ABlockIsTheSameOnlyBehindTheSameBlocks) {
  const RequestTrace trace = read(
      "timestamp,input_tokens,output_tokens,prefix_hashes\n"
      "0,2048,1,5 5 6 7\n"
      "0,2048,1,5 8 6 7\n");

  const auto first = trace.hashes_of(trace.requests[0]);
  const auto second = trace.hashes_of(trace.requests[1]);
  EXPECT_NE(first[0], first[1]);
  EXPECT_EQ(first[0], second[0]);
  for (std::size_t block = 1; block < 4; ++block) EXPECT_NE(first[block], second[block]) << block;
}

struct Case {
  const char* name;
  std::string text;
  std::string findings;
};

class BadTrace : public testing::TestWithParam<Case> {};

TEST_P(BadTrace, IsRefusedWithThisText) {
  RequestRules rules;
  rules.model = "llama3-70b";
  rules.context_window = 8192;

  EXPECT_EQ(findings_of(GetParam().text, rules), GetParam().findings);
}

const std::string kHeader = "timestamp,input_tokens,output_tokens\n";

INSTANTIATE_TEST_SUITE_P(
    Traces, BadTrace,
    testing::Values(
        Case{"Empty", "",
             "trace.csv: error: the trace has no requests\n  one a line: timestamp,input_tokens,output_tokens\n1 "
             "error\n"},
        Case{"NoRows", kHeader,
             "trace.csv: error: the trace has no requests\n  one a line: timestamp,input_tokens,output_tokens\n1 "
             "error\n"},
        Case{"MissingColumns", "time,input_tokns,tenant\n0,10,a\n",
             "trace.csv:1:1: error: there is no column of the timestamp\n"
             "  time,input_tokns,tenant\n"
             "  ^\n"
             "  name it timestamp (or arrival_seconds, arrived_at)\n"
             "trace.csv:1:1: error: there is no column of the input tokens\n"
             "  time,input_tokns,tenant\n"
             "  ^\n"
             "  for 'input_tokns', did you mean 'input_tokens'?\n"
             "trace.csv:1:1: error: there is no column of the output tokens\n"
             "  time,input_tokns,tenant\n"
             "  ^\n"
             "  name it output_tokens (or GeneratedTokens, output_length, Response tokens, num_decode_tokens)\n"
             "3 errors\n"},
        Case{"EveryLine",
             kHeader + "0,10,20\n"
                       "5,ten,20\n"
                       "4,10,20\n"
                       "3,10,20\n"
                       "-1,0,-7\n"
                       "soon,10.5,1e9\n"
                       "6,10\n"
                       "7,8000,193\n",
             "trace.csv:3:3: error: the input tokens 'ten' are not a whole number\n"
             "  5,ten,20\n"
             "    ^\n"
             "trace.csv:5:1: error: the timestamp 3 is 1 s before the one of the row above\n"
             "  3,10,20\n"
             "  ^\n"
             "  sort the rows by timestamp\n"
             "trace.csv:6:1: error: the timestamp -1 is negative\n"
             "  -1,0,-7\n"
             "  ^\n"
             "  count from the first request\n"
             "trace.csv:6:4: error: the input tokens are 0; a request has at least 1\n"
             "  -1,0,-7\n"
             "     ^\n"
             "  leave the request out\n"
             "trace.csv:6:6: error: the output tokens are -7; a request has at least 1\n"
             "  -1,0,-7\n"
             "       ^\n"
             "  leave the request out\n"
             "trace.csv:7:1: error: the timestamp 'soon' is neither a number nor a date and time\n"
             "  soon,10.5,1e9\n"
             "  ^\n"
             "  such as 12.5 or 2023-11-16 18:15:46.680\n"
             "trace.csv:7:6: error: the input tokens '10.5' are not a whole number\n"
             "  soon,10.5,1e9\n"
             "       ^\n"
             "trace.csv:7:11: error: the output tokens are 1e9, over 10000000\n"
             "  soon,10.5,1e9\n"
             "            ^\n"
             "trace.csv:8:1: error: expects 3 columns; this line has 2\n"
             "  6,10\n"
             "  ^\n"
             "trace.csv:9:3: error: input and output tokens are 8193 together, over the context window of "
             "llama3-70b: 8192\n"
             "  7,8000,193\n"
             "    ^\n"
             "  leave the request out, or serve a model with a longer context\n"
             "10 errors\n"},
        Case{"HashesAndPriorities",
             "timestamp,input_tokens,output_tokens,priority,hash_ids\n0,512,1,high,1 2\n1,512,1,1,1 2\n",
             "trace.csv:2:9: error: the priority 'high' is not a whole number up to 1,000,000\n"
             "  0,512,1,high,1 2\n"
             "          ^\n"
             "trace.csv:3:11: error: there are 2 prefix hashes, but 512 input tokens have 1 block(s) of 512\n"
             "  1,512,1,1,1 2\n"
             "            ^\n"
             "  give the tokens of a block that the hashes are of\n"
             "2 errors\n"},
        Case{"Objects",
             "{\"timestamp\": 0, \"input_length\": 10, \"output_length\": 5}\n{\"timestamp\": 1, \"input_length\": "
             "10\n{}\n",
             "trace.csv:2:34: error: this is no JSON object on one line\n"
             "  {\"timestamp\": 1, \"input_length\": 10\n"
             "                                   ^\n"
             "  such as {\"timestamp\": 0, \"input_length\": 1000, …}\n"
             "trace.csv:3:1: error: there is no timestamp\n"
             "  {}\n"
             "  ^\n"
             "  \"timestamp\" in milliseconds or \"arrival_seconds\"\n"
             "trace.csv:3:1: error: there are no input tokens\n"
             "  {}\n"
             "  ^\n"
             "  \"input_length\" or \"input_tokens\"\n"
             "trace.csv:3:1: error: there are no output tokens\n"
             "  {}\n"
             "  ^\n"
             "  \"output_length\" or \"output_tokens\"\n"
             "4 errors\n"}),
    [](const auto& each) { return std::string(each.param.name); });

TEST(ReadRequests, WarnsOfColumnsThatItDoesNotUse) {
  EXPECT_EQ(findings_of("timestamp,input_tokens,output_tokens,model,tennant\n0,1,1,a,b\n"),
            "trace.csv:1:1: warning: columns that are not used: 'model', 'tennant'\n");
}

TEST(ReadRequests, CountsErrorsBeyondAHundred) {
  std::string text = kHeader;
  for (int i = 0; i < 1000; ++i) text += "0,0,1\n";

  const std::string findings = findings_of(text);

  EXPECT_TRUE(findings.starts_with("trace.csv: error: errors beyond the first 100, not shown: 900\n")) << findings;
  EXPECT_TRUE(findings.ends_with("101 errors\n"));
}

TEST(ReadRequests, CountsCharactersInColumns) {
  EXPECT_EQ(findings_of("tenant,timestamp,input_tokens,output_tokens\nZürich,0,0,1\n"),
            "trace.csv:2:10: error: the input tokens are 0; a request has at least 1\n"
            "  Zürich,0,0,1\n"
            "           ^\n"
            "  leave the request out\n"
            "1 error\n");
}

}  // namespace
}  // namespace gigapod
