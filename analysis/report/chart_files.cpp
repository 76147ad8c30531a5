#include "analysis/report/chart_files.hpp"

#include "analysis/csv_table.hpp"
#include "analysis/report/chart_columns.hpp"
#include "analysis/report/figure_quotients.hpp"
#include "analysis/report/heat_map.hpp"
#include "analysis/report/report_data.hpp"
#include "analysis/report/report_series.hpp"
#include "analysis/report/row_quotients.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace gigapod {
namespace {

using nlohmann::json;

using Files = std::vector<std::pair<std::string, std::string>>;

std::string cell(const json& value) {
  if (value.is_string()) return csv_field(value.get<std::string>());
  if (value.is_number_float()) return fmt::format("{}", value.get<double>());
  return value.is_null() ? std::string() : value.dump();
}

std::string line(const std::vector<std::string>& cells) { return fmt::format("{}\n", fmt::join(cells, ",")); }

/// A list of objects: `keys` first, then their other single values by name.
std::string rows_csv(const json& rows, std::vector<std::string> columns) {
  for (const auto& [name, value] : rows.front().items()) {
    const bool is_listed = std::find(columns.begin(), columns.end(), name) != columns.end();
    if (!value.is_structured() && !is_listed) columns.push_back(name);
  }
  std::string text = line(columns);
  for (const json& row : rows) {
    std::vector<std::string> cells;
    for (const std::string& column : columns) cells.push_back(cell(row.at(column)));
    text += line(cells);
  }
  return text;
}

/// Values by name over common times, a column each.
std::string stack_csv(const json& times, const json& values) {
  std::vector<std::string> header = {"time_seconds"};
  for (const auto& [name, column] : values.items()) header.push_back(csv_field(name));
  std::string text = line(header);
  for (std::size_t i = 0; i < times.size(); ++i) {
    std::vector<std::string> cells = {cell(times[i])};
    for (const auto& [name, column] : values.items()) cells.push_back(cell(column[i]));
    text += line(cells);
  }
  return text;
}

/// A line a label, a column a time; shares in steps of 1/255, as the page draws them.
std::string heat_csv(const HeatMap& map) {
  std::vector<std::string> header = {"label"};
  for (std::size_t i = 0; i < map.columns; ++i) {
    header.push_back(fmt::format("{}", map.interval.value() * static_cast<double>(i)));
  }
  std::string text = line(header);
  for (std::size_t row = 0; row < map.rows.size(); ++row) {
    std::vector<std::string> cells = {csv_field(map.rows[row])};
    for (std::size_t i = 0; i < map.columns; ++i) {
      cells.push_back(fmt::format("{}", map.cells[row * map.columns + i] / 255.0));
    }
    text += line(cells);
  }
  return text;
}

std::string cube_stays_csv(const json& cubes) {
  std::string text = csv_heading(cube_stay_columns());
  for (const json& pod : cubes.at("pods")) {
    for (const json& stay : pod.at("stays")) {
      text += line({cell(pod.at("name")), cell(stay[0]), cell(stay[1]), cell(stay[2]),
                    cell(cubes.at("subjects").at(stay[3].get<std::size_t>())), cell(stay[4]), cell(stay[5])});
    }
  }
  return text;
}

std::string cube_phases_csv(const json& cubes) {
  std::string text = csv_heading(cube_phase_columns());
  for (const json& phase : cubes.at("phases")) {
    text += line({cell(cubes.at("subjects").at(phase[0].get<std::size_t>())), cell(phase[1]), cell(phase[2]),
                  cell(phase[3]), cell(cubes.at("shortest_phase_seconds"))});
  }
  return text;
}

constexpr std::array<const char*, 3> kPhases = {"run", "restart", "held"};

std::string job_bars_csv(const json& jobs) {
  std::string text = csv_heading(job_bar_columns());
  for (const json& job : jobs) {
    for (const json& bar : job.at("segments")) {
      text += line({cell(job.at("name")), cell(bar[0]), cell(bar[1]), cell(bar[2]), cell(job.at("unit")),
                    kPhases.at(bar[3].get<std::size_t>())});
    }
  }
  return text;
}

std::string job_ticks_csv(const json& jobs) {
  std::string text = csv_heading(job_tick_columns());
  for (const json& job : jobs) {
    for (const json& time : job.at("ticks")) text += line({cell(job.at("name")), cell(time)});
  }
  return text;
}

std::string pod_bars_csv(const json& timeline) {
  std::string text = csv_heading(pod_bar_columns());
  for (const json& pod : timeline.at("pods")) {
    for (const json& bar : pod.at("bars")) {
      text += line({cell(pod.at("name")), cell(pod.at("last")),
                    cell(timeline.at("jobs").at(bar[0].get<std::size_t>()).at("name")), cell(bar[1]), cell(bar[2]),
                    cell(bar[3]), cell(bar[4]), kPhases.at(bar[5].get<std::size_t>())});
    }
  }
  return text;
}

/// Every size of every curve, and where the curves end.
void add_scaling(const json& study, Files& files) {
  if (study.is_null()) return;
  json points = json::array();
  json ends = json::array();
  for (const json& curve : study.at("curves")) {
    for (json point : curve.at("points")) {
      point["curve"] = curve.at("name");
      points.push_back(std::move(point));
    }
    if (curve.at("end").is_null()) continue;
    ends.push_back(curve.at("end"));
    ends.back()["curve"] = curve.at("name");
  }
  if (!points.empty()) files.emplace_back("report_scaling.csv", rows_csv(points, {"curve", "chips"}));
  if (!ends.empty()) files.emplace_back("report_scaling_ends.csv", rows_csv(ends, {"curve", "chips"}));
}

std::string quotients_csv(const RunData& run) {
  std::string text = csv_heading(quotient_columns());
  for (const FigureQuotient& quotient : figure_quotients(run.figures)) {
    text += fmt::format("{},{},{}\n", quotient.figure, quotient.of, quotient.value);
  }
  return text;
}

std::string row_quotients_csv(const json& page) {
  std::string text = csv_heading(row_quotient_columns());
  for (const RowQuotient& quotient : row_quotients(page)) {
    text += fmt::format("{},{},{},{}\n", csv_field(quotient.row), csv_field(quotient.figure), quotient.of,
                        quotient.value);
  }
  return text;
}

void add_rows(const json& page, const char* part, const std::vector<std::string>& keys, Files& files) {
  if (!page.at(part).empty()) files.emplace_back(fmt::format("report_{}.csv", part), rows_csv(page.at(part), keys));
}

}  // namespace

Files chart_csv_files(const RunData& run) {
  const json page = json::parse(run_report_json(run));
  Files files;
  for (const auto& [name, stack] : page.at("stacks").items()) {
    files.emplace_back("report_" + name + ".csv", stack_csv(stack.at("time"), stack.at("value")));
  }
  for (const auto& [name, map] : heat_maps(run)) files.emplace_back("report_heat_" + name + ".csv", heat_csv(map));
  files.emplace_back("report_quotients.csv", quotients_csv(run));
  files.emplace_back("report_row_quotients.csv", row_quotients_csv(page));
  add_rows(page, "power_nodes", {"name"}, files);
  add_rows(page, "tenants", {"tenant", "kind"}, files);
  add_rows(page, "serving", {"fleet"}, files);
  add_rows(page, "service_classes", {"fleet", "class"}, files);
  add_scaling(page.at("scaling"), files);
  const json& failures = page.at("failures");
  if (!failures.at("value").empty()) {
    files.emplace_back("report_failures.csv", stack_csv(failures.at("time"), failures.at("value")));
  }
  const json& cubes = page.at("cubes");
  if (!cubes.at("pods").empty()) {
    files.emplace_back("report_cube_pods.csv", rows_csv(cubes.at("pods"), {"name"}));
    files.emplace_back("report_cube_stays.csv", cube_stays_csv(cubes));
    files.emplace_back("report_cube_phases.csv", cube_phases_csv(cubes));
  }
  files.emplace_back("report_job_bars.csv", job_bars_csv(page.at("timeline").at("jobs")));
  files.emplace_back("report_job_ticks.csv", job_ticks_csv(page.at("timeline").at("jobs")));
  files.emplace_back("report_pod_bars.csv", pod_bars_csv(page.at("timeline")));
  return files;
}

}  // namespace gigapod
