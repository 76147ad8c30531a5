#include "analysis/validation_text.hpp"

#include "analysis/csv_table.hpp"
#include "analysis/number_text.hpp"
#include "analysis/text_table.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>

namespace gigapod {
namespace {

using Align = TextTable::Align;

std::string number_text(double number) {
  return std::abs(number) >= 1000.0 ? fmt::format("{:.0f}", number) : fmt::format("{:.4g}", number);
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : "; ") + part;
  return text;
}

std::string row_table(const std::vector<ValidationRow>& rows) {
  TextTable table;
  table.column("row", Align::kLeft).column("family", Align::kLeft).column("what", Align::kLeft);
  table.column("measured").column("simulated").column("unit", Align::kLeft).column("error");
  table.column("most time in", Align::kLeft).column("notes", Align::kLeft);
  for (const ValidationRow& row : rows) {
    table.row({row.id, row.family, clipped(row.subject, 28), number_text(row.measured), number_text(row.simulated),
               row.unit, signed_percent(row.error()), row.dominant, clipped(joined(row.warnings), 60)});
  }
  return table.text();
}

std::string score_table(const std::vector<ErrorScore>& scores) {
  TextTable table;
  table.column("absolute error", Align::kLeft).column("rows").column("median").column("mean").column("p90");
  table.column("max");
  for (const ErrorScore& score : scores) {
    table.row({score.family, std::to_string(score.rows), percent(score.median), percent(score.mean),
               percent(score.p90), percent(score.worst)});
  }
  return table.text();
}

std::string left_out_table(const std::vector<LeftOutRow>& rows) {
  TextTable table;
  table.column("row", Align::kLeft).column("what", Align::kLeft).column("why", Align::kLeft);
  for (const LeftOutRow& row : rows) table.row({row.id, clipped(row.system + ", " + row.subject, 48), row.reason});
  return table.text();
}

nlohmann::json row_json(const ValidationRow& row) {
  return {{"id", row.id},         {"family", row.family},     {"system", row.system},       {"subject", row.subject},
          {"chip", row.chip},     {"measured", row.measured}, {"simulated", row.simulated}, {"unit", row.unit},
          {"error", row.error()}, {"dominant", row.dominant}, {"warnings", row.warnings},   {"source", row.source}};
}

}  // namespace

std::string validation_text(const Validation& validation) {
  std::string text;
  if (!validation.rows.empty()) {
    std::vector<ErrorScore> scores = family_scores(validation.rows);
    const std::vector<ErrorScore> overall = overall_scores(validation.rows);
    scores.insert(scores.end(), overall.begin(), overall.end());
    text += row_table(validation.rows) + "\n" + score_table(scores);
  }
  if (!validation.left_out.empty()) {
    text += fmt::format("{}{} row{} left out\n{}", text.empty() ? "" : "\n", validation.left_out.size(),
                        validation.left_out.size() == 1 ? "" : "s", left_out_table(validation.left_out));
  }
  return text;
}

std::string validation_json(const Validation& validation) {
  nlohmann::json list = nlohmann::json::array();
  for (const ValidationRow& row : validation.rows) list.push_back(row_json(row));
  return list.dump(2, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string validation_csv(const Validation& validation) {
  std::string text = "id,family,system,subject,chip,measured,simulated,unit,error,dominant,warnings,source\n";
  for (const ValidationRow& row : validation.rows) {
    text += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{}\n", csv_field(row.id), csv_field(row.family),
                        csv_field(row.system), csv_field(row.subject), csv_field(row.chip), row.measured,
                        row.simulated, csv_field(row.unit), row.error(), row.dominant,
                        csv_field(joined(row.warnings)), csv_field(row.source));
  }
  return text;
}

}  // namespace gigapod
