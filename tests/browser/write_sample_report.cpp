// Writes the reports of the made-up runs to a folder: sample.html, quick.html, hostile.html, empty.html,
// scaling.html, study.html, comparison.html, cost.html, serving_cost.html, plan.html,
// sweep_sobol.html, sweep_tornado.html.
#include "analysis/report/comparison_page.hpp"
#include "analysis/report/report.hpp"
#include "tests/browser/sample_comparison.hpp"
#include "tests/browser/sample_run.hpp"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <fstream>

int main(int count, char** arguments) {
  using namespace gigapod;
  if (count != 2) {
    fmt::print(stderr, "usage: write_sample_report FOLDER\n");
    return 2;
  }
  const std::filesystem::path folder = arguments[1];
  std::filesystem::create_directories(folder);
  const RunData run = sample_run();
  const auto begin = std::chrono::steady_clock::now();
  write_report(run, folder / "sample.html");
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
  fmt::print("30 days of a million chips: {:.2f} s, {} bytes\n", wall.count(),
             std::filesystem::file_size(folder / "sample.html"));
  write_report(sample_run(0.25), folder / "quick.html");
  write_report(hostile_run(), folder / "hostile.html");
  RunData empty;
  empty.manifest.scenario_name = "empty";
  empty.figures["horizon_seconds"] = 3600.0;
  write_report(empty, folder / "empty.html");
  write_scaling_report(sample_scaling(), folder / "scaling.html");
  std::ofstream(folder / "study.html", std::ios::binary) << study_html(sample_study());
  std::ofstream(folder / "comparison.html", std::ios::binary) << comparison_html(sample_comparison());
  std::ofstream(folder / "cost.html", std::ios::binary) << cost_html(sample_cost());
  std::ofstream(folder / "serving_cost.html", std::ios::binary) << serving_cost_html(sample_serving_cost());
  std::ofstream(folder / "plan.html", std::ios::binary) << plan_html(sample_plan());
  std::ofstream(folder / "sweep_sobol.html", std::ios::binary) << study_html(sample_sweep(SampleMethod::kSobol));
  std::ofstream(folder / "sweep_tornado.html", std::ios::binary)
      << study_html(sample_sweep(SampleMethod::kOneAtATime));
  return 0;
}
