#include "analysis/compare/comparison.hpp"
#include "analysis/rounding.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace gigapod {
namespace {

/// Samples of one figure by seed.
using Samples = std::map<std::uint64_t, double>;

Samples samples_of(const ComparedSide& side, const std::string& figure) {
  Samples samples;
  for (const ComparedRun& run : side.runs) {
    const auto found = run.figures.find(figure);
    if (found != run.figures.end()) samples[run.seed] = found->second;
  }
  return samples;
}

std::vector<double> values_of(const Samples& samples) {
  std::vector<double> values;
  for (const auto& [seed, value] : samples) values.push_back(value);
  return values;
}

/// Paired where every seed of the side with fewer is one of the other's; else independent.
MeanDifference difference_of(const Samples& first, const Samples& second) {
  std::vector<double> a;
  std::vector<double> b;
  for (const auto& [seed, value] : first) {
    const auto partner = second.find(seed);
    if (partner == second.end()) continue;
    a.push_back(value);
    b.push_back(is_same_figure(value, partner->second) ? value : partner->second);
  }
  const bool is_paired = a.size() == std::min(first.size(), second.size()) && a.size() > 1;
  return is_paired ? paired_difference(a, b) : welch_difference(values_of(first), values_of(second));
}

bool is_constant(const std::vector<Samples>& sides) {
  std::vector<double> all;
  for (const Samples& samples : sides) {
    for (const auto& [seed, value] : samples) all.push_back(value);
  }
  return std::all_of(all.begin(), all.end(), [&](double value) { return is_same_figure(value, all.front()); });
}

FigureDifference against_first(const Samples& first, const Samples& second) {
  FigureDifference difference;
  difference.is_missing = first.empty() || second.empty();
  if (difference.is_missing) return difference;
  difference.mean = difference_of(first, second);
  if (is_constant({first, second})) difference.mean = {0.0, 0.0, difference.mean.p, difference.mean.common_pairs};
  // Of a pair the means of the common seeds, so that the relative difference is that of the absolute one.
  double base = mean_interval(values_of(first)).mean;
  if (difference.mean.common_pairs > 0 && first.size() > second.size()) {
    base = mean_interval(values_of(second)).mean - difference.mean.difference;
  }
  if (base != 0.0) {
    difference.relative = difference.mean.difference / std::abs(base);
  } else if (difference.mean.difference == 0.0) {
    difference.relative = 0.0;
  }
  return difference;
}

ComparedFigure compared_figure(const std::string& name, FigureGroup group, const std::vector<ComparedSide>& sides) {
  ComparedFigure figure{name, group, {}, {}, {}};
  std::vector<Samples> samples;
  for (const ComparedSide& side : sides) samples.push_back(samples_of(side, name));
  const bool has_chance = !is_constant(samples);
  for (std::size_t i = 0; i < sides.size(); ++i) {
    const std::vector<double> values = values_of(samples[i]);
    figure.sides.push_back(values.empty() ? std::optional<MeanInterval>() : mean_interval(values));
    if (i == 0) continue;
    figure.differences.push_back(against_first(samples[0], samples[i]));
    // A figure that is the same in every run is no question to chance.
    if (!has_chance) figure.differences.back().mean.p.reset();
  }
  return figure;
}

/// The figures of all sides, group by group, those of the first side in its order, then what others have beside.
std::vector<std::pair<std::string, FigureGroup>> shown_figures(const std::vector<ComparedSide>& sides) {
  std::vector<std::pair<std::string, FigureGroup>> all;
  std::set<std::string> known;
  for (const ComparedSide& side : sides) {
    for (const auto& entry : side.groups) {
      if (known.insert(entry.first).second) all.push_back(entry);
    }
  }
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return all;
}

void correct_for_many(Comparison& comparison) {
  std::vector<double> p;
  for (const ComparedFigure& figure : comparison.figures) {
    for (const FigureDifference& difference : figure.differences) {
      if (difference.mean.p) p.push_back(*difference.mean.p);
    }
  }
  const std::vector<double> adjusted = holm_adjusted(p);
  comparison.tests = p.size();
  std::size_t next = 0;
  for (ComparedFigure& figure : comparison.figures) {
    for (FigureDifference& difference : figure.differences) {
      if (difference.mean.p) difference.adjusted_p = adjusted[next++];
    }
  }
}

std::vector<ScenarioDifference> scenario_differences(const std::vector<ComparedSide>& sides) {
  std::vector<ScenarioDifference> differences;
  std::map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < sides.size(); ++i) {
    for (const auto& [key, value] : sides[i].scenario) {
      const auto [place, is_new] = places.emplace(key, differences.size());
      if (is_new) differences.push_back({key, std::vector<std::optional<std::string>>(sides.size())});
      differences[place->second].values[i] = value;
    }
  }
  std::erase_if(differences, [](const ScenarioDifference& difference) {
    return std::all_of(difference.values.begin(), difference.values.end(),
                       [&](const auto& value) { return value == difference.values.front(); });
  });
  return differences;
}

}  // namespace

bool ComparedFigure::differs() const {
  return std::any_of(differences.begin(), differences.end(), [](const FigureDifference& difference) {
    return difference.is_missing || difference.mean.difference != 0.0;
  });
}

bool Comparison::is_outside() const {
  return std::any_of(figures.begin(), figures.end(), [](const ComparedFigure& figure) {
    return std::any_of(figure.differences.begin(), figure.differences.end(),
                       [](const FigureDifference& difference) { return difference.is_outside; });
  });
}

std::size_t common_points(const ComparedSide& a, const ComparedSide& b) {
  const std::set<std::string> known(a.points.begin(), a.points.end());
  return static_cast<std::size_t>(std::count_if(b.points.begin(), b.points.end(),
                                                [&](const std::string& point) { return known.contains(point); }));
}

Comparison compare_sides(std::vector<ComparedSide> sides) {
  Comparison comparison;
  comparison.sides = std::move(sides);
  for (const auto& [name, group] : shown_figures(comparison.sides)) {
    comparison.figures.push_back(compared_figure(name, group, comparison.sides));
  }
  correct_for_many(comparison);
  comparison.scenario = scenario_differences(comparison.sides);
  return comparison;
}

}  // namespace gigapod
