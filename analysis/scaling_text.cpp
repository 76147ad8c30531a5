#include "analysis/number_text.hpp"
#include "analysis/scaling.hpp"
#include "analysis/scaling_limit.hpp"
#include "analysis/text_table.hpp"

#include <fmt/format.h>

#include <cmath>

namespace gigapod {
namespace {

constexpr std::size_t kWidth = 118;
constexpr std::size_t kColumns = 15;

std::string share_text(Seconds part, Seconds total) { return fmt::format("{:.1f}", 100.0 * (part / total)); }

/// Slices and degrees above one: "16x t8 p2 e16 f72".
std::string plan_text(const ScalePoint& point) {
  const Parallelism& p = point.parallelism;
  std::string text = point.slices > 1 ? fmt::format("{}x", point.slices) : "";
  const auto add = [&text](const char* letter, int degree) {
    if (degree > 1) text += fmt::format("{}{}{}", text.empty() ? "" : " ", letter, degree);
  };
  add("t", p.tensor);
  add("p", p.pipeline);
  add("e", p.expert);
  add("c", p.context);
  add("f", p.fsdp);
  add("d", p.data);
  add("F", p.dcn_fsdp);
  return text.empty() ? "-" : text;
}

std::vector<std::string> cells_of(const ScalePoint& point) {
  const std::string limit = point.limit == ScalingLimit::kNone ? "-" : std::string(limit_name(point.limit));
  if (!point.is_feasible) {
    std::vector<std::string> cells(kColumns, "-");
    cells.front() = grouped(point.chips);
    cells.back() = limit;
    return cells;
  }
  const StepTime& step = point.step;
  return {grouped(point.chips),
          plan_text(point),
          duration_text(step.total),
          percent(step.mfu),
          share_text(step.compute, step.total),
          share_text(step.hbm, step.total),
          share_text(step.ici, step.total),
          share_text(step.dcn, step.total),
          share_text(step.bubble, step.total),
          share_text(step.straggler, step.total),
          share_text(step.overhead, step.total),
          short_count(point.tokens_per_second),
          percent(point.goodput),
          power_text(point.power),
          limit};
}

/// The reasons, one for each run of sizes with the same first limit.
std::string reasons_text(const ScaleCurve& curve) {
  std::string text;
  for (std::size_t first = 0; first < curve.points.size();) {
    std::size_t last = first;
    while (last + 1 < curve.points.size() && curve.points[last + 1].limit == curve.points[first].limit) ++last;
    const ScalePoint& point = curve.points[last];
    if (point.limit != ScalingLimit::kNone) {
      const std::string sizes =
          first == last ? grouped(point.chips)
                        : fmt::format("{} to {}", grouped(curve.points[first].chips), grouped(point.chips));
      const std::string which = first == last ? "" : " (at the last)";
      text += fmt::format("  {}\n", wrapped(fmt::format("{} chips: {}: {}{}", sizes, limit_name(point.limit),
                                                        point.limit_reason, which),
                                            kWidth, 4));
    }
    first = last + 1;
  }
  return text;
}

/// How far the curve is worth following.
std::string knee_text(const ScaleCurve& curve) {
  const ScalePoint* best = nullptr;
  for (const ScalePoint& point : curve.points) {
    if (best == nullptr || point.useful_tokens_per_second > best->useful_tokens_per_second) best = &point;
  }
  if (best == nullptr || !best->is_feasible) return {};
  return fmt::format("  Most useful tokens per second: {} at {} chips, goodput included\n",
                     short_count(best->useful_tokens_per_second), grouped(best->chips));
}

std::string curve_text(const ScaleCurve& curve, const std::string& title) {
  using Align = TextTable::Align;
  TextTable table;
  table.column("\nchips").column("\nplan", Align::kLeft).column("\nstep").column("\nMFU");
  table.column("step %\ncomp.").column("\nhbm").column("\nici").column("\ndcn").column("\npipe");
  table.column("\nwait").column("\nrest").column("tokens\nper s").column("good-\nput").column("at the\nmeter");
  table.column("first\nlimit", Align::kLeft);
  for (const ScalePoint& point : curve.points) table.row(cells_of(point));
  return fmt::format("{} ({})\n", title, curve.rule) + table.text() + reasons_text(curve) + knee_text(curve);
}

}  // namespace

std::string scaling_text(const ScalingStudy& study) {
  std::string text =
      fmt::format("{}: scaling of '{}' ({}) on {} pods of {} chips, grid {}, PUE {:.2f}\n\n", study.scenario,
                  study.job, study.model, study.pod_type, study.chip, power_text(study.grid_power), study.pue);
  text += curve_text(study.weak, "Weak scaling") + "\n" + curve_text(study.strong, "Strong scaling") + "\n";
  text +=
      "Plan: slices x, then degrees in a slice: t tensor, p pipeline, e expert, c context, f fsdp, d data; slices "
      "are\n"
      "data parallel, or share weights where F is given. Shares of a step: pipe is the pipeline's bubble, wait the\n"
      "slowest chip, rest fixed overhead; hbm, ici and dcn count only what compute does not hide.\n";
  return text + limit_rules_text();
}

}  // namespace gigapod
