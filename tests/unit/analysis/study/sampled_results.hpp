#pragma once

#include "analysis/study/study_results.hpp"

#include <functional>

namespace gigapod {

/// Results of a study with a listed axis of two values and two ranges, from 10 to 20 GB/s and 1 to 100 s (log). Every
/// point has two seeds; the measure is `function` of the coordinates, plus the listed value's index and 0 or 0.1 by
/// seed.
[[nodiscard]] inline StudyResults sampled_results(SampleMethod method, std::size_t size,
                                                  const std::function<double(const SamplePoint&)>& function) {
  StudyResults results;
  results.name = "sampled";
  results.axes = {{"habit", {"old", "new"}, {}},
                  {"bandwidth", {}, AxisRange{10.0, 20.0, " GB/s", false}},
                  {"restart", {}, AxisRange{1.0, 100.0, " s", true}}};
  results.sample = StudySample{method, size, {1, 2}, sample_points(method, 2, size, 1)};
  const auto& points = results.sample->points;
  results.dimensions = {{{0}, 2}, {{1, 2}, points.size()}};
  results.measures = {"failures"};
  results.seeds.most = 2;
  for (std::size_t i = 0; i < points.size(); ++i) {
    for (std::size_t axis = 0; axis < 2; ++axis)
      results.axes[1 + axis].values.push_back("value " + std::to_string(i));
  }
  for (std::size_t habit = 0; habit < 2; ++habit) {
    for (std::size_t i = 0; i < points.size(); ++i) {
      const double value = function(points[i]) + static_cast<double>(habit);
      StudyRow row{{habit, i, i}, {}, {{1, {value}}, {2, {value + 0.1}}}};
      const double samples[] = {value, value + 0.1};
      row.measures.push_back(mean_interval(samples));
      results.rows.push_back(std::move(row));
    }
  }
  return results;
}

}  // namespace gigapod
