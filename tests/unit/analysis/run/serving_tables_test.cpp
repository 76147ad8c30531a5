#include "analysis/run/serving_tables.hpp"

#include "tests/unit/analysis/run/made_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gigapod {
namespace {

RunData served_run() {
  RunData run = made_run();
  ServingRecord chat;
  chat.fleet = "chat";
  chat.arrived = 1000.0;
  chat.served = 900.0;
  chat.rate_limited = 60.0;
  chat.rejected = 30.0;
  chat.queued = 10.0;
  chat.attainment = 0.95;
  chat.ttft = {Seconds(0.1), Seconds(0.4), Seconds(0.9)};
  chat.tpot = {Seconds(0.02), Seconds(0.03), Seconds(0.04)};
  chat.end_to_end = {Seconds(4.0), Seconds(14.0), Seconds(22.0)};
  chat.prompt_tokens = 900000.0;
  chat.output_tokens = 100000.0;
  chat.chip_seconds = 7200.0;
  chat.energy = Joules(3.6e6);
  chat.chip_cost = Dollars(8.0);
  run.serving = {chat};
  run.service_tenants = {
      {"chat", "chat-00001", "gold", "provisioned", "coding", "Japan", "East Asia", 600, 590, 0, 0, 10, 1000, 400},
      {"chat", "chat-00002", "free", "on_demand", "coding", "India, \"B\"", "South Asia", 300, 220, 50, 30, 0, 0, 0},
      {"chat", "chat-00003", "free", "on_demand", "consumer", "Chile", "Latin America", 100, 90, 10, 0, 0, 0, 0},
  };
  return run;
}

TEST(ServingTables, AddsTenantsUpByClass) {
  const auto rows = service_class_rows(served_run());

  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].service_class, "gold");
  EXPECT_EQ(rows[1].tenants, 2);
  EXPECT_DOUBLE_EQ(rows[1].arrived, 400.0);
  EXPECT_DOUBLE_EQ(rows[1].served + rows[1].rate_limited + rows[1].rejected + rows[1].queued, 400.0);
}

TEST(ServingTables, ListsTheLargestTenants) {
  const auto tenants = largest_tenants(served_run(), 2);

  ASSERT_EQ(tenants.size(), 2u);
  EXPECT_EQ(tenants[1].tenant, "chat-00002");
}

TEST(ServingTables, TellsCostAndEnergyOfAMillionTokens) {
  const RunData run = served_run();

  EXPECT_DOUBLE_EQ(dollars_per_million_tokens(run.serving[0]), 8.0);
  EXPECT_DOUBLE_EQ(joules_per_million_tokens(run.serving[0]).value(), 3.6e6);
  EXPECT_DOUBLE_EQ(tokens_per_second_per_chip(run.serving[0]), 1e6 / 7200.0);
  EXPECT_DOUBLE_EQ(dollars_per_million_tokens({}), 0.0);
}

TEST(ServingTables, ShowsRequestsByFleetAndClass) {
  const std::string fleets = serving_table(served_run());
  const std::string classes = service_class_table(served_run());

  EXPECT_THAT(fleets, testing::HasSubstr("6.0%"));
  EXPECT_THAT(fleets, testing::HasSubstr("100 / 400 / 900 ms"));
  EXPECT_THAT(classes, testing::HasSubstr("provisioned"));
  EXPECT_THAT(classes, testing::HasSubstr("40.0%")) << "of reserved capacity used";
  EXPECT_EQ(serving_table(made_run()), "");
  EXPECT_EQ(service_class_table(made_run()), "");
}

TEST(ServingTables, WritesCsvWithTheColumnsOfTheTables) {
  const std::string tenants = service_tenants_csv(served_run());
  const std::string fleets = serving_csv(served_run());

  EXPECT_THAT(tenants, testing::StartsWith("fleet,tenant,service_class,agreement,sector,country,region,arrived,"));
  EXPECT_THAT(tenants, testing::HasSubstr("\"India, \"\"B\"\"\",South Asia,300,220,50,30,0,0,0\n"));
  EXPECT_THAT(fleets, testing::StartsWith("fleet,arrived,served,rate_limited,rejected,queued,attainment,"));
  EXPECT_THAT(fleets, testing::HasSubstr("chat,1000,900,60,30,10,0.95,0.1,0.4,0.9,0.02,0.03,0.04,4,14,22,900000,"));
}

TEST(ServingTables, SaysWhatTrainingGotFromServing) {
  RunData run = served_run();
  EXPECT_EQ(reclaimed_text(run), "");
  run.figures["reclaimed_chip_seconds"] = 3600.0 * 5000.0;
  run.figures["serving_takes"] = 4.0;
  run.figures["serving_taken_chips"] = 2048.0;
  run.figures["serving_resize_chip_seconds"] = 3600.0 * 12.0;

  EXPECT_THAT(reclaimed_text(run), testing::StartsWith("jobs held 5,000 chip-hours"));
  EXPECT_THAT(reclaimed_text(run), testing::HasSubstr("4 times fleets took 512 chips back"));
}

}  // namespace
}  // namespace gigapod
