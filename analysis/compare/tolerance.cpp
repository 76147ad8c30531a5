#include "analysis/compare/tolerance.hpp"

#include "sim/base/suggestion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>

namespace gigapod {
namespace {

constexpr const char* kFormHint = "a tolerance is `1%` of the first side, an amount such as `0.5`, or `any`";

/// Whether `pattern`, in which `*` stands for any letters, fits the whole name.
bool fits(std::string_view pattern, std::string_view name) {
  const auto star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == name;
  if (!name.starts_with(pattern.substr(0, star))) return false;
  const std::string_view rest = pattern.substr(star + 1);
  for (std::size_t skipped = star; skipped <= name.size(); ++skipped) {
    if (fits(rest, name.substr(skipped))) return true;
  }
  return false;
}

bool is_pattern(const ToleranceRule& rule) { return rule.figure.find('*') != std::string::npos; }

std::optional<std::size_t> column_named(const CsvTable& table, const char* name) {
  const auto found =
      std::find_if(table.header.begin(), table.header.end(), [&](const CsvCell& cell) { return cell.text == name; });
  if (found == table.header.end()) return std::nullopt;
  return static_cast<std::size_t>(found - table.header.begin());
}

/// A figure's own rule, else the first pattern that fits.
const ToleranceRule* rule_for(const std::string& figure, const std::vector<ToleranceRule>& rules) {
  const ToleranceRule* fitting = nullptr;
  for (const ToleranceRule& rule : rules) {
    if (rule.figure == figure) return &rule;
    if (fitting == nullptr && is_pattern(rule) && fits(rule.figure, figure)) fitting = &rule;
  }
  return fitting;
}

bool is_outside(const FigureDifference& difference, const Tolerance& tolerance) {
  if (difference.is_missing) return true;
  if (!tolerance.is_relative) return !(std::abs(difference.mean.difference) <= tolerance.amount);
  return !difference.relative || !(std::abs(*difference.relative) <= tolerance.amount);
}

void check_rules(const Comparison& comparison, const ToleranceTable& tolerances, Diagnostics& findings) {
  std::vector<std::string> names;
  for (const ComparedFigure& figure : comparison.figures) names.push_back(figure.name);
  for (const ToleranceRule& rule : tolerances.rules) {
    const bool fits_any =
        std::any_of(names.begin(), names.end(), [&](const std::string& name) { return fits(rule.figure, name); });
    if (fits_any) continue;
    const auto nearest = nearest_word(rule.figure, names);
    const std::string message =
        is_pattern(rule) ? fmt::format("no figure of the comparison fits '{}'", rule.figure)
                         : fmt::format("the comparison has no figure '{}'{}", rule.figure,
                                       nearest ? fmt::format("; did you mean '{}'?", *nearest) : std::string());
    add_cell_error(tolerances.table, rule.cell, message, "`gigapod compare A B --csv` lists the figures", findings);
  }
}

}  // namespace

std::optional<Tolerance> parse_tolerance(const std::string& text) {
  const bool is_percent = text.ends_with('%');
  const std::string digits = is_percent ? text.substr(0, text.size() - 1) : text;
  double amount = 0.0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), amount);
  const bool is_number = error == std::errc() && end == digits.data() + digits.size();
  if (!is_number || !std::isfinite(amount) || amount < 0.0) return std::nullopt;
  return Tolerance{is_percent ? amount / 100.0 : amount, is_percent};
}

ToleranceTable read_tolerances(const std::string& file, const std::string& text, Diagnostics& findings) {
  ToleranceTable tolerances{read_csv(file, text, findings), {}};
  const CsvTable& table = tolerances.table;
  if (table.header.empty()) return tolerances;
  const auto figure = column_named(table, "figure");
  const auto amount = column_named(table, "tolerance");
  if (!figure || !amount) {
    add_cell_error(table, table.header.front(), "the table needs the columns 'figure' and 'tolerance'", kFormHint,
                   findings);
    return tolerances;
  }
  for (const std::vector<CsvCell>& row : table.rows) {
    ToleranceRule rule{row[*figure].text, parse_tolerance(row[*amount].text), row[*figure]};
    if (!rule.tolerance && row[*amount].text != "any") {
      add_cell_error(table, row[*amount], fmt::format("'{}' is no tolerance", row[*amount].text), kFormHint,
                     findings);
    }
    const bool is_known = std::any_of(tolerances.rules.begin(), tolerances.rules.end(),
                                      [&](const ToleranceRule& other) { return other.figure == rule.figure; });
    if (is_known) add_cell_error(table, rule.cell, fmt::format("'{}' has a line already", rule.figure), {}, findings);
    tolerances.rules.push_back(std::move(rule));
  }
  return tolerances;
}

void hold_to_tolerances(Comparison& comparison, const ToleranceTable& tolerances,
                        const std::optional<Tolerance>& for_all, Diagnostics& findings) {
  check_rules(comparison, tolerances, findings);
  for (ComparedFigure& figure : comparison.figures) {
    const ToleranceRule* rule = rule_for(figure.name, tolerances.rules);
    figure.tolerance = rule != nullptr ? rule->tolerance : for_all;
    for (FigureDifference& difference : figure.differences) {
      difference.is_outside = figure.tolerance && is_outside(difference, *figure.tolerance);
    }
  }
}

}  // namespace gigapod
