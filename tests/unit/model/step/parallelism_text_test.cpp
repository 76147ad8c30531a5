#include "sim/model/step/parallelism_text.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

TEST(ParallelismText, ReadsMaxTextDegrees) {
  const Parallelism p = parse_parallelism("ici_fsdp=64 ici_fsdp_transpose=2 ici_tensor=4 dcn_data=8").degrees;

  EXPECT_EQ(p.fsdp, 128);
  EXPECT_EQ(p.tensor, 4);
  EXPECT_EQ(p.dcn_data, 8);
}

TEST(ParallelismText, ReadsDegreesOfExpertsAndIgnoresRingNames) {
  const Parallelism p = parse_parallelism("ici_fsdp=64 ici_expert=4 (hybrid_ring_64x4)").degrees;

  EXPECT_EQ(p.fsdp, 64);
  EXPECT_EQ(p.expert, 4);
  EXPECT_EQ(p.tensor, 1);
}

TEST(ParallelismText, ReadsMegatronDegrees) {
  const PublishedParallelism text = parse_parallelism("TP4 PP16 CP2 VP8 EP32 FSDP0 mbs2 DP=24 (ZeRO-2)");

  EXPECT_EQ(text.degrees.tensor, 4);
  EXPECT_EQ(text.degrees.pipeline, 16);
  EXPECT_EQ(text.degrees.context, 2);
  EXPECT_EQ(text.degrees.pipeline_interleave, 8);
  EXPECT_EQ(text.degrees.expert, 32);
  EXPECT_EQ(text.degrees.data, 24);
  EXPECT_EQ(text.degrees.fsdp, 1);
  EXPECT_EQ(text.microbatch, 2);
  EXPECT_TRUE(text.names_interleave);
}

TEST(ParallelismText, LeavesOutWhatDoesNotApply) {
  const Parallelism p = parse_parallelism("TP1 PP4 CP1 VPn/a EPn/a mbs1").degrees;

  EXPECT_EQ(p.pipeline, 4);
  EXPECT_EQ(p.pipeline_interleave, 1);
  EXPECT_EQ(p.expert, 1);
}

TEST(ParallelismText, ReadsProse) {
  const Parallelism p =
      parse_parallelism("12-way model x 256-way FSDP in pod, 2-way pod data parallel over DCN, no pipeline").degrees;

  EXPECT_EQ(p.tensor, 12);
  EXPECT_EQ(p.fsdp, 256);
}

TEST(ParallelismText, ReadsDegreesOverTheDcn) {
  const Parallelism p = parse_parallelism("PP=16 over DCN, EP=64 TP=4 over ICI").degrees;

  EXPECT_EQ(p.dcn_pipeline, 16);
  EXPECT_EQ(p.pipeline, 1);
  EXPECT_EQ(p.expert, 64);
  EXPECT_EQ(p.tensor, 4);
}

TEST(ParallelismText, NodesTimesGpusAreNotDegrees) {
  const Parallelism p = parse_parallelism("96x8 TP4 PP8 mbs1 DP=24").degrees;

  EXPECT_EQ(p.tensor, 4);
  EXPECT_EQ(p.pipeline, 8);
  EXPECT_EQ(p.data, 24);
}

}  // namespace
}  // namespace gigapod
