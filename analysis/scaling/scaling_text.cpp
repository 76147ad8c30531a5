#include "analysis/number_text.hpp"
#include "analysis/scaling/scaling.hpp"
#include "analysis/scaling/scaling_limit.hpp"
#include "analysis/scaling/scaling_words.hpp"
#include "analysis/text_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>
#include <utility>

namespace gigapod {
namespace {

constexpr std::size_t kWidth = 118;
constexpr std::size_t kSentences = 8;  ///< of sensitivities
constexpr double kShownEffect = 1.01;  ///< the end moves by a hundredth

std::string share_text(Seconds part, Seconds total) { return fmt::format("{:.0f}", 100.0 * (part / total)); }

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
  add("i", p.pipeline_interleave);
  add("F", p.dcn_fsdp);
  add("P", p.dcn_pipeline);
  return text.empty() ? "-" : text;
}

std::string limit_text(const ScalePoint& point) {
  return point.limit == ScalingLimit::kNone ? "-" : std::string(limit_name(point.limit));
}

/// "30.2 ±0.2", in percent; "-" where nothing was drawn.
std::string interval_text(const MeanInterval& interval) {
  if (interval.samples == 0) return "-";
  return fmt::format("{:.1f} ±{:.1f}", 100.0 * interval.mean, 100.0 * interval.half_width);
}

std::vector<std::string> dashes(const ScalePoint& point, std::size_t columns) {
  std::vector<std::string> cells(columns, "-");
  cells.front() = grouped(point.chips);
  cells.back() = limit_text(point);
  return cells;
}

std::vector<std::string> cells_of(const ScalePoint& point) {
  if (!point.is_feasible) return dashes(point, 14);
  const StepTime& step = point.step;
  return {grouped(point.chips),
          plan_text(point),
          percent(step.mfu),
          share_text(step.compute, step.total),
          share_text(step.hbm, step.total),
          share_text(step.ici, step.total),
          share_text(step.dcn, step.total),
          share_text(step.bubble, step.total),
          share_text(step.straggler, step.total),
          short_count(point.useful_tokens_per_second),
          percent(point.goodput),
          interval_text(point.simulated_goodput),
          power_text(point.power),
          limit_text(point)};
}

std::vector<std::string> best_cells_of(const ScalePoint& point) {
  if (!point.is_feasible) return dashes(point, 11);
  return {grouped(point.chips),
          fmt::format("{}{}", to_text(point.slice), point.is_twisted ? " twisted" : ""),
          plan_text(point),
          remat_text(point),
          grouped(point.global_batch),
          duration_text(point.step.total),
          percent(point.step.mfu),
          short_count(point.useful_tokens_per_second),
          percent(point.goodput),
          interval_text(point.simulated_goodput),
          limit_text(point)};
}

std::string_view loss_name(std::string_view bucket) {
  static const std::map<std::string_view, std::string_view> names = {
      {"hbm", "memory traffic"},
      {"ici", "communication inside slices"},
      {"dcn", "communication between slices"},
      {"bubble", "the pipeline's bubble"},
      {"stragglers", "waiting for the slowest"},
      {"overhead", "fixed overhead"},
      {"padding", "ranks without a sequence"},
      {"critical_batch", "tokens near the critical batch"},
      {"failures", "failures and checkpoints"}};
  return names.at(bucket);
}

/// The reasons, one for each run of sizes with the same first limit.
std::string reasons_text(const ScaleCurve& curve) {
  std::string text;
  for (std::size_t first = 0; first < curve.points.size();) {
    std::size_t last = first;
    while (last + 1 < curve.points.size() && curve.points[last + 1].limit == curve.points[first].limit) ++last;
    const ScalePoint& point = curve.points[last];
    if (point.limit != ScalingLimit::kNone) {
      const std::string sizes = (first == last ? std::string() : grouped(curve.points[first].chips) + " to ") +
                                counted(point.chips, "chip");
      const std::string which = first == last ? "" : " (at the last)";
      text += fmt::format(
          "  {}\n",
          wrapped(fmt::format("{}: {}: {}{}", sizes, limit_name(point.limit), point.limit_reason, which), kWidth, 4));
    }
    first = last + 1;
  }
  return text;
}

/// Where the curve ends, and what takes most chip-seconds there.
std::string end_text(const ScaleCurve& curve) {
  if (!curve.end) return {};
  const CurveEnd& end = *curve.end;
  std::string text =
      end.is_beyond ? fmt::format("End: beyond {} chips: a further one still brings over half of the best",
                                  short_count(end.chips))
                    : fmt::format("End: {} chips, {}: {}", short_count(end.chips), limit_name(end.limit), end.reason);
  text += fmt::format("; the most chip-seconds at {} go to {} ({})", grouped(curve.points[end.point].chips),
                      loss_name(end.largest_loss.name), percent(end.largest_loss.share));
  return fmt::format("  {}\n", wrapped(text, kWidth, 4));
}

TextTable growth_table(const ScaleCurve& curve) {
  using Align = TextTable::Align;
  TextTable table;
  table.column("\nchips").column("\nplan", Align::kLeft).column("\nMFU");
  table.column("step %\ncomp.").column("\nhbm").column("\nici").column("\ndcn").column("\npipe");
  table.column("\nwait").column("useful\ntok/s").column("good-\nput").column("simul-\nated, %");
  table.column("at the\nmeter").column("first\nlimit", Align::kLeft);
  for (const ScalePoint& point : curve.points) table.row(cells_of(point));
  return table;
}

TextTable best_table(const ScaleCurve& curve) {
  using Align = TextTable::Align;
  TextTable table;
  table.column("\nchips").column("\nslice", Align::kLeft).column("\nplan", Align::kLeft);
  table.column("\nremat", Align::kLeft).column("\nbatch").column("\nstep").column("\nMFU");
  table.column("useful\ntok/s").column("good-\nput").column("simul-\nated, %").column("first\nlimit", Align::kLeft);
  for (const ScalePoint& point : curve.points) table.row(best_cells_of(point));
  return table;
}

std::string curve_text(const ScaleCurve& curve, const std::string& title, const TextTable& table) {
  return fmt::format("{} ({})\n", title, curve.rule) + table.text() + reasons_text(curve) + end_text(curve) + "\n";
}

std::string sensitivities_text(const ScalingStudy& study) {
  if (study.sensitivities.empty()) return {};
  std::vector<EndShiftSentence> sentences;
  std::size_t shown = 0;
  for (const EndShift& shift : study.sensitivities) {
    if (shift.effect() < kShownEffect || ++shown > kSentences) break;
    for (EndShiftSentence& sentence : end_shift_sentences(shift)) sentences.push_back(std::move(sentence));
  }
  std::stable_sort(sentences.begin(), sentences.end(),
                   [](const EndShiftSentence& a, const EndShiftSentence& b) { return a.effect > b.effect; });
  std::string text;
  for (const EndShiftSentence& sentence : sentences) text += fmt::format("  {}\n", sentence.text);
  if (text.empty()) text = "  nothing halved or doubled moves an end by a hundredth\n";
  return "What moves the ends, the most first\n" + text + "\n";
}

std::string head_text(const ScalingStudy& study) {
  std::string text =
      fmt::format("{}: scaling of '{}' ({}) on {} pods of {} chips, grid {}, PUE {:.2f}\n", study.scenario, study.job,
                  study.model, study.pod_type, study.chip, power_text(study.grid_power), study.pue);
  if (study.critical_batch.tokens > 0.0) {
    text += fmt::format("Critical batch: {} tokens, {}\n", short_count(study.critical_batch.tokens),
                        study.critical_batch.source);
  }
  for (const std::string& warning : study.warnings) text += fmt::format("Warning: {}\n", wrapped(warning, kWidth, 2));
  for (const std::string& note : study_notes(study)) text += fmt::format("Note: {}\n", wrapped(note, kWidth, 2));
  return text + "\n";
}

}  // namespace

std::string scaling_text(const ScalingStudy& study) {
  std::string text = head_text(study);
  text += curve_text(study.weak, "Weak scaling", growth_table(study.weak));
  text += curve_text(study.strong, "Strong scaling", growth_table(study.strong));
  if (!study.best.points.empty()) {
    text += curve_text(study.best, "Best plan at each size", best_table(study.best));
  }
  text += sensitivities_text(study);
  text +=
      "Plan: slices x, then degrees in a slice: t tensor, p pipeline, e expert, c context, f fsdp, d data, i groups "
      "of\n"
      "layers a stage; slices are data parallel, share weights where F or layers where P is given. Shares of a "
      "step:\n"
      "pipe is the pipeline's bubble, wait the slowest chip; hbm, ici and dcn count only what compute does not "
      "hide.\n"
      "Goodput: in closed form, and simulated with its 95% interval over seeds. Useful tokens count goodput and a\n"
      "critical batch. End: where a further chip brings less than half of the useful tokens per second of one at "
      "the\n"
      "best size of the curve, or the chips at full activity that the envelope carries.\n";
  return text + limit_rules_text();
}

}  // namespace gigapod
