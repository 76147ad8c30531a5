#include "tests/browser/sample_run.hpp"

#include <cmath>

namespace gigapod {

StudyResults sample_study() {
  StudyResults results;
  results.name = "study";
  results.description =
      "Goodput of one job over sizes and mitigations "
      "</script><script>alert(1)</script><script>window.hacked=1</script>";
  results.axes = {
      {"chips", {"100k", "250k", "500k", "1M"}},
      {"mitigation",
       {"naive restart", "asynchronous checkpoints", "Young/Daly interval", "host memory tier", "heartbeats",
        "spare cubes", "reroute <b>around</b> cables<img src=x onerror=window.hacked=1>\xE2\x80\xA8'\"&",
        "fast restart", "elastic slices"}}};
  results.measures = {"train.goodput", "interruptions"};
  results.seeds = 30;
  results.target = 0.9;
  for (std::size_t size = 0; size < 4; ++size) {
    for (std::size_t mitigation = 0; mitigation < 9; ++mitigation) {
      const double loss =
          0.9 * std::pow(2.0, static_cast<double>(size)) / std::pow(1.6, static_cast<double>(mitigation));
      const MeanInterval goodput{std::exp(-loss), 0.01 + 0.02 * loss / (1.0 + loss), 30};
      results.rows.push_back(
          {{size, mitigation}, {goodput, {40.0 * std::pow(2.0, static_cast<double>(size)), 3.0, 30}}, {}});
    }
  }
  return results;
}

}  // namespace gigapod
