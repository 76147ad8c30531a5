#include "analysis/report/chart_files.hpp"

#include <gtest/gtest.h>

#include <map>

namespace gigapod {
namespace {

RunData made_run() {
  RunData run;
  run.figures = {{"horizon_seconds", 7200.0}, {"pods", 1.0}, {"blocks", 4.0}};
  run.metrics["chips_busy_useful"][""].set(Seconds(0.0), 3.0);
  run.metrics["chips_idle_free"][""].set(Seconds(0.0), 1.0);
  run.metrics["pod_busy_fraction"]["pod-0"].set(Seconds(0.0), 0.75);
  WorkloadRecord job;
  job.name = "a, b";
  job.chip_seconds = 1.0;
  run.workloads.push_back(job);
  run.occupancy.push_back({"a, b", "pod-0", Seconds(0.0), Seconds(3600.0), 3, "run"});
  run.occupancy.push_back({"a, b", "pod-0", Seconds(3600.0), Seconds(3700.0), 3, "held"});
  run.pods = {{"pod-0", "tiny", "v7", "8x8x4", "4x4x4", 4}};
  run.block_stays.push_back({"pod-0", "0-1,3", Seconds(0.0), Seconds(3700.0), "held", "a, b", 1});
  run.block_stays.push_back({"pod-0", "2", Seconds(10.0), Seconds(20.5), "repair", "host", std::nullopt});
  run.events.push_back({Seconds(10.0), "failure", "host", "pod-0", 4.0, ""});
  return run;
}

TEST(ChartFiles, HoldWhatThePageWorksOut) {
  std::map<std::string, std::string> files;
  for (const auto& [name, text] : chart_csv_files(made_run())) files[name] = text;

  EXPECT_EQ(files.at("report_chips.csv").substr(0, 44), "time_seconds,busy_useful,idle_free\n0,3,1\n10,");
  EXPECT_EQ(files.at("report_job_bars.csv"),
            "job,begin_seconds,end_seconds,amount,unit,phase\n\"a, b\",0,3600,3,blocks,run\n"
            "\"a, b\",3600,3700,3,blocks,held\n");
  EXPECT_EQ(files.at("report_pod_bars.csv"),
            "first_pod,last_pod,job,begin_seconds,end_seconds,lowest_block,blocks,phase\n"
            "pod-0,pod-0,\"a, b\",0,3600,0,3,run\npod-0,pod-0,\"a, b\",3600,3700,0,3,held\n");
  EXPECT_EQ(files.at("report_cube_stays.csv"),
            "pod,begin_seconds,end_seconds,state,subject,slice,blocks\n"
            "pod-0,0,3700,held,\"a, b\",1,\"0-1,3\"\n"
            "pod-0,10,20.5,repair,host,,2\n");
  EXPECT_EQ(files.at("report_cube_phases.csv"),
            "job,begin_seconds,end_seconds,phase,shortest_seconds\n\"a, b\",3600,3700,held,0\n");
  EXPECT_EQ(files.at("report_cube_pods.csv"),
            "name,block,blocks,changes,chip,pod_type,shape,shortest_seconds\npod-0,4x4x4,4,2,v7,tiny,8x8x4,0\n");
  EXPECT_EQ(files.at("report_job_ticks.csv"), "job,time_seconds\n");
  EXPECT_EQ(files.at("report_heat_pods.csv").substr(0, 8), "label,0,");
  EXPECT_NE(files.at("report_heat_pods.csv").find("\npod-0,0.7490196078431373,"), std::string::npos);
  EXPECT_EQ(files.at("report_failures.csv").substr(0, 24), "time_seconds,host\n0,1\n12");
  EXPECT_FALSE(files.contains("report_halls.csv"));
}

}  // namespace
}  // namespace gigapod
