#include "analysis/compare/comparison.hpp"
#include "analysis/number_text.hpp"
#include "analysis/text_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

namespace gigapod {
namespace {

using Align = TextTable::Align;
constexpr std::size_t kNameWidth = 46;
constexpr std::size_t kPointWidth = 60;
constexpr std::size_t kSideWidth = 28;
constexpr std::size_t kValueWidth = 34;
constexpr std::size_t kMostScenarioLines = 40;

const char* heading_of(FigureGroup group) {
  switch (group) {
    case FigureGroup::kHeadline: return "Headline figures";
    case FigureGroup::kChipSeconds: return "Chip-seconds by bucket";
    case FigureGroup::kEnergy: return "Energy by bucket";
    case FigureGroup::kJobs: return "Jobs";
    case FigureGroup::kFleets: return "Fleets";
    case FigureGroup::kMeasures:
    case FigureGroup::kOther: break;
  }
  return "Other figures that differ";
}

std::string value_text(const ComparedFigure& figure, std::size_t side) {
  const std::optional<MeanInterval>& value = figure.sides[side];
  if (!value) return "-";
  const std::string mean = figure_text(figure.name, value->mean);
  return value->half_width > 0.0 ? fmt::format("{} ± {}", mean, figure_text(figure.name, value->half_width)) : mean;
}

std::string relative_text(const FigureDifference& difference) {
  if (difference.is_missing) return "missing";
  if (difference.mean.difference == 0.0) return "=";
  if (!difference.relative) return "from 0";
  return fmt::format("{:+.{}f}%", 100.0 * *difference.relative, std::abs(*difference.relative) < 0.001 ? 3 : 2);
}

std::string p_text(const FigureDifference& difference) {
  if (!difference.adjusted_p) return "";
  const double p = *difference.adjusted_p;
  return fmt::format("{}{}", p < 0.001 ? "<0.001" : fmt::format("{:.3f}", p),
                     difference.is_significant() ? " *" : "");
}

std::string mark_of(const FigureDifference& difference) { return difference.is_outside ? "outside" : ""; }

/// `train.goodput` of `train.goodput [1M, none]`
std::string measure_of(const ComparedFigure& figure) { return figure.name.substr(0, figure.name.find(" [")); }

/// `1M, none` of it.
std::string point_of(const ComparedFigure& figure) {
  const std::size_t start = measure_of(figure).size() + 2;
  return figure.name.substr(start, figure.name.size() - start - 1);
}

/// Figures that are 0 on every side say nothing; of the many others only what differs is shown.
bool is_shown(const ComparedFigure& figure) {
  const bool is_plain = figure.group == FigureGroup::kHeadline || figure.group == FigureGroup::kMeasures;
  if (figure.differs() || is_plain) return true;
  if (figure.group == FigureGroup::kOther) return false;
  return std::any_of(figure.sides.begin(), figure.sides.end(),
                     [](const auto& side) { return side && side->mean != 0.0; });
}

class Tables {
 public:
  explicit Tables(const Comparison& comparison) : comparison_(comparison) {
    has_tests_ = comparison.tests > 0;
    has_tolerances_ = std::any_of(comparison.figures.begin(), comparison.figures.end(),
                                  [](const ComparedFigure& figure) { return figure.tolerance.has_value(); });
  }

  [[nodiscard]] std::string text(FigureGroup group) const {
    if (group == FigureGroup::kMeasures) return measures_text();
    TextTable table = empty_table();
    for (const ComparedFigure& figure : comparison_.figures) {
      if (figure.group == group && is_shown(figure)) table.row(cells(figure, clipped(figure.name, kNameWidth)));
    }
    return table.is_empty() ? std::string() : fmt::format("{}\n{}\n", heading_of(group), table.text());
  }

 private:
  [[nodiscard]] bool is_pair() const { return comparison_.sides.size() == 2; }

  /// Of sweeps: a table a measure, with a line a point.
  [[nodiscard]] std::string measures_text() const {
    std::vector<std::string> measures;
    for (const ComparedFigure& figure : comparison_.figures) {
      const std::string measure = measure_of(figure);
      const bool is_known = std::find(measures.begin(), measures.end(), measure) != measures.end();
      if (figure.group == FigureGroup::kMeasures && !is_known) measures.push_back(measure);
    }
    const std::string axes = fmt::format("{}", fmt::join(comparison_.sides.front().axes, ", "));
    std::string text;
    for (const std::string& measure : measures) {
      TextTable table = empty_table();
      for (const ComparedFigure& figure : comparison_.figures) {
        if (figure.group != FigureGroup::kMeasures || measure_of(figure) != measure) continue;
        table.row(cells(figure, clipped(point_of(figure), kPointWidth)));
      }
      text += fmt::format("{} by {}\n{}\n", measure, axes, table.text());
    }
    return text;
  }

  [[nodiscard]] TextTable empty_table() const {
    TextTable table;
    table.column("", Align::kLeft);
    for (std::size_t side = 0; side < comparison_.sides.size(); ++side) {
      table.column(clipped(comparison_.sides[side].name, kSideWidth));
      if (side == 0) continue;
      table.column(is_pair() ? "difference" : "");
      if (is_pair()) table.column("");
      if (has_tests_) table.column("p", Align::kLeft);
      if (has_tolerances_) table.column("", Align::kLeft);
    }
    return table;
  }

  [[nodiscard]] std::vector<std::string> cells(const ComparedFigure& figure, const std::string& name) const {
    std::vector<std::string> cells = {name};
    for (std::size_t side = 0; side < comparison_.sides.size(); ++side) {
      cells.push_back(clipped(value_text(figure, side), kValueWidth));
      if (side == 0) continue;
      const FigureDifference& difference = figure.differences[side - 1];
      const bool has_amount = !difference.is_missing && difference.mean.difference != 0.0;
      if (is_pair()) cells.push_back(has_amount ? difference_text(figure.name, difference.mean.difference) : "");
      cells.push_back(relative_text(difference));
      if (has_tests_) cells.push_back(p_text(difference));
      if (has_tolerances_) cells.push_back(mark_of(difference));
    }
    return cells;
  }

  const Comparison& comparison_;
  bool has_tests_ = false;
  bool has_tolerances_ = false;
};

/// `240 points of a sweep, 60 of them among the 80 of the first`
std::string points_text(const ComparedSide& side, const ComparedSide& first) {
  const std::size_t common = common_points(first, side);
  const std::string text = fmt::format("{} points of a sweep", side.points.size());
  if (common == side.points.size() && common == first.points.size()) return text;
  return fmt::format("{}, {} of them among the {} of the first", text, common, first.points.size());
}

std::string side_line(const ComparedSide& side, const ComparedSide& first) {
  const std::string seeds = side.runs.size() == 1 ? fmt::format("seed {}", side.runs.front().seed)
                                                  : fmt::format("{} seeds from {} to {}", side.runs.size(),
                                                                side.runs.front().seed, side.runs.back().seed);
  const std::string points = side.axes.empty() ? "" : ", " + points_text(side, first);
  return fmt::format("  {}: {}{}, {}\n", side.name, side.scenario_name, points, seeds);
}

std::string scenario_text(const Comparison& comparison) {
  if (comparison.scenario.empty()) return "The scenarios are the same but for the seed.\n\n";
  TextTable table;
  table.column("", Align::kLeft);
  for (const ComparedSide& side : comparison.sides) table.column(clipped(side.name, kSideWidth), Align::kLeft);
  const std::size_t shown = std::min(kMostScenarioLines, comparison.scenario.size());
  for (std::size_t i = 0; i < shown; ++i) {
    std::vector<std::string> cells = {clipped(comparison.scenario[i].key, 60)};
    for (const auto& value : comparison.scenario[i].values)
      cells.push_back(clipped(value.value_or("-"), kValueWidth));
    table.row(cells);
  }
  std::string text = fmt::format("Scenario keys that differ\n{}", table.text());
  if (shown < comparison.scenario.size()) {
    text += fmt::format("  and {} more (--json and --output have all)\n", comparison.scenario.size() - shown);
  }
  return text + "\n";
}

/// How the differences were judged.
std::string method_text(const Comparison& comparison) {
  if (comparison.tests == 0) {
    const bool has_seeds = std::any_of(comparison.sides.begin(), comparison.sides.end(),
                                       [](const ComparedSide& side) { return side.runs.size() > 1; });
    return has_seeds ? "No significance: a side has a single run, or every run came out the same.\n"
                     : "One run a side: nothing says what of a difference is chance. Compare folders of runs over "
                       "seeds for that.\n";
  }
  std::size_t pairs = 0;
  bool has_welch = false;
  for (const ComparedFigure& figure : comparison.figures) {
    for (const FigureDifference& difference : figure.differences) {
      if (!difference.mean.p) continue;
      pairs = std::max(pairs, difference.mean.common_pairs);
      has_welch = has_welch || difference.mean.common_pairs == 0;
    }
  }
  std::string test = pairs > 0 ? fmt::format("t-test paired by {} common seeds", pairs) : std::string();
  if (has_welch) test += fmt::format("{}Welch's t-test", pairs > 0 ? ", else " : "");
  return fmt::format("± and p at 95%: {}; p corrected by Holm for {} tests; * p < 0.05.\n", test, comparison.tests);
}

std::string tail_text(const Comparison& comparison) {
  std::string text;
  const std::size_t lesser = comparison.sides.front().lesser_workloads;
  if (lesser > 0) text += fmt::format("{} smaller jobs are left out; the site's figures hold them.\n", lesser);
  const auto same = std::count_if(comparison.figures.begin(), comparison.figures.end(),
                                  [](const ComparedFigure& figure) { return !figure.differs(); });
  return text + fmt::format("{} figures, {} of them the same.\n", comparison.figures.size(), same);
}

std::string allowed_text(const ComparedFigure& figure) {
  const Tolerance& tolerance = *figure.tolerance;
  return tolerance.is_relative ? fmt::format("{:g}%", 100.0 * tolerance.amount)
                               : fmt::format("{:g}", tolerance.amount);
}

}  // namespace

std::string comparison_text(const Comparison& comparison) {
  std::string text = "Compared with the first\n";
  for (const ComparedSide& side : comparison.sides) text += side_line(side, comparison.sides.front());
  text += "\n" + scenario_text(comparison);
  const Tables tables(comparison);
  for (const FigureGroup group : kFigureGroups) text += tables.text(group);
  return text + tail_text(comparison) + method_text(comparison);
}

std::string outside_text(const Comparison& comparison) {
  std::string text;
  for (const ComparedFigure& figure : comparison.figures) {
    for (std::size_t i = 0; i < figure.differences.size(); ++i) {
      if (!figure.differences[i].is_outside) continue;
      const auto value = [&](std::size_t side) {
        return figure.sides[side] ? fmt::format("{}", figure.sides[side]->mean) : std::string("none");
      };
      text += fmt::format("gigapod: outside tolerance: {}: {} {}, {} {} ({}, allowed {})\n", figure.name,
                          comparison.sides[0].name, value(0), comparison.sides[i + 1].name, value(i + 1),
                          relative_text(figure.differences[i]), allowed_text(figure));
    }
  }
  return text;
}

}  // namespace gigapod
