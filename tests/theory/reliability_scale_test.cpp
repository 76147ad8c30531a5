// Goodput of `gigapod scale`, in closed form and drawn for the job alone, against the engine, which knows the site.

#include "analysis/goodput/job_goodput.hpp"
#include "analysis/goodput/simulated_goodput.hpp"
#include "analysis/number_text.hpp"
#include "analysis/scaling/job_growth.hpp"
#include "analysis/study/measure_names.hpp"
#include "analysis/text_table.hpp"
#include "sim/scenario/catalog.hpp"
#include "sim/scenario/study.hpp"
#include "tests/theory/documented_table.hpp"
#include "tests/theory/study_output.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>

namespace gigapod {
namespace {

constexpr const char* kStudy = "reliability/scaling_goodput";

struct Point {
  std::map<std::string, std::string> values;
  std::int64_t chips = 0;
  MeanInterval engine;
  MeanInterval drawn;
  double closed = 0.0;
};

Point point_of(const StudyOutputRow& row, const StudyCase& of) {
  const GrowthTerms terms{of.scenario, 0, {}};
  const JobGrowth growth(terms);
  const JobSpec& job = terms.spec();
  const SliceAllocation slices{job.slice, job.plan.parallelism.slices()};
  ScalePoint size;
  size.slice = slices.slice;
  size.slices = slices.slices;
  size.step = training_step(job.plan, machine_for(slices, job, of.scenario));
  const JobRisks risks = growth.risks(size);
  return {row.values, slices.chips(), row.measures.at("train.goodput"),
          simulated_goodput(risks, of.scenario.horizon, 100, 1), job_goodput(risks).goodput};
}

const std::vector<Point>& points() {
  static const std::vector<Point> all = [] {
    const std::filesystem::path root = GIGAPOD_SOURCE_DIR;
    Diagnostics warnings;
    const Study study = read_study(root / "scenarios" / (std::string(kStudy) + ".yaml"),
                                   read_catalog({root / "topologies/catalog"}), measure_names(), warnings);
    const StudyOutput output = run_study(kStudy);
    std::vector<Point> made;
    for (std::size_t i = 0; i < output.rows.size(); ++i) made.push_back(point_of(output.rows[i], study.cases[i]));
    return made;
  }();
  return all;
}

std::string table_text() {
  TextTable table;
  table.column("\nchips").column("\nfailures", TextTable::Align::kLeft).column("\ncopies", TextTable::Align::kLeft);
  table.column("engine,\n%").column("drawn for\nthe job, %").column("closed\nform, %");
  for (const Point& point : points()) {
    table.row({grouped(point.chips), point.values.at("failures"), point.values.at("copies"),
               fmt::format("{:.2f} ± {:.2f}", 100.0 * point.engine.mean, 100.0 * point.engine.half_width),
               fmt::format("{:.2f} ± {:.2f}", 100.0 * point.drawn.mean, 100.0 * point.drawn.half_width),
               fmt::format("{:.2f}", 100.0 * point.closed)});
  }
  return table.text();
}

TEST(ReliabilityScale, DrawsOfTheJobAloneAgreeWithTheEngine) {
  for (const Point& point : points()) {
    EXPECT_NEAR(point.drawn.mean, point.engine.mean, 2.0 * point.engine.half_width + 0.02)
        << point.chips << point.values.at("failures") << point.values.at("copies");
  }
}

TEST(ReliabilityScale, TheClosedFormAgreesWithTheEngine) {
  for (const Point& point : points()) {
    EXPECT_NEAR(point.closed, point.engine.mean, 2.0 * point.engine.half_width + 0.02)
        << point.chips << point.values.at("failures") << point.values.at("copies");
  }
}

TEST(ReliabilityScale, ThePageShowsTheTable) { expect_documented("goodput", table_text(), "docs/scaling.md"); }

}  // namespace
}  // namespace gigapod
