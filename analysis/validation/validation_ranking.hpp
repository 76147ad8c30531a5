#pragma once

#include "analysis/validation/validation.hpp"

namespace gigapod {

/// Two runs of one model on one chip, by their MFU or their speed in serving.
struct RankedPair {
  const ValidationRow* higher;  ///< the one that is measured to reach more
  const ValidationRow* lower;
  double measured_ratio = 1.0;   ///< higher over lower
  double simulated_ratio = 1.0;  ///< more than 1: the same order
  [[nodiscard]] bool is_right() const { return simulated_ratio > 1.0; }
};

/// Every pair of configurations of the same model on the same chip.
struct Ranking {
  std::vector<RankedPair> pairs;
  std::vector<RankedPair> ties;  ///< measured within kRankingTie of each other: no order to predict
  [[nodiscard]] std::size_t right() const;
};

/// Measured differences up to this are ties: runs of one configuration that are published twice differ by as much.
constexpr double kRankingTie = 0.02;

/// The ranking of TPU or of GPU training rows; pointers into `rows`.
[[nodiscard]] Ranking ranking_of(const std::vector<ValidationRow>& rows, bool of_tpus);

/// The ranking of measured serving rows: the same figure of one model on one chip, in other configurations.
[[nodiscard]] Ranking serving_ranking_of(const std::vector<ValidationRow>& rows);

/// What is wrong about the order of a pair, in a sentence.
[[nodiscard]] std::string wrong_order_text(const RankedPair& pair);

/// A row for each of TPU training, GPU training and serving that has pairs: the percentage of pairs in the measured
/// order, of 100. Wrong pairs are named in the warnings.
[[nodiscard]] std::vector<ValidationRow> ranking_rows(const std::vector<ValidationRow>& rows);

}  // namespace gigapod
