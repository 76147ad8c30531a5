#include "tests/browser/sample_comparison.hpp"

#include "tests/browser/sample_run.hpp"

#include <cmath>

namespace gigapod {
namespace {

const char* const kHostile =
    "</script><script>window.hacked=1</script><img src=x onerror=window.hacked=1>\xE2\x80\xA8'\"&";

/// Runs with four seeds whose figures are those of a made-up run, `shift` away from them and a little scattered.
ComparedSide side_of(const std::string& name, double shift) {
  ComparedSide side;
  side.name = side.path = name;
  RunData run = sample_run(1.0);
  run.workloads.resize(2);
  for (WorkloadRecord& work : run.workloads) work.name += kHostile;
  const RunFigures figures = run_figures(run);
  side.groups = figures.groups;
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    ComparedRun compared{seed, figures.values};
    int place = 0;
    for (auto& [figure, value] : compared.figures) {
      const double turn = ++place + static_cast<double>(seed) * (1.7 + shift);
      if (figure != "installed_chips") value *= 1.0 + shift * place / 100.0 + 0.002 * std::sin(turn);
    }
    side.runs.push_back(std::move(compared));
  }
  for (auto& [label, series] : run.metrics["site_power_watts"]) {
    PiecewiseSeries moved;
    for (const auto& point : series.points()) moved.set(point.time, point.value * (1.0 - shift));
    series = moved;
  }
  side.scenario = {{"horizon", "1 day"}, {std::string("jobs.") + kHostile, name + kHostile}};
  side.scenario_name = std::string("made") + kHostile;
  side.first = std::move(run);
  return side;
}

}  // namespace

Comparison sample_comparison() {
  Comparison comparison = compare_sides(
      {side_of("as it is", 0.0), side_of("quick restart" + std::string(kHostile), 0.01), side_of("slow", -0.04)});
  comparison.figures[1].differences[0].is_outside = true;
  comparison.figures[1].tolerance = Tolerance{0.001, true};
  return comparison;
}

}  // namespace gigapod
