#include "tests/browser/sample_run.hpp"
#include "tests/unit/analysis/study/sampled_results.hpp"

#include <cmath>

namespace gigapod {

StudyResults sample_study() {
  StudyResults results;
  results.name = "study";
  results.description =
      "Goodput of one job over sizes and mitigations "
      "</script><script>alert(1)</script><script>window.hacked=1</script>";
  results.axes = {
      {"chips", {"100k", "250k", "500k", "1M"}, {}},
      {"mitigation",
       {"naive restart", "asynchronous checkpoints", "Young/Daly interval", "host memory tier", "heartbeats",
        "spare cubes", "reroute <b>around</b> cables<img src=x onerror=window.hacked=1>\xE2\x80\xA8'\"&",
        "fast restart", "elastic slices"},
       {}}};
  results.dimensions = {{{0}, 4}, {{1}, 9}};
  results.measures = {"train.goodput", "interruptions", "share.idle_power_held"};
  results.seeds.most = 30;
  results.target = 0.9;
  for (std::size_t size = 0; size < 4; ++size) {
    for (std::size_t mitigation = 0; mitigation < 9; ++mitigation) {
      const double loss =
          0.9 * std::pow(2.0, static_cast<double>(size)) / std::pow(1.6, static_cast<double>(mitigation));
      const MeanInterval goodput{std::exp(-loss), 0.01 + 0.02 * loss / (1.0 + loss), 30};
      const MeanInterval interruptions{40.0 * std::pow(2.0, static_cast<double>(size)), 3.0, 30};
      results.rows.push_back({{size, mitigation}, {goodput, interruptions, {0.0, 0.0, 30}}, {}});
    }
  }
  return results;
}

StudyResults sample_sweep(SampleMethod method) {
  const auto coordinate = [](double x) { return x == kOwnValue ? 0.4 : x; };
  StudyResults results = sampled_results(method, 32, [&](const SamplePoint& x) {
    return 3.0 * coordinate(x[0]) - std::pow(coordinate(x[1]), 2) * (1.0 + coordinate(x[0]));
  });
  results.description = "What moves failures </script><script>alert(1)</script>";
  results.axes[1].name = "bandwidth <img src=x onerror=hacked=1>";
  for (std::size_t axis = 1; axis < 3; ++axis) {
    for (std::size_t i = 0; i < results.sample->points.size(); ++i) {
      const double at = results.sample->points[i][axis - 1];
      results.axes[axis].values[i] =
          at == kOwnValue ? "as it is"
                          : std::to_string(results.axes[axis].range->at(at)) + results.axes[axis].range->unit;
    }
  }
  results.rows[3].runs.clear();
  results.rows[3].measures[0] = {};
  results.failures = {{3, 1, "the process <b>died</b>"}, {3, {}, "no valid scenario"}};
  return results;
}

}  // namespace gigapod
