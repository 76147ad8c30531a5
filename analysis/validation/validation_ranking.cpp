#include "analysis/validation/validation_ranking.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gigapod {
namespace {

/// Two configurations of one model; one that is measured twice is none.
bool is_a_pair(const ValidationRow& a, const ValidationRow& b) {
  if (a.chip != b.chip || a.subject != b.subject || a.run.measured_mfu <= 0.0 || b.run.measured_mfu <= 0.0) {
    return false;
  }
  return a.run.chips != b.run.chips || a.run.slices != b.run.slices || a.run.global_batch != b.run.global_batch ||
         a.run.sequence_length != b.run.sequence_length || a.run.simulated_mfu != b.run.simulated_mfu;
}

RankedPair pair_of(const ValidationRow& a, const ValidationRow& b) {
  const bool is_ordered = a.run.measured_mfu >= b.run.measured_mfu;
  RankedPair pair{is_ordered ? &a : &b, is_ordered ? &b : &a};
  pair.measured_ratio = pair.higher->run.measured_mfu / pair.lower->run.measured_mfu;
  pair.simulated_ratio = pair.higher->run.simulated_mfu / pair.lower->run.simulated_mfu;
  return pair;
}

RankedPair serving_pair_of(const ValidationRow& a, const ValidationRow& b) {
  const bool is_ordered = (a.measured >= b.measured) != a.is_less_better;
  RankedPair pair{is_ordered ? &a : &b, is_ordered ? &b : &a};
  pair.measured_ratio = pair.higher->measured / pair.lower->measured;
  pair.simulated_ratio = pair.higher->simulated / pair.lower->simulated;
  if (a.is_less_better) pair.measured_ratio = 1.0 / pair.measured_ratio;
  if (a.is_less_better) pair.simulated_ratio = 1.0 / pair.simulated_ratio;
  return pair;
}

void add_ranking_row(const char* what, const char* of, const char* figure, const Ranking& ranking,
                     std::vector<ValidationRow>& rows) {
  if (ranking.pairs.empty()) return;
  ValidationRow row{fmt::format("ranking {}", what), "ranking", "", "", "", of};
  row.subject = fmt::format("{} of {} pairs, {} ties apart", figure, ranking.pairs.size(), ranking.ties.size());
  row.measured = 100.0;
  row.simulated = 100.0 * static_cast<double>(ranking.right()) / static_cast<double>(ranking.pairs.size());
  row.unit = "% of pairs";
  row.kind = RowKind::kRanking;
  for (const RankedPair& pair : ranking.pairs) {
    if (!pair.is_right()) row.warnings.push_back(wrong_order_text(pair));
  }
  rows.push_back(std::move(row));
}

}  // namespace

std::string wrong_order_text(const RankedPair& pair) {
  return fmt::format("{} on {}: row {} measured {:.1f}% above row {}, simulated {:.1f}% below", pair.higher->subject,
                     pair.higher->chip, pair.higher->id, 100.0 * (pair.measured_ratio - 1.0), pair.lower->id,
                     100.0 * (1.0 - pair.simulated_ratio));
}

std::size_t Ranking::right() const {
  return static_cast<std::size_t>(
      std::count_if(pairs.begin(), pairs.end(), [](const RankedPair& pair) { return pair.is_right(); }));
}

Ranking ranking_of(const std::vector<ValidationRow>& rows, bool of_tpus) {
  Ranking ranking;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (of_tpus ? !is_tpu_training(rows[i]) : !is_gpu_training(rows[i])) continue;
    for (std::size_t j = i + 1; j < rows.size(); ++j) {
      if (rows[j].kind != RowKind::kTraining || !is_a_pair(rows[i], rows[j])) continue;
      const RankedPair pair = pair_of(rows[i], rows[j]);
      (pair.measured_ratio - 1.0 <= kRankingTie ? ranking.ties : ranking.pairs).push_back(pair);
    }
  }
  return ranking;
}

Ranking serving_ranking_of(const std::vector<ValidationRow>& rows) {
  Ranking ranking;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].kind != RowKind::kServing) continue;
    for (std::size_t j = i + 1; j < rows.size(); ++j) {
      if (rows[j].kind != RowKind::kServing || rows[i].chip != rows[j].chip ||
          rows[i].ranking_group != rows[j].ranking_group || rows[i].simulated == rows[j].simulated) {
        continue;
      }
      const RankedPair pair = serving_pair_of(rows[i], rows[j]);
      (pair.measured_ratio - 1.0 <= kRankingTie ? ranking.ties : ranking.pairs).push_back(pair);
    }
  }
  return ranking;
}

std::vector<ValidationRow> ranking_rows(const std::vector<ValidationRow>& rows) {
  std::vector<ValidationRow> result;
  add_ranking_row("TPU", "the training rows", "MFU", ranking_of(rows, true), result);
  add_ranking_row("GPU", "the training rows", "MFU", ranking_of(rows, false), result);
  add_ranking_row("serving", "the serving rows", "speed", serving_ranking_of(rows), result);
  return result;
}

}  // namespace gigapod
