#include "sim/trace/read_trace.hpp"

#include "sim/base/diagnostics.hpp"
#include "tests/unit/trace/mutated_trace.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>

namespace gigapod::test {
namespace {

using namespace literals;

std::string findings_of(const std::string& bytes) {
  TraceFindings findings;
  (void)read_trace(bytes, "t.et", findings);
  return findings.text();
}

/// Bytes of the metadata that written_trace() begins with.
const std::size_t kFirstNode = written_metadata().size();

TEST(ReadTrace, FillsANode) {
  TraceFindings findings;
  const std::string bytes =
      written_trace({compute(3, "forward", {}, 1000, 2000).micros(7),
                     collective(4, "gradients", {3}, kReduceScatter, 512).control(3).dimensions({true, false, true}),
                     send(5, {3, 4}, 0, 6, 100, -2),
                     WrittenNode(6, "work on host", 4).number("is_cpu_op", 1).word("pg_name", "tp")});

  const RankTrace trace = read_trace(bytes, "t.et", findings);

  EXPECT_EQ(findings.text(), "");
  EXPECT_EQ(trace.version, "0.0.4");
  ASSERT_EQ(trace.nodes.size(), 4U);
  EXPECT_EQ(trace.nodes[0].id, 3U);
  EXPECT_EQ(trace.nodes[0].offset, kFirstNode);
  EXPECT_EQ(trace.nodes[0].name, "forward");
  EXPECT_EQ(trace.nodes[0].type, TraceNodeType::kCompute);
  EXPECT_EQ(trace.nodes[0].operations, Flops(1000.0));
  EXPECT_EQ(trace.nodes[0].tensor_size, 2000_B);
  EXPECT_DOUBLE_EQ(trace.nodes[0].duration.value(), 7e-6);
  EXPECT_EQ(trace.nodes[1].type, TraceNodeType::kCollective);
  EXPECT_EQ(trace.nodes[1].collective, TraceCollective::kReduceScatter);
  EXPECT_EQ(trace.nodes[1].communication_size, 512_B);
  EXPECT_EQ(trace.nodes[1].dimensions, (std::vector<bool>{true, false, true}));
  EXPECT_EQ(trace.nodes[1].dependency_count, 1U);  // control and data dependency are the same node
  EXPECT_EQ(trace.nodes[2].source, 0);
  EXPECT_EQ(trace.nodes[2].destination, 6);
  EXPECT_EQ(trace.nodes[2].tag, -2);
  EXPECT_EQ(trace.dependencies_of(trace.nodes[2])[1], 1U);
  EXPECT_TRUE(trace.nodes[3].is_host);
  EXPECT_EQ(trace.nodes[3].group, "tp");
}

TEST(ReadTrace, TakesANumberOfAnyKind) {
  // uint32 11, sint64 17 (zigzag), bool 27; packed dependencies of a producer that packs.
  WrittenNode node(1, "a", 4);
  node.add(WireMessage().text(1, "num_ops").varint(11, 40));
  node.add(WireMessage().text(1, "comm_tag").varint(17, 5));
  node.add(WireMessage().text(1, "is_cpu_op").varint(27, 1));
  WireMessage packed;
  packed.varint(1, 2).text(2, "b").varint(3, 4).text(5, std::string("\x01"));
  TraceFindings findings;

  const RankTrace trace = read_trace(written_trace({node}) + packed.framed(), "t.et", findings);

  EXPECT_EQ(findings.text(), "");
  EXPECT_EQ(trace.nodes[0].operations, Flops(40.0));
  EXPECT_EQ(trace.nodes[0].tag, -3);
  EXPECT_TRUE(trace.nodes[0].is_host);
  EXPECT_EQ(trace.nodes[1].dependency_count, 1U);
}

TEST(ReadTrace, ReadsOverWhatItDoesNotKnow) {
  WireMessage node;
  node.varint(1, 1).text(2, "a").varint(3, 4).text(11, "details of a later schema").varint(4000, 1);
  node.message(10, WireMessage().text(1, "color").text(kStringValue, "blue"));

  EXPECT_EQ(findings_of(written_metadata() + node.framed()), "");
}

TEST(ReadTrace, PrintsNamesWithoutControlCharacters) {
  TraceFindings findings;
  const RankTrace trace = read_trace(written_trace({measured(1, "a\x1b[2Jb\n", {}, 1)}), "t.et", findings);

  EXPECT_EQ(trace.nodes[0].name, "a?[2Jb?");
}

struct BadTrace {
  const char* name;
  std::string bytes;
  std::string text;
};

class BadTraces : public testing::TestWithParam<BadTrace> {};

TEST_P(BadTraces, SaysWhereAndWhy) { EXPECT_EQ(findings_of(GetParam().bytes), GetParam().text); }

const std::string kSchemaHint =
    "  the file is damaged, or was made with another schema than Chakra's et_def.proto\n1 error\n";
const std::string kMetadataHint = "  a trace opens with GlobalMetadata, as Chakra's converters write it\n1 error\n";
const std::string kTypeHint =
    "  type is one of METADATA 1, MEM_LOAD 2, MEM_STORE 3, COMP 4, COMM_SEND 5, COMM_RECV 6, COMM_COLL 7, STORAGE 8, "
    "BATCH 9, CHECKPOINT 10\n1 error\n";
const std::string kCommTypeHint =
    "  comm_type is one of ALL_REDUCE 0, REDUCE 1, ALL_GATHER 2, GATHER 3, SCATTER 4, BROADCAST 5, ALL_TO_ALL 6, "
    "REDUCE_SCATTER 7, REDUCE_SCATTER_BLOCK 8, BARRIER 9\n1 error\n";

/// A trace whose second message is the given bytes behind their length.
std::string with_body(const std::string& body) { return written_metadata() + static_cast<char>(body.size()) + body; }

INSTANTIATE_TEST_SUITE_P(
    Layout, BadTraces,
    testing::Values(
        BadTrace{"Empty", "", "t.et: byte 0: error: missing metadata: the file is empty\n" + kMetadataHint},
        BadTrace{"OnlyMetadata", written_metadata(), "t.et: byte 8: error: the trace has no nodes\n1 error\n"},
        BadTrace{"NoMetadata", measured(0, "a", {}, 1).framed() + measured(5, "b", {0}, 1).framed(),
                 "t.et: byte 0: error: missing metadata: the first message is a node\n" + kMetadataHint},
        BadTrace{
            "TextFile", "#!/bin/sh\n",
            "t.et: byte 0: error: a message of 35 bytes runs past the end of the file, 9 bytes away\n  the file is "
            "cut short, or this is not a Chakra execution trace\n1 error\n"},
        BadTrace{"Gzip", "\x1f\x8b\x08",
                 "t.et: byte 0: error: the file is compressed with gzip\n  unpack it first, such as with gunzip\n1 "
                 "error\n"},
        BadTrace{"CutInLength", written_trace({measured(1, "a", {}, 1)}) + "\x80",
                 "t.et: byte 18: error: the length of a message is cut short\n  the file ends too early; copy it "
                 "again\n1 error\n"},
        BadTrace{"EndlessLength", written_metadata() + std::string(12, '\xff'),
                 "t.et: byte 8: error: the length of a message has more than ten bytes\n  this is not a Chakra "
                 "execution trace\n1 error\n"},
        BadTrace{
            "HugeLength", written_metadata() + "\xff\xff\xff\xff\xff\x0f",
            "t.et: byte 8: error: a message of 549755813887 bytes runs past the end of the file, 0 bytes away\n  "
            "the file is cut short, or this is not a Chakra execution trace\n1 error\n"},
        BadTrace{"CutVarint", with_body("\x08\x07\x18\x80"),
                 "t.et: byte 12: node 7: error: varint is cut short\n" + kSchemaHint},
        BadTrace{"LongVarint", with_body("\x08" + std::string(11, '\x80')),
                 "t.et: byte 10: error: varint is longer than ten bytes\n" + kSchemaHint},
        BadTrace{"BadWireType", with_body("\x08\x07\x1f"),
                 "t.et: byte 11: node 7: error: bad wire type 7 of field 3\n" + kSchemaHint},
        BadTrace{"WrongWireType", with_body("\x08\x07\x1a\x01\x04"),
                 "t.et: byte 11: node 7: error: field 'type' has wire type 2 (length-delimited), not 0 (varint)\n" +
                     kSchemaHint},
        BadTrace{"WrongWireTypeInAttribute", with_body("\x08\x07\x52\x02\x08\x01"),
                 "t.et: byte 13: node 7: error: field 'name' has wire type 0 (varint), not 2 (length-delimited)\n" +
                     kSchemaHint},
        BadTrace{
            "LongField",
            with_body("\x08\x07\x12\x05"
                      "a"),
            "t.et: byte 12: node 7: error: length 5 runs past the end of its message, 1 bytes away\n" + kSchemaHint},
        BadTrace{"CutFixed", with_body("\x08\x07\x52\x03\x19\x01\x02"),
                 "t.et: byte 14: node 7: error: 64-bit number is cut short\n" + kSchemaHint},
        BadTrace{"FieldZero", with_body(std::string("\x08\x07\x00\x01", 4)),
                 "t.et: byte 11: node 7: error: field number 0 is not one of a message\n" + kSchemaHint}),
    [](const auto& bad) { return bad.param.name; });

std::string one(const std::string& message, std::uint64_t id = 7) {
  return fmt::format("t.et: byte 8: node {}: error: {}\n", id, message);
}

INSTANTIATE_TEST_SUITE_P(
    Nodes, BadTraces,
    testing::Values(
        BadTrace{"NoType", written_trace({WrittenNode(7, "a", 0)}), one("the node has no type") + kTypeHint},
        BadTrace{"UnknownType", written_trace({WrittenNode(7, "a", 11)}), one("unknown node type 11") + kTypeHint},
        BadTrace{"UnknownCommType", written_trace({collective(7, "a", {}, 10, 8)}),
                 one("unknown comm_type 10") + kCommTypeHint},
        BadTrace{"NegativeCommType", written_trace({collective(7, "a", {}, -1, 8)}),
                 one("unknown comm_type -1") + kCommTypeHint},
        BadTrace{"NegativeSize", written_trace({collective(7, "a", {}, kAllReduce, -8)}),
                 one("comm_size is -8; it must not be negative") + "1 error\n"},
        BadTrace{"ZeroSize", written_trace({collective(7, "a", {}, kAllReduce, 0)}),
                 one("comm_size is 0; nothing would be sent") + "1 error\n"},
        BadTrace{"NegativeOperations", written_trace({compute(7, "a", {}, -5, 8)}),
                 one("num_ops is -5; it must not be negative") + "1 error\n"},
        BadTrace{"MissingAttributes", written_trace({WrittenNode(7, "a", 7)}),
                 one("a COMM_COLL_NODE needs the attribute comm_type") +
                     one("a COMM_COLL_NODE needs the attribute comm_size") + "2 errors\n"},
        BadTrace{"SendToNobody", written_trace({WrittenNode(7, "a", 5).number("comm_size", 1)}),
                 one("a COMM_SEND_NODE needs the attribute comm_dst") + "1 error\n"},
        BadTrace{"ReceiveFromNobody", written_trace({WrittenNode(7, "a", 6).number("comm_size", 1)}),
                 one("a COMM_RECV_NODE needs the attribute comm_src") + "1 error\n"},
        BadTrace{"MemoryWithoutSize", written_trace({WrittenNode(7, "a", 2)}),
                 one("a MEM_LOAD_NODE needs a tensor_size or duration_micros above 0") + "1 error\n"},
        BadTrace{"StorageWithoutTime", written_trace({WrittenNode(7, "a", 8)}),
                 one("a STORAGE_NODE needs duration_micros above 0") + "1 error\n"},
        BadTrace{
            "NotANumber", written_trace({WrittenNode(7, "a", 4).word("num_ops", "many")}),
            one("num_ops is not a whole number") + "  write it as int64_val or uint64_val, below 2^63\n1 error\n"},
        BadTrace{
            "NumberTooLarge",
            written_trace({WrittenNode(7, "a", 4).add(
                WireMessage().text(1, "num_ops").varint(kUint64Value, ~std::uint64_t{0}))}),
            one("num_ops is not a whole number") + "  write it as int64_val or uint64_val, below 2^63\n1 error\n"},
        BadTrace{"NumberForDimensions",
                 written_trace({collective(7, "a", {}, kAllReduce, 8).number("involved_dim", 1)}),
                 one("involved_dim is not a list of true and false") +
                     "  write it as bool_list, one entry a dimension\n1 error\n"},
        BadTrace{"ManyDimensions",
                 written_trace({collective(7, "a", {}, kAllReduce, 8).dimensions(std::vector<bool>(17, true))}),
                 one("involved_dim has 17 entries; at most 16 are read") + "1 error\n"},
        BadTrace{"Twice", written_trace({compute(7, "a", {}, 5, 8).number("num_ops", 6)}),
                 one("the attribute num_ops is given twice") + "  leave one of them out\n1 error\n"},
        BadTrace{
            "DuplicateId", written_trace({measured(7, "a", {}, 1), measured(7, "b", {}, 1)}),
            "t.et: byte 18: node 7: error: the id is used twice; first at byte 8\n  give every node an id of its "
            "own\n1 error\n"},
        BadTrace{"UnknownDependency", written_trace({measured(7, "a", {99}, 1)}),
                 one("depends on node 99, which the trace does not have") +
                     "  add the node or remove its id from ctrl_deps and data_deps\n1 error\n"}),
    [](const auto& bad) { return bad.param.name; });

TEST(ReadTrace, FindsEverythingInOnePass) {
  const std::string damaged = written_metadata() + measured(1, "a", {}, 1).framed() + std::string("\x02\x1f\x01", 3) +
                              compute(2, "b", {1, 50}, -1, 1).framed() + collective(3, "c", {}, 42, 1).framed();
  const std::string text = findings_of(damaged);

  EXPECT_NE(text.find("byte 19: error: bad wire type 7 of field 3"), std::string::npos) << text;
  EXPECT_NE(text.find("node 2: error: num_ops is -1"), std::string::npos) << text;
  EXPECT_NE(text.find("node 3: error: unknown comm_type 42"), std::string::npos) << text;
  EXPECT_EQ(text.find("depends on node 50"), std::string::npos) << "it may be the damaged one";
  EXPECT_NE(text.find("\n3 errors\n"), std::string::npos) << text;
}

TEST(ReadTrace, ShowsAHundredFindingsAndCountsTheRest) {
  std::vector<WrittenNode> nodes;
  for (std::uint64_t id = 1; id <= 150; ++id) nodes.push_back(compute(id, "a", {}, -1, 1));
  const std::string text = findings_of(written_trace(nodes));

  EXPECT_NE(text.find("… and 50 more\n150 errors\n"), std::string::npos) << text.substr(text.size() - 100);
}

TEST(ReadTrace, RefusesAMessageOfMoreThan4MiB) {
  const std::string body(std::size_t{5} << 20, '\0');

  EXPECT_EQ(findings_of(written_trace({measured(1, "a", {}, 1)}) + WireMessage().text(2, body).framed()),
            "t.et: byte 18: error: a message of 5242885 bytes; at most 4194304 are read\n1 error\n");
}

TEST(ReadTrace, NamesAFileItCannotRead) {
  TraceFindings findings;
  (void)read_trace_file("/nowhere/t.et", findings);

  EXPECT_EQ(
      findings.text(),
      "/nowhere/t.et: error: the file can't be read\n  name a Chakra execution trace, such as trace.et\n1 error\n");
  EXPECT_THROW(findings.throw_if_any(), InvalidInput);
}

TEST(ReadTrace, ACutTraceEndsAtANodeOrIsRefused) {
  const std::string whole = sample_trace();
  std::size_t read = 0;
  for (std::size_t length = 0; length < whole.size(); ++length) {
    TraceFindings findings;
    const RankTrace trace = read_trace(whole.substr(0, length), "t.et", findings);
    if (findings.is_empty()) ++read;
    EXPECT_LE(trace.nodes.size(), 5U);
  }
  EXPECT_EQ(read, 5U);  // after each node but the last
}

TEST(ReadTrace, AMutatedTraceIsReadOrRefused) {
  const std::string whole = sample_trace();
  std::mt19937 random(7);
  std::size_t refused = 0;
  constexpr int kTrials = 20000;
  for (int trial = 0; trial < kTrials; ++trial) {
    const std::string bytes = mutated(whole, random);
    TraceFindings findings;
    const RankTrace trace = read_trace(bytes, "t.et", findings);
    refused += findings.is_empty() ? 0 : 1;
    for (const TraceNode& node : trace.nodes) {
      for (const std::size_t before : trace.dependencies_of(node)) ASSERT_LT(before, trace.nodes.size());
      ASSERT_GE(node.communication_size.value(), 0.0);
      ASSERT_LE(node.name.size(), 120U);
    }
  }
  EXPECT_GT(refused, static_cast<std::size_t>(kTrials / 2));
  EXPECT_LT(refused, static_cast<std::size_t>(kTrials));
}

}  // namespace
}  // namespace gigapod::test
