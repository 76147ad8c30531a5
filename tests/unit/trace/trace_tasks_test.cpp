#include "sim/trace/trace_tasks.hpp"

#include "tests/unit/trace/trace_cluster.hpp"

#include <gtest/gtest.h>

namespace gigapod::test {
namespace {

const TraceMachine kCube = v5p_machine();
const TraceMachine kPair = v5p_machine({2, 1, 1});

TEST(TraceTasks, NamesTheNodesOfACycleInOrder) {
  EXPECT_EQ(
      join_findings({written_trace({measured(1, "start", {}, 1), measured(2, "a", {1, 4}, 1),
                                    measured(3, "b", {2}, 1), measured(4, "c", {3}, 1), measured(5, "end", {4}, 1)})},
                    kCube),
      "t.et: byte 22: node 2: error: cycle: node 2 'a' waits for node 4 'c', which waits for node 3 'b', which "
      "waits for node 2 'a'\n  remove one of these dependencies\n1 error\n");
}

TEST(TraceTasks, NamesEveryCycle) {
  EXPECT_EQ(
      join_findings({written_trace({measured(1, "a", {1}, 1), measured(2, "b", {3}, 1), measured(3, "c", {2}, 1)})},
                    kCube),
      "t.et: byte 8: node 1: error: cycle: node 1 'a' waits for itself\n  remove one of these dependencies\n"
      "t.et: byte 20: node 2: error: cycle: node 2 'b' waits for node 3 'c', which waits for node 2 'b'\n  remove "
      "one of these dependencies\n2 errors\n");
}

TEST(TraceTasks, NamesACycleThroughMessages) {
  const std::string first = written_trace({receive(1, {}, 1, 0, 8), send(2, {1}, 0, 1, 8)});
  const std::string second = written_trace({receive(1, {}, 0, 1, 8), send(2, {1}, 1, 0, 8)});

  const std::string text = join_findings({first, second}, kPair);
  EXPECT_NE(
      text.find("t.0.et: byte 8: node 1: error: cycle: node 1 'receive' of rank 0 waits for node 2 'send' of rank "
                "1, which waits for node 1 'receive' of rank 1, which waits for node 2 'send' of rank 0, which "
                "waits for node 1 'receive' of rank 0\n"),
      std::string::npos)
      << text;
}

TEST(TraceTasks, NamesASendThatNoReceiveTakes) {
  EXPECT_EQ(
      join_findings({written_trace({send(3, {}, 0, 1, 8, 5)}), written_trace({measured(1, "a", {}, 1)})}, kPair),
      "t.0.et: byte 8: node 3: error: rank 0 sends to rank 1 with tag 5, which no receive takes\n  rank 1 has 0 "
      "such receives from rank 0; add one\n1 error\n");
}

TEST(TraceTasks, NamesAReceiveThatNoSendGives) {
  EXPECT_EQ(join_findings({written_trace({send(3, {}, 0, 1, 8, 5)}),
                           written_trace({receive(1, {}, 0, 1, 8, 5), receive(2, {}, 0, 1, 8, 5)})},
                          kPair),
            fmt::format("t.1.et: byte {}", 8 + receive(1, {}, 0, 1, 8, 5).framed().size()) +
                ": node 2: error: rank 1 receives from rank 0 with tag 5, which no send gives\n  rank 0 has 1 "
                "such sends to rank 1; add one\n1 error\n");
}

TEST(TraceTasks, MatchesMessagesOfAFoldedTraceByTheirShift) {
  EXPECT_EQ(join_findings({written_trace({send(1, {}, 0, 5, 8), receive(2, {}, 59, 0, 8)})}, kCube), "");
  EXPECT_EQ(
      join_findings({written_trace({send(1, {}, 0, 5, 8), receive(2, {}, 5, 0, 8)})}, kCube),
      "t.et: byte 8: node 1: error: rank 0 sends to rank 5 with tag 0, which no receive takes\n  rank 0 has 0 such "
      "receives from rank 59; add one, as every rank does what this trace does\n" +
          fmt::format("t.et: byte {}", 8 + send(1, {}, 0, 5, 8).framed().size()) +
          ": node 2: error: rank 0 receives from rank 5 with tag 0, which no send gives\n  rank 0 has 0 "
          "such sends to rank 59; add one, as every rank does what this trace does\n2 errors\n");
}

struct BadMessage {
  const char* name;
  WrittenNode node;
  std::string text;
};
class BadMessages : public testing::TestWithParam<BadMessage> {};

TEST_P(BadMessages, AreNamed) {
  const std::string text = join_findings({written_trace({GetParam().node})}, kCube);
  EXPECT_EQ(text.substr(0, text.find('\n')), "t.et: byte 8: node 1: error: " + GetParam().text);
}

INSTANTIATE_TEST_SUITE_P(
    TraceTasks, BadMessages,
    testing::Values(BadMessage{"Far", send(1, {}, 0, 64, 8), "comm_dst is 64, but the machine has 64 ranks"},
                    BadMessage{"Self", send(1, {}, 3, 3, 8), "rank 3 would talk to itself"},
                    BadMessage{"Nameless", collective(1, "a", {}, kAllReduce, 8).word("pg_name", "tp"),
                               "the ranks of pg_name 'tp' are not known; list them in a file for --groups"},
                    BadMessage{"FourthDimension",
                               collective(1, "a", {}, kAllReduce, 8).dimensions({true, false, false, true}),
                               "involved_dim takes dimension 3, but the machine has 3 (0 to 2)"},
                    BadMessage{"NoDimension", collective(1, "a", {}, kAllReduce, 8).dimensions({false, false}),
                               "involved_dim takes no dimension"}),
    [](const auto& bad) { return bad.param.name; });

TEST(TraceTasks, RefusesAMessageOfTwoSizes) {
  EXPECT_EQ(
      join_findings({written_trace({send(1, {}, 0, 1, 8)}), written_trace({receive(2, {}, 0, 1, 9)})}, kPair),
      "t.1.et: byte 8: node 2: error: receives 9 B from rank 0 with tag 0, but node 1 there sends 8 B\n  a message "
      "has one size\n1 error\n");
}

TEST(TraceTasks, RefusesARankThatSendsForAnother) {
  EXPECT_EQ(
      join_findings({written_trace({send(1, {}, 1, 0, 8)}), written_trace({measured(2, "a", {}, 1)})}, kPair),
      "t.0.et: byte 8: node 1: error: comm_src is 1, but this is the trace of rank 0\n  a rank sends and receives "
      "for itself only\n1 error\n");
}

TEST(TraceTasks, RefusesCollectivesThatDoNotAgree) {
  EXPECT_EQ(
      join_findings({written_trace({collective(1, "a", {}, kAllReduce, 8)}),
                     written_trace({collective(2, "a", {}, kAllGather, 8), collective(3, "b", {}, kAllReduce, 8)})},
                    kPair),
      "t.1.et: byte 8: node 2: error: rank 1 calls ALL_GATHER of 8 B as collective 1 of its group (dimensions 0,1,2 "
      "from rank 0), where node 1 of rank 0 calls ALL_REDUCE of 8 B\n  all ranks of a group call the same "
      "collectives in the same order\n" +
          fmt::format("t.1.et: byte {}", 8 + collective(2, "a", {}, kAllGather, 8).framed().size()) +
          ": node 3: error: collective 2 of a group (dimensions 0,1,2 from rank 0) is called by 1 of its "
          "2 ranks\n  all ranks of a group call the same collectives in the same order\n2 errors\n");
}

TEST(TraceTasks, GroupsOfDisjointRanksMeetOnTheirOwn) {
  // Rings along the first axis of 2x2: ranks 0, 1 and ranks 2, 3.
  const TraceMachine square = v5p_machine({2, 2});
  const auto rank = [](std::int64_t operations) {
    return written_trace({compute(1, "work", {}, operations, 1),
                          collective(2, "ring", {1}, kAllReduce, 90'000).dimensions({true, false})});
  };
  const std::vector<std::string> bytes = {rank(4'222'800'000'000), rank(1), rank(1), rank(1)};
  const std::vector<RankTrace> traces = traces_of(bytes);
  TraceFindings findings;
  const TraceTaskGraph graph = join_ranks(traces, square, findings);
  const TraceSchedule schedule = schedule_of(graph);

  EXPECT_EQ(findings.text(), "");
  EXPECT_EQ(graph.of_node[0][1].last, graph.of_node[1][1].last);
  EXPECT_EQ(graph.of_node[2][1].last, graph.of_node[3][1].last);
  EXPECT_GT(schedule.tasks[graph.of_node[1][1].last].start.value(), 0.0099);
  EXPECT_LT(schedule.tasks[graph.of_node[3][1].last].start.value(), 1e-6);
}

}  // namespace
}  // namespace gigapod::test
