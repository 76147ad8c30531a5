#include "analysis/validation/validation_markdown.hpp"

#include "analysis/marked_tables.hpp"
#include "analysis/number_text.hpp"
#include "analysis/validation/validation_ranking.hpp"
#include "analysis/validation/validation_slices.hpp"
#include "analysis/validation/validation_targets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

namespace gigapod {
namespace {

std::string targets_table(const Validation& validation) {
  std::string text = "| target | reached | wanted | |\n| --- | ---: | ---: | --- |\n";
  for (const AccuracyTarget& target : accuracy_targets(validation.rows)) {
    text += fmt::format("| {} | {} | {} | {} |\n", target.what, reached_text(target), wanted_text(target),
                        target.is_met() ? "pass" : "**fail**");
  }
  return text;
}

std::string scores_table(const Validation& validation) {
  std::string text =
      "| rows of | rows | median | mean | p90 | largest |\n| --- | ---: | ---: | ---: | ---: | ---: |\n";
  std::vector<ErrorScore> scores = overall_scores(validation.rows);
  const std::vector<ErrorScore> families = family_scores(validation.rows);
  scores.insert(scores.end(), families.begin(), families.end());
  for (const ErrorScore& score : scores) {
    text += fmt::format("| {} | {} | {} | {} | {} | {} |\n", score.family, score.rows, percent(score.median),
                        percent(score.mean), percent(score.p90), percent(score.worst));
  }
  return text;
}

std::string slice_loss_table(const Validation& validation) {
  std::string text =
      "| run | chip | measured | simulated | difference | |\n| --- | --- | ---: | ---: | ---: | --- |\n";
  for (const ValidationRow& row : validation.rows) {
    if (row.kind != RowKind::kSliceLoss) continue;
    text += fmt::format("| {} | {} | {:.1f} | {:.1f} | {:+.1f} | {} |\n", row.subject, row.chip, 100.0 - row.measured,
                        100.0 - row.simulated, loss_difference(row), row.exclusion.empty() ? "" : "excluded");
  }
  return text;
}

void add_wrong_pairs(const Ranking& ranking, std::string& text) {
  for (const RankedPair& pair : ranking.pairs) {
    if (!pair.is_right()) text += fmt::format("  - wrong: {}\n", wrong_order_text(pair));
  }
}

std::string ranking_list(const Validation& validation) {
  std::string text;
  for (const bool of_tpus : {true, false}) {
    const Ranking ranking = ranking_of(validation.rows, of_tpus);
    text += fmt::format("- {}: {} of {} pairs in the measured order, {} ties apart\n", of_tpus ? "TPU" : "GPU",
                        ranking.right(), ranking.pairs.size(), ranking.ties.size());
    add_wrong_pairs(ranking, text);
  }
  const Ranking ranking = serving_ranking_of(validation.rows);
  text += fmt::format("- serving: {} of {} pairs in the measured order, {} ties apart\n", ranking.right(),
                      ranking.pairs.size(), ranking.ties.size());
  add_wrong_pairs(ranking, text);
  return text;
}

/// A relative error; one that rounds to nothing has no sign.
std::string error_text(double error) { return std::abs(error) < 5e-4 ? "0.0%" : signed_percent(error); }

std::string flows_table(const Validation& validation) {
  struct Range {
    double least = 0.0;
    double most = 0.0;
  };
  std::vector<std::pair<std::string, Range>> cases;
  for (const ValidationRow& row : validation.rows) {
    if (row.kind != RowKind::kFlows) continue;
    if (cases.empty() || cases.back().first != row.system) cases.push_back({row.system, {row.error(), row.error()}});
    Range& range = cases.back().second;
    range.least = std::min(range.least, row.error());
    range.most = std::max(range.most, row.error());
  }
  std::string text = "| closed form | least error | largest |\n| --- | ---: | ---: |\n";
  for (const auto& [name, range] : cases) {
    text += fmt::format("| {} | {} | {} |\n", name, error_text(range.least), error_text(range.most));
  }
  return text;
}

/// Rows that are more than 15% off, the farthest first.
std::string worst_table(const Validation& validation) {
  constexpr double kFar = 0.15;
  std::vector<const ValidationRow*> far;
  for (const ValidationRow& row : validation.rows) {
    if (row.kind != RowKind::kRanking && std::abs(row.error()) > kFar) far.push_back(&row);
  }
  std::stable_sort(far.begin(), far.end(), [](const ValidationRow* a, const ValidationRow* b) {
    return std::abs(a->error()) > std::abs(b->error());
  });
  std::string text = "| row | family | what | error | most time in |\n| --- | --- | --- | ---: | --- |\n";
  for (const ValidationRow* row : far) {
    text += fmt::format("| {} | {} | {} | {} | {} |\n", row->id, row->family, row->subject,
                        signed_percent(row->error()), row->dominant);
  }
  return text;
}

std::string training_table(const Validation& validation, bool of_tpus) {
  std::string text =
      "| row | chip | model | slices x chips | measured | simulated | unit | error | most time in |\n"
      "| --- | --- | --- | --- | ---: | ---: | --- | ---: | --- |\n";
  for (const ValidationRow& row : validation.rows) {
    if (of_tpus ? !is_tpu_training(row) : !is_gpu_training(row)) continue;
    text += fmt::format("| {} | {} | {} | {} x {} | {:.3f} | {:.3f} | {} | {} | {} |\n", row.id, row.chip,
                        row.subject, row.run.slices, row.run.chips / row.run.slices, row.measured, row.simulated,
                        row.unit, signed_percent(row.error()), row.dominant);
  }
  return text;
}

std::string serving_table(const Validation& validation, bool of_rooflines) {
  std::string text =
      "| row | measured | simulated | unit | error | most time in |\n| --- | ---: | ---: | --- | ---: | --- |\n";
  const RowKind kind = of_rooflines ? RowKind::kServingRoofline : RowKind::kServing;
  for (const ValidationRow& row : validation.rows) {
    if (row.kind != kind) continue;
    text += fmt::format("| {} | {:.4g} | {:.4g} | {} | {} | {} |\n", row.id, row.measured, row.simulated, row.unit,
                        error_text(row.error()), row.dominant);
  }
  return text;
}

/// `what` stands beside the requests.
std::string request_table(const Validation& validation, RowKind kind, std::string_view what) {
  std::string text = fmt::format(
      "| replica and load | figure | requests | {} | unit | error |\n| --- | --- | ---: | ---: | --- | ---: |\n",
      what);
  for (const ValidationRow& row : validation.rows) {
    if (row.kind != kind) continue;
    text += fmt::format("| {} | {} | {:.4g} | {:.4g} | {} | {} |\n", row.system, row.subject, row.measured,
                        row.simulated, row.unit, error_text(row.error()));
  }
  return text;
}

MarkedTables tables_of(const Validation& validation) {
  return {{"targets", targets_table(validation)},
          {"scores", scores_table(validation)},
          {"slice loss", slice_loss_table(validation)},
          {"ranking", ranking_list(validation)},
          {"flows", flows_table(validation)},
          {"serving", serving_table(validation, false)},
          {"serving rooflines", serving_table(validation, true)},
          {"serving requests", request_table(validation, RowKind::kRequests, "closed form")},
          {"serving surrogate", request_table(validation, RowKind::kSurrogate, "surrogate")},
          {"worst", worst_table(validation)},
          {"training TPU", training_table(validation, true)},
          {"training GPU", training_table(validation, false)}};
}

}  // namespace

std::string with_tables(const std::string& file, std::string_view document, const Validation& validation,
                        Diagnostics& findings) {
  return with_marked_tables({file, document}, "validate", tables_of(validation), findings);
}

}  // namespace gigapod
