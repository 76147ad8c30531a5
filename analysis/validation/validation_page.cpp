#include "analysis/validation/validation_page.hpp"

#include "analysis/number_text.hpp"
#include "analysis/validation/page/page_text.hpp"
#include "analysis/validation/validation_targets.hpp"

#include <nlohmann/json.hpp>

namespace gigapod {
namespace {

const char* kind_name(RowKind kind) {
  switch (kind) {
    case RowKind::kTraining: return "training";
    case RowKind::kCollective: return "collective";
    case RowKind::kRanking: return "ranking";
    case RowKind::kSliceLoss: return "slices";
    case RowKind::kFlows: return "flows";
    case RowKind::kServing: return "serving";
    case RowKind::kRequests: return "requests";
    case RowKind::kSurrogate: return "surrogate";
    case RowKind::kServingRoofline: return "serving roofline";
  }
  return "";
}

nlohmann::json rows_json(const std::vector<ValidationRow>& rows) {
  nlohmann::json list = nlohmann::json::array();
  for (const ValidationRow& row : rows) {
    list.push_back({{"id", row.id},
                    {"family", row.family},
                    {"subject", row.subject},
                    {"chip", row.chip},
                    {"kind", kind_name(row.kind)},
                    {"measured", row.measured},
                    {"simulated", row.simulated},
                    {"unit", row.unit},
                    {"error", row.error()},
                    {"dominant", row.dominant},
                    {"excluded", !row.exclusion.empty()},
                    {"warnings", row.warnings}});
  }
  return list;
}

nlohmann::json scores_json(const std::vector<ValidationRow>& rows) {
  nlohmann::json list = nlohmann::json::array();
  std::vector<ErrorScore> scores = overall_scores(rows);
  const std::vector<ErrorScore> families = family_scores(rows);
  scores.insert(scores.end(), families.begin(), families.end());
  for (const ErrorScore& score : scores) {
    list.push_back({{"family", score.family},
                    {"rows", score.rows},
                    {"median", percent(score.median)},
                    {"mean", percent(score.mean)},
                    {"p90", percent(score.p90)},
                    {"worst", percent(score.worst)}});
  }
  return list;
}

nlohmann::json targets_json(const std::vector<ValidationRow>& rows) {
  nlohmann::json list = nlohmann::json::array();
  for (const AccuracyTarget& target : accuracy_targets(rows)) {
    list.push_back({{"what", target.what},
                    {"reached", reached_text(target)},
                    {"wanted", wanted_text(target)},
                    {"met", target.is_met()}});
  }
  return list;
}

nlohmann::json left_out_json(const std::vector<LeftOutRow>& rows) {
  nlohmann::json list = nlohmann::json::array();
  for (const LeftOutRow& row : rows) {
    list.push_back({{"id", row.id}, {"system", row.system}, {"subject", row.subject}, {"reason", row.reason}});
  }
  return list;
}

/// JSON that can stand between script tags: no `<` can end or open one.
std::string script_data(const nlohmann::json& json) {
  std::string text;
  for (const char c : json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)) {
    text += c == '<' ? std::string("\\u003c") : std::string(1, c);
  }
  return text;
}

void replace(std::string& text, const std::string& mark, const std::string& by) {
  text.replace(text.find(mark), mark.size(), by);
}

}  // namespace

std::string validation_html(const Validation& validation) {
  const nlohmann::json data{{"rows", rows_json(validation.rows)},
                            {"scores", scores_json(validation.rows)},
                            {"targets", targets_json(validation.rows)},
                            {"left_out", left_out_json(validation.left_out)}};
  std::string page = kValidationPageHtml;
  replace(page, "@STYLE@", kValidationPageStyle);
  replace(page, "@SCRIPT@", kValidationPageScript);
  replace(page, "@DATA@", script_data(data));
  return page;
}

}  // namespace gigapod
