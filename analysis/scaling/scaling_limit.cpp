#include "analysis/scaling/scaling_limit.hpp"

#include "analysis/number_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

namespace gigapod {
namespace {

using Met = std::optional<MetLimit>;

Met power_limit(const ScalePoint& point, const LimitEvidence& evidence) {
  if (evidence.envelope <= Watts(0) || point.provisioned_power <= evidence.envelope) return std::nullopt;
  return MetLimit{ScalingLimit::kPower,
                  fmt::format("{} chips need {} at full activity; the site's envelope is {}", grouped(point.chips),
                              power_text(point.provisioned_power), power_text(evidence.envelope))};
}

/// A plan that fits, of which failures leave nothing.
Met failure_limit(const ScalePoint& point) {
  if (point.is_feasible || !point.has_plan()) return std::nullopt;
  return MetLimit{ScalingLimit::kFailures, point.fault};
}

Met memory_limit(const ScalePoint& point, const LimitEvidence& evidence) {
  if (!point.has_plan()) return MetLimit{ScalingLimit::kHbm, point.fault};
  if (evidence.search == nullptr) return std::nullopt;
  const auto& unbound = evidence.search->best_with_twice_the_memory;
  if (!unbound) return std::nullopt;
  const double loss = 1.0 - unbound->step.total / point.step.total;
  if (loss < kLimitLoss) return std::nullopt;
  const double gigabytes = (unbound->step.memory.total() - evidence.hbm_capacity).value() / 1e9;
  return MetLimit{ScalingLimit::kHbm, fmt::format("a plan that is {} faster lacks {:.0f} GB of HBM a chip",
                                                  percent(1.0 / (1.0 - loss) - 1.0), gigabytes)};
}

Met batch_limit(const ScalePoint& point, const LimitEvidence& evidence) {
  if (!point.is_feasible) return std::nullopt;
  if (evidence.search_of_weak_curve != nullptr && evidence.search_of_weak_curve->best) {
    const int ranks = evidence.search_of_weak_curve->best->data_parallel_ranks();
    if (point.global_batch < ranks) {
      return MetLimit{ScalingLimit::kBatch,
                      fmt::format("{} {} fewer than the {} data-parallel ranks of the fastest plan for {} chips",
                                  counted(point.global_batch, "sequence"), point.global_batch == 1 ? "is" : "are",
                                  grouped(ranks), grouped(point.chips))};
    }
  }
  if (point.batch_padding < kLimitLoss) return std::nullopt;
  return MetLimit{ScalingLimit::kBatch,
                  fmt::format("{} sequences do not divide evenly: ranks idle for {} of the step",
                              grouped(point.global_batch), percent(point.batch_padding))};
}

/// Chip-seconds for each useful token that one cause takes.
struct CauseCost {
  ScalingLimit limit;
  const char* name;
  double chip_seconds;
};
using CauseCosts = std::array<CauseCost, 9>;

CauseCosts costs_of(const ScalePoint& point) {
  const StepTime& step = point.step;
  const double all = static_cast<double>(point.chips) / point.tokens_per_second;
  const auto cost = [&](Seconds part) { return all * (part / step.total) * (1.0 - point.batch_padding); };
  return {{{ScalingLimit::kHbm, "memory traffic", cost(step.hbm)},
           {ScalingLimit::kIci, "exposed communication inside slices", cost(step.ici)},
           {ScalingLimit::kDcn, "exposed communication between slices", cost(step.dcn)},
           {ScalingLimit::kBubble, "filling and draining the pipeline", cost(step.bubble)},
           {ScalingLimit::kStragglers, "waiting for the slowest chip", cost(step.straggler)},
           {ScalingLimit::kBatch, "too little work per chip", cost(step.compute + step.overhead)},
           {ScalingLimit::kBatch, "ranks without a sequence", all * point.batch_padding},
           {ScalingLimit::kBatch, "tokens that a batch near the critical one wastes",
            all * (1.0 / point.token_efficiency - 1.0)},
           {ScalingLimit::kFailures, "restarts, lost steps and checkpoints",
            all * (1.0 / point.goodput - 1.0) / point.token_efficiency}}};
}

/// What the causes cost beyond another size, the largest first, and the share of the useful tokens they cost
/// together.
struct Losses {
  CauseCosts costs{};
  double total = 0.0;  ///< chip-seconds for each useful token
  double share = 0.0;
};

Losses losses_since(const ScalePoint& point, const ScalePoint& best) {
  Losses losses{costs_of(point)};
  const CauseCosts before = costs_of(best);
  double total_before = 0.0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    losses.total += losses.costs[i].chip_seconds;
    total_before += before[i].chip_seconds;
    losses.costs[i].chip_seconds -= before[i].chip_seconds;
  }
  losses.share = 1.0 - total_before / losses.total;
  std::stable_sort(losses.costs.begin(), losses.costs.end(),
                   [](const CauseCost& a, const CauseCost& b) { return a.chip_seconds > b.chip_seconds; });
  return losses;
}

MetLimit loss_limit(const CauseCost& cost, const Losses& losses, const ScalePoint& point, const ScalePoint& best) {
  const double share = cost.chip_seconds / losses.total;
  const long points = std::lround(share * 100);
  std::string reason = fmt::format("{} fewer useful tokens per chip than at {}, {} for {}", percent(losses.share),
                                   counted(best.chips, "chip"), counted(points, "point"), cost.name);
  if (cost.limit == ScalingLimit::kFailures) {
    reason += fmt::format(" (interrupted every {})", duration_text(point.mean_time_between_interruptions));
  }
  if (const long gained = points - std::lround(losses.share * 100); gained > 0) {
    reason += fmt::format(", less {} that the rest gains", gained);
  }
  return {cost.limit, std::move(reason)};
}

/// The causes that count; none while they cost little together.
std::vector<MetLimit> losses(const ScalePoint& point, const ScalePoint* best_size) {
  if (!point.is_feasible || best_size == nullptr || best_size == &point) return {};
  const Losses since = losses_since(point, *best_size);
  if (since.share < kLimitLoss) return {};
  std::vector<MetLimit> met;
  for (const CauseCost& cost : since.costs) {
    if (!met.empty() && cost.chip_seconds / since.total < kLimitLoss) break;
    met.push_back(loss_limit(cost, since, point, *best_size));
  }
  return met;
}

}  // namespace

std::string_view limit_name(ScalingLimit limit) {
  switch (limit) {
    case ScalingLimit::kNone: return "none";
    case ScalingLimit::kPower: return "power";
    case ScalingLimit::kHbm: return "hbm";
    case ScalingLimit::kBatch: return "batch";
    case ScalingLimit::kIci: return "ici";
    case ScalingLimit::kDcn: return "dcn";
    case ScalingLimit::kBubble: return "bubble";
    case ScalingLimit::kStragglers: return "stragglers";
    case ScalingLimit::kFailures: return "failures";
  }
  return "none";
}

std::optional<MetLimit> growing_loss(const ScalePoint& point, const ScalePoint& best) {
  if (&point == &best) return std::nullopt;
  const Losses since = losses_since(point, best);
  return loss_limit(since.costs.front(), since, point, best);
}

std::vector<MetLimit> limits_met(const ScalePoint& point, const LimitEvidence& evidence) {
  std::vector<MetLimit> met;
  for (Met hard : {power_limit(point, evidence), failure_limit(point), memory_limit(point, evidence),
                   batch_limit(point, evidence)}) {
    if (hard) met.push_back(std::move(*hard));
  }
  for (MetLimit& soft : losses(point, evidence.best_size)) {
    const bool is_known =
        std::any_of(met.begin(), met.end(), [&](const MetLimit& m) { return m.limit == soft.limit; });
    if (!is_known) met.push_back(std::move(soft));
  }
  return met;
}

std::string limit_rules_text() {
  return fmt::format(
      "First limit: the first that holds of\n"
      "  power  the chips at full activity need more than the site's envelope\n"
      "  failures  no step is ever kept between two interruptions\n"
      "  hbm    no plan fits into memory, or with twice of it one would take {0:.0f}% less time\n"
      "  batch  fewer sequences than data-parallel ranks of the plan that is fastest with the weak curve's batch\n"
      "  else, once useful tokens per chip are {0:.0f}% below the best smaller size, what cost the most of them:\n"
      "  hbm (traffic), ici or dcn (exposed communication), bubble, stragglers, failures, batch (too little work,\n"
      "  or beyond the critical one)\n",
      kLimitLoss * 100);
}

}  // namespace gigapod
