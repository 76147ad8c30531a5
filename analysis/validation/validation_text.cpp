#include "analysis/validation/validation_text.hpp"

#include "analysis/column_lists.hpp"
#include "analysis/csv_table.hpp"
#include "analysis/number_text.hpp"
#include "analysis/text_table.hpp"
#include "analysis/validation/validation_ranking.hpp"
#include "analysis/validation/validation_slices.hpp"
#include "analysis/validation/validation_targets.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

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

bool is_measured(const ValidationRow& row) {
  return row.kind == RowKind::kTraining || row.kind == RowKind::kCollective || row.kind == RowKind::kServing ||
         row.kind == RowKind::kServingRoofline;
}

std::string row_table(const std::vector<ValidationRow>& rows) {
  TextTable table;
  table.column("row", Align::kLeft).column("family", Align::kLeft).column("what", Align::kLeft);
  table.column("measured").column("simulated").column("unit", Align::kLeft).column("error");
  table.column("most time in", Align::kLeft).column("notes", Align::kLeft);
  for (const ValidationRow& row : rows) {
    if (!is_measured(row)) continue;
    table.row({row.id, row.family, clipped(row.subject, 28), number_text(row.measured), number_text(row.simulated),
               row.unit, signed_percent(row.error()), row.dominant, clipped(joined(row.warnings), 60)});
  }
  return table.is_empty() ? "" : table.text() + "\n";
}

std::string loss_table(const std::vector<ValidationRow>& rows) {
  TextTable table;
  table.column("loss of throughput, points", Align::kLeft).column("chip", Align::kLeft);
  table.column("measured").column("simulated").column("difference").column("", Align::kLeft);
  for (const ValidationRow& row : rows) {
    if (row.kind != RowKind::kSliceLoss) continue;
    table.row({row.subject, row.chip, fmt::format("{:.1f}", 100.0 - row.measured),
               fmt::format("{:.1f}", 100.0 - row.simulated), fmt::format("{:+.1f}", loss_difference(row)),
               joined(row.warnings)});
  }
  return table.is_empty() ? "" : table.text() + "\n";
}

std::string ranking_text(const std::vector<ValidationRow>& rows) {
  std::string text;
  for (const bool of_tpus : {true, false}) {
    const Ranking ranking = ranking_of(rows, of_tpus);
    if (ranking.pairs.empty()) continue;
    text += fmt::format(
        "  {} runs of one model on one chip, by MFU: {} of {} pairs in the measured order; {} pair{} measured within "
        "{:g}% of each other {} not counted\n",
        of_tpus ? "TPU" : "GPU", ranking.right(), ranking.pairs.size(), ranking.ties.size(),
        ranking.ties.size() == 1 ? "" : "s", 100.0 * kRankingTie, ranking.ties.size() == 1 ? "is" : "are");
    for (const RankedPair& pair : ranking.pairs) {
      if (!pair.is_right()) text += fmt::format("    wrong: {}\n", wrong_order_text(pair));
    }
    for (const RankedPair& pair : ranking.ties) {
      text += fmt::format("    tie: {} on {}, rows {} and {}\n", pair.higher->subject, pair.higher->chip,
                          pair.higher->id, pair.lower->id);
    }
  }
  return text.empty() ? "" : text + "\n";
}

std::string serving_ranking_text(const std::vector<ValidationRow>& rows) {
  const Ranking ranking = serving_ranking_of(rows);
  if (ranking.pairs.empty()) return "";
  std::string text = fmt::format(
      "  serving, one figure of one model on one chip: {} of {} pairs in the measured order; {} measured within "
      "{:g}% of "
      "each other not counted\n",
      ranking.right(), ranking.pairs.size(), ranking.ties.size(), 100.0 * kRankingTie);
  for (const RankedPair& pair : ranking.pairs) {
    if (!pair.is_right()) text += fmt::format("    wrong: {}\n", wrong_order_text(pair));
  }
  return text + "\n";
}

/// `what` stands beside the requests.
std::string request_table(const std::vector<ValidationRow>& rows, RowKind kind, const std::string& what) {
  TextTable table;
  table.column(what + " against requests", Align::kLeft).column("figure", Align::kLeft);
  table.column("requests").column(what).column("unit", Align::kLeft).column("error");
  for (const ValidationRow& row : rows) {
    if (row.kind != kind) continue;
    table.row({row.system, row.subject, number_text(row.measured), number_text(row.simulated), row.unit,
               signed_percent(row.error())});
  }
  return table.is_empty() ? "" : table.text() + "\n";
}

/// Cases that differ in their size only, on one line.
struct FlowSizes {
  std::vector<const ValidationRow*> rows;
  [[nodiscard]] const ValidationRow& worst() const {
    return **std::max_element(rows.begin(), rows.end(), [](const ValidationRow* a, const ValidationRow* b) {
      return std::abs(a->error()) < std::abs(b->error());
    });
  }
};

std::string flow_table(const std::vector<ValidationRow>& rows) {
  std::vector<std::pair<std::string, FlowSizes>> groups;
  for (const ValidationRow& row : rows) {
    if (row.kind != RowKind::kFlows) continue;
    if (groups.empty() || groups.back().first != row.system) groups.push_back({row.system, {}});
    groups.back().second.rows.push_back(&row);
  }
  TextTable table;
  table.column("closed form against flows", Align::kLeft).column("sizes").column("largest error");
  table.column("of", Align::kLeft).column("flows").column("closed form").column("unit", Align::kLeft);
  for (const auto& [name, sizes] : groups) {
    const ValidationRow& worst = sizes.worst();
    const std::string size = worst.subject.substr(0, worst.subject.find(" on "));
    table.row({name, std::to_string(sizes.rows.size()), signed_percent(worst.error()), size,
               number_text(worst.measured), number_text(worst.simulated), worst.unit});
  }
  return table.is_empty() ? "" : table.text() + "\n";
}

std::string target_table(const std::vector<AccuracyTarget>& targets) {
  TextTable table;
  table.column("target", Align::kLeft).column("reached").column("wanted").column("", Align::kLeft);
  for (const AccuracyTarget& target : targets) {
    table.row({target.what, reached_text(target), wanted_text(target), target.is_met() ? "pass" : "FAIL"});
  }
  return table.is_empty() ? "" : table.text() + "\n";
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
  nlohmann::json json{
      {"id", row.id},         {"family", row.family},     {"system", row.system},     {"subject", row.subject},
      {"chip", row.chip},     {"measured", row.measured}, {"unit", row.unit},         {"simulated", row.simulated},
      {"error", row.error()}, {"dominant", row.dominant}, {"warnings", row.warnings}, {"source", row.source}};
  if (row.kind == RowKind::kTraining) {
    json["chips"] = row.run.chips;
    json["slices"] = row.run.slices;
    json["measured_mfu"] = row.run.measured_mfu;
    json["simulated_mfu"] = row.run.simulated_mfu;
  }
  if (row.kind == RowKind::kSliceLoss) json["excluded"] = !row.exclusion.empty();
  return json;
}

nlohmann::json left_out_json(const LeftOutRow& row) {
  return {{"id", row.id},         {"family", row.family},
          {"system", row.system}, {"subject", row.subject},
          {"chip", row.chip},     {"measured", nullptr},
          {"unit", ""},           {"simulated", nullptr},
          {"error", nullptr},     {"dominant", ""},
          {"source", row.source}, {"warnings", nlohmann::json::array({"not scored: " + row.reason})}};
}

std::string dumped(const nlohmann::json& list) {
  return list.dump(2, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

std::string validation_text(const Validation& validation) {
  const std::vector<ValidationRow>& rows = validation.rows;
  std::string text = row_table(rows) + loss_table(rows) + ranking_text(rows) + serving_ranking_text(rows) +
                     flow_table(rows) + request_table(rows, RowKind::kRequests, "closed form") +
                     request_table(rows, RowKind::kSurrogate, "surrogate");
  if (!rows.empty()) {
    std::vector<ErrorScore> scores = family_scores(rows);
    const std::vector<ErrorScore> overall = overall_scores(rows);
    scores.insert(scores.end(), overall.begin(), overall.end());
    text += score_table(scores) + "\n" + target_table(accuracy_targets(rows));
  }
  if (!validation.left_out.empty()) {
    text += fmt::format("{} row{} left out\n{}\n", validation.left_out.size(),
                        validation.left_out.size() == 1 ? "" : "s", left_out_table(validation.left_out));
  }
  if (!text.empty()) text.pop_back();  // no empty line at the end
  return text;
}

std::string validation_json(const Validation& validation) {
  nlohmann::json list = nlohmann::json::array();
  for (const ValidationRow& row : validation.rows) list.push_back(row_json(row));
  return dumped(list);
}

std::string own_table_json(const Validation& validation) {
  nlohmann::json list = nlohmann::json::array();
  for (const ValidationRow& row : validation.rows) {
    if (row.kind != RowKind::kSliceLoss && row.kind != RowKind::kRanking) list.push_back(row_json(row));
  }
  for (const LeftOutRow& row : validation.left_out) list.push_back(left_out_json(row));
  return dumped(list);
}

std::string validation_csv(const Validation& validation) {
  std::string text = csv_heading(validation_columns());
  for (const ValidationRow& row : validation.rows) {
    text += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{}\n", csv_field(row.id), csv_field(row.family),
                        csv_field(row.system), csv_field(row.subject), csv_field(row.chip), row.measured,
                        row.simulated, csv_field(row.unit), row.error(), row.dominant,
                        csv_field(joined(row.warnings)), csv_field(row.source));
  }
  return text;
}

}  // namespace gigapod
