#include "analysis/validation_page.hpp"

#include "analysis/number_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace gigapod {
namespace {

constexpr double kSide = 460.0;    // of the plot's square
constexpr double kMargin = 60.0;   // for ticks and labels
constexpr double kLegend = 190.0;  // width

/// Colours that stay apart for colour-blind readers (Okabe and Ito, 2008).
constexpr std::array<const char*, 7> kColours{"#0072b2", "#e69f00", "#009e73", "#cc79a7",
                                              "#d55e00", "#56b4e9", "#8a6d00"};

constexpr const char* kHead =
    "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Validation</title>\n"
    "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<style>\n"
    ":root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;max-width:960px;margin:2rem auto;"
    "padding:0 1rem}svg{max-width:100%;height:auto}svg text{fill:currentColor;font-size:12px}"
    "table{border-collapse:collapse}td,th{padding:.15rem .8rem;text-align:right;border-bottom:1px solid #8884}"
    "td:first-child,th:first-child{text-align:left}\n</style></head><body>\n"
    "<h1>Simulated against measured</h1>\n";

std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '<') {
      result += "&lt;";
    } else if (c == '&') {
      result += "&amp;";
    } else if (c == '"') {
      result += "&quot;";
    } else {
      result += c;
    }
  }
  return result;
}

/// A square with the same logarithmic scale both ways.
struct Scale {
  double low = 0.0;  ///< powers of ten
  double high = 1.0;
  [[nodiscard]] double x(double value) const { return kMargin + kSide * (std::log10(value) - low) / (high - low); }
  [[nodiscard]] double y(double value) const { return 10.0 + kSide - (x(value) - kMargin); }
};

Scale scale_of(const std::vector<const ValidationRow*>& rows) {
  double least = rows.front()->measured;
  double most = least;
  for (const ValidationRow* row : rows) {
    least = std::min({least, row->measured, row->simulated});
    most = std::max({most, row->measured, row->simulated});
  }
  const double low = std::floor(std::log10(least));
  return {low, std::max(low + 1.0, std::ceil(std::log10(most)))};
}

std::string line(const Scale& scale, double factor, const char* style) {
  const double from = std::pow(10.0, scale.low) * std::max(1.0, 1.0 / factor);
  const double to = std::pow(10.0, scale.high) * std::min(1.0, 1.0 / factor);
  return fmt::format("<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"currentColor\" {}/>\n",
                     scale.x(from), scale.y(from * factor), scale.x(to), scale.y(to * factor), style);
}

std::string frame(const Scale& scale, const std::string& unit) {
  const double bottom = 10.0 + kSide;
  std::string text = fmt::format(
      "<rect x=\"{}\" y=\"10\" width=\"{}\" height=\"{}\" fill=\"none\" stroke=\"#888\"/>\n", kMargin, kSide, kSide);
  for (double power = scale.low; power <= scale.high; power += 1.0) {
    const double value = std::pow(10.0, power);
    text += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">{:g}</text>\n", scale.x(value),
                        bottom + 18.0, value);
    text += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"end\">{:g}</text>\n", kMargin - 6.0,
                        scale.y(value) + 4.0, value);
  }
  text += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">measured, {}</text>\n",
                      kMargin + kSide / 2.0, bottom + 38.0, escaped(unit));
  text += fmt::format(
      "<text x=\"14\" y=\"{:.1f}\" text-anchor=\"middle\" transform=\"rotate(-90 14 {:.1f})\">"
      "simulated, {}</text>\n",
      10.0 + kSide / 2.0, 10.0 + kSide / 2.0, escaped(unit));
  return text + line(scale, 1.0, "opacity=\".8\"") + line(scale, 1.1, "opacity=\".4\" stroke-dasharray=\"4 4\"") +
         line(scale, 1.0 / 1.1, "opacity=\".4\" stroke-dasharray=\"4 4\"");
}

std::string points(const Scale& scale, const std::vector<const ValidationRow*>& rows) {
  std::vector<std::string> chips;
  for (const ValidationRow* row : rows) chips.push_back(row->chip);
  std::sort(chips.begin(), chips.end());
  chips.erase(std::unique(chips.begin(), chips.end()), chips.end());
  std::string text;
  for (const ValidationRow* row : rows) {
    const auto chip = static_cast<std::size_t>(std::find(chips.begin(), chips.end(), row->chip) - chips.begin());
    text += fmt::format(
        "<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4.5\" fill=\"{}\" fill-opacity=\".75\"><title>{} {}, "
        "{}: {:.4g} measured, {:.4g} simulated, {}</title></circle>\n",
        scale.x(row->measured), scale.y(row->simulated), kColours[chip % kColours.size()], escaped(row->id),
        escaped(row->chip), escaped(row->subject), row->measured, row->simulated, signed_percent(row->error()));
  }
  for (std::size_t i = 0; i < chips.size(); ++i) {
    const double y = 24.0 + 20.0 * static_cast<double>(i);
    text += fmt::format(
        "<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4.5\" fill=\"{}\"/><text x=\"{:.1f}\" y=\"{:.1f}\">{}"
        "</text>\n",
        kMargin + kSide + 20.0, y, kColours[i % kColours.size()], kMargin + kSide + 32.0, y + 4.0, escaped(chips[i]));
  }
  return text;
}

std::string plot(const std::string& unit, const std::vector<const ValidationRow*>& rows) {
  const Scale scale = scale_of(rows);
  return fmt::format("<h2>{} row{} in {}</h2>\n<svg viewBox=\"0 0 {} {}\" width=\"{}\" role=\"img\">\n{}{}</svg>\n",
                     rows.size(), rows.size() == 1 ? "" : "s", escaped(unit), kMargin + kSide + kLegend,
                     kSide + kMargin, kMargin + kSide + kLegend, frame(scale, unit), points(scale, rows));
}

std::string scores(const std::vector<ErrorScore>& all) {
  std::string text =
      "<h2>Absolute errors</h2>\n<table><tr><th>rows of</th><th>rows</th><th>median</th><th>mean</th><th>90th "
      "percentile</th><th>largest</th></tr>\n";
  for (const ErrorScore& score : all) {
    text += fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
                        escaped(score.family), score.rows, percent(score.median), percent(score.mean),
                        percent(score.p90), percent(score.worst));
  }
  return text + "</table>\n";
}

}  // namespace

std::string validation_html(const Validation& validation) {
  std::string text = kHead;
  text += "<p>The line is agreement, the dashed lines are 10% off. Point at a mark for its run.</p>\n";
  std::map<std::string, std::vector<const ValidationRow*>> by_unit;
  for (const ValidationRow& row : validation.rows) by_unit[row.unit].push_back(&row);
  for (const char* first : {"s", "tokens/s/chip"}) {
    if (by_unit.contains(first)) text += plot(first, by_unit.at(first));
    by_unit.erase(first);
  }
  for (const auto& [unit, rows] : by_unit) text += plot(unit, rows);
  std::vector<ErrorScore> all = overall_scores(validation.rows);
  const std::vector<ErrorScore> families = family_scores(validation.rows);
  all.insert(all.end(), families.begin(), families.end());
  return text + scores(all) + "</body></html>\n";
}

}  // namespace gigapod
