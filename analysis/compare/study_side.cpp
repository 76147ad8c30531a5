#include "analysis/compare/study_side.hpp"

#include "analysis/compare/side_scenario.hpp"
#include "analysis/csv_table.hpp"
#include "sim/base/diagnostics.hpp"
#include "sim/base/text_of_file.hpp"
#include "sim/record/run_json.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <charconv>
#include <filesystem>
#include <set>

namespace gigapod {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

/// What study.json says of runs.csv: the columns that are axes, and the measures after the seed.
struct StudyShape {
  std::string name;  ///< of the scenario
  std::vector<std::string> axes;
  std::vector<std::string> measures;
  std::string runs_checksum;
};

[[noreturn]] void refuse(const fs::path& folder, const std::string& reason) {
  throw InvalidInput(fmt::format("study '{}': {}", folder.string(), reason));
}

std::string text_of(const fs::path& folder, const char* name) {
  const auto text = text_of_file(folder / name);
  if (!text)
    refuse(folder, fmt::format("{} is missing; the same sweep with the same --output writes it again", name));
  return *text;
}

StudyShape read_shape(const fs::path& folder) {
  const Json json = Json::parse(text_of(folder, "study.json"), nullptr, false);
  StudyShape shape;
  try {
    shape.name = json.at("name");
    for (const Json& axis : json.at("axes")) shape.axes.push_back(axis.at("name"));
    shape.measures = json.at("measures").get<std::vector<std::string>>();
    shape.runs_checksum = json.at("runs_checksum");
  } catch (const Json::exception&) {
    refuse(folder,
           "study.json is damaged or of an older version; the same sweep with the same --output writes it again");
  }
  return shape;
}

template <class Number>
bool read_number(const std::string& text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

/// "1M, no mitigation"
std::string point_text(const std::vector<CsvCell>& row, std::size_t axes) {
  std::string text;
  for (std::size_t axis = 0; axis < axes; ++axis) text += (axis == 0 ? "" : ", ") + row[axis].text;
  return text;
}

}  // namespace

ComparedSide read_study_side(const std::string& path) {
  const StudyShape shape = read_shape(path);
  Diagnostics findings;
  const std::string text = text_of(path, "runs.csv");
  const CsvTable table = read_csv((fs::path(path) / "runs.csv").string(), text, findings);
  const bool is_whole = !findings.has_errors() &&
                        table.header.size() == shape.axes.size() + 1 + shape.measures.size() &&
                        file_checksum(text) == shape.runs_checksum;
  if (!is_whole) refuse(path, "runs.csv was altered or damaged: it does not match study.json");
  ComparedSide side;
  side.path = path;
  side.scenario_name = shape.name;
  side.scenario = side_scenario(text_of(path, "resolved.yaml"), fmt::format("study '{}'", path));
  side.axes = shape.axes;
  const std::size_t axes = shape.axes.size();
  std::set<std::string> known_points;
  std::map<std::uint64_t, std::map<std::string, double>> by_seed;
  std::set<std::string> known;
  for (const std::vector<CsvCell>& row : table.rows) {
    std::uint64_t seed = 0;
    if (!read_number(row[axes].text, seed)) refuse(path, fmt::format("runs.csv, line {}: no seed", row[0].line));
    const std::string point = point_text(row, axes);
    if (known_points.insert(point).second) side.points.push_back(point);
    for (std::size_t i = 0; i < shape.measures.size(); ++i) {
      const std::string name = fmt::format("{} [{}]", shape.measures[i], point);
      double value = 0.0;
      if (!read_number(row[axes + 1 + i].text, value)) {
        refuse(path, fmt::format("runs.csv, line {}: '{}' is no number", row[0].line, row[axes + 1 + i].text));
      }
      if (known.insert(name).second) side.groups.emplace_back(name, FigureGroup::kMeasures);
      by_seed[seed][name] = value;
    }
  }
  for (auto& [seed, figures] : by_seed) side.runs.push_back({seed, std::move(figures)});
  return side;
}

}  // namespace gigapod
