#include "analysis/validation/validation_targets.hpp"

#include "analysis/validation/validation_slices.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <utility>

namespace gigapod {
namespace {

using Rows = std::vector<ValidationRow>;

Rows rows_where(const Rows& rows, const std::function<bool(const ValidationRow&)>& is_chosen) {
  Rows chosen;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(chosen), is_chosen);
  return chosen;
}

double worst_error(const Rows& rows) {
  double worst = 0.0;
  for (const ValidationRow& row : rows) worst = std::max(worst, std::abs(row.error()));
  return worst;
}

void add_worst(const char* what, double target, const Rows& rows, std::vector<AccuracyTarget>& targets) {
  if (!rows.empty()) targets.push_back({what, 100.0 * worst_error(rows), target, "%"});
}

void add_training(const Rows& rows, std::vector<AccuracyTarget>& targets) {
  std::vector<AccuracyTarget> of_gpus;
  for (const ErrorScore& score : overall_scores(rows)) {
    if (score.family == "all training, TPU") {
      targets.push_back({"TPU training, median error", 100.0 * score.median, 6.0, "%"});
      targets.push_back({"TPU training, 90th percentile of the error", 100.0 * score.p90, 15.0, "%"});
      targets.push_back({"TPU training, largest error", 100.0 * score.worst, 25.0, "%"});
    }
    if (score.family == "all training, GPU") {
      of_gpus.push_back({"GPU training, median error", 100.0 * score.median, 10.0, "%"});
    }
  }
  targets.insert(targets.end(), of_gpus.begin(), of_gpus.end());
}

void add_slice_loss(const Rows& rows, std::vector<AccuracyTarget>& targets) {
  const Rows losses = rows_where(rows, [](const ValidationRow& row) { return row.kind == RowKind::kSliceLoss; });
  const Rows counted = rows_where(losses, [](const ValidationRow& row) { return row.exclusion.empty(); });
  if (counted.empty()) return;
  double worst = 0.0;
  for (const ValidationRow& row : counted) worst = std::max(worst, std::abs(loss_difference(row)));
  std::string what = fmt::format("multi-slice loss, largest difference of {} pairs", counted.size());
  if (counted.size() == 1) what.pop_back();
  if (counted.size() < losses.size()) what += fmt::format(" ({} excluded)", losses.size() - counted.size());
  targets.push_back({std::move(what), worst, 5.0, "points"});
}

void add_ranking(const Rows& rows, std::vector<AccuracyTarget>& targets) {
  for (const ValidationRow& row : rows) {
    if (row.kind != RowKind::kRanking || row.id != "ranking TPU") continue;
    targets.push_back({"MFU ranking of TPU runs, pairs in the measured order", row.simulated, 95.0, "%", true});
  }
}

void add_surrogate(const Rows& rows, std::vector<AccuracyTarget>& targets) {
  for (const ErrorScore& score : overall_scores(rows)) {
    if (score.family != "all serving surrogates, against requests") continue;
    targets.push_back({"serving surrogates against requests, median error", 100.0 * score.median, 3.0, "%"});
    targets.push_back({"serving surrogates against requests, largest error", 100.0 * score.worst, 15.0, "%"});
  }
}

void add_serving(const Rows& rows, std::vector<AccuracyTarget>& targets) {
  for (const ErrorScore& score : overall_scores(rows)) {
    if (score.family != "all serving") continue;
    targets.push_back({"serving, median error", 100.0 * score.median, 10.0, "%"});
    targets.push_back({"serving, 90th percentile of the error", 100.0 * score.p90, 25.0, "%"});
  }
}

}  // namespace

std::vector<AccuracyTarget> accuracy_targets(const Rows& rows) {
  std::vector<AccuracyTarget> targets;
  add_training(rows, targets);
  add_serving(rows, targets);
  add_surrogate(rows, targets);
  add_slice_loss(rows, targets);
  add_ranking(rows, targets);
  add_worst(
      "closed forms of collectives against flows, largest error", 5.0,
      rows_where(rows, [](const ValidationRow& row) { return row.kind == RowKind::kFlows && row.unit == "us"; }),
      targets);
  add_worst("twisted torus all-to-all gain, largest error", 10.0,
            rows_where(rows,
                       [](const ValidationRow& row) {
                         return row.unit == "x" && (row.kind == RowKind::kCollective || row.kind == RowKind::kFlows);
                       }),
            targets);
  // The asymptote is the bandwidth of the largest array; smaller ones show the latency.
  double largest = 0.0;
  for (const ValidationRow& row : rows) {
    if (row.family == "v7 all_gather") largest = std::max(largest, row.measured);
  }
  add_worst(
      "TPU7x all-gather asymptote, error", 5.0,
      rows_where(rows,
                 [&](const ValidationRow& row) { return row.family == "v7 all_gather" && row.measured == largest; }),
      targets);
  return targets;
}

std::string reached_text(const AccuracyTarget& target) {
  return fmt::format("{:.1f}{}{}", target.reached, target.unit == "%" ? "" : " ", target.unit);
}

std::string wanted_text(const AccuracyTarget& target) {
  return fmt::format("{} {:g}{}{}", target.is_least ? "at least" : "at most", target.target,
                     target.unit == "%" ? "" : " ", target.unit);
}

}  // namespace gigapod
