#include "analysis/scaling/scaling_words.hpp"

#include "analysis/number_text.hpp"
#include "analysis/plan/plan_answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace gigapod {
namespace {

constexpr std::size_t kNamedSizes = 6;
constexpr double kShownGoodput = 1e-4;  ///< a hundredth of a percent

/// What the words of plans look at.
TrainingPlan plan_of(const ScalePoint& point) {
  TrainingPlan plan;
  plan.parallelism = point.parallelism;
  plan.gradient_accumulation = point.gradient_accumulation;
  plan.remat = point.remat.remat;
  plan.saved_tensors = point.remat.saved_tensors;
  plan.offloaded_tensors = point.remat.offloaded_tensors;
  plan.shards_optimizer = point.shards_optimizer;
  return plan;
}

}  // namespace

std::string remat_text(const ScalePoint& point) {
  for (const NamedRematPolicy& named : named_remat_policies()) {
    if (named.policy == point.remat) return named.name;
  }
  return remat_text(plan_of(point));
}

std::string layout_text(const ScalePoint& point) { return layout_text(plan_of(point)); }

std::string moved_sizes_note(const std::vector<MovedSize>& sizes) {
  std::string text;
  for (std::size_t i = 0; i < std::min(sizes.size(), kNamedSizes); ++i) {
    const MovedSize& size = sizes[i];
    text += fmt::format("{} {} ", i == 0 ? "" : ",", grouped(size.requested_chips));
    text += size.chips == 0 ? "not at all"
                            : fmt::format("as {}{}", size.is_merged ? "the same " : "", grouped(size.chips));
  }
  if (text.empty()) return text;
  if (sizes.size() > kNamedSizes) text += fmt::format(" and {} more (scaling.json)", sizes.size() - kNamedSizes);
  return "sizes are evaluated as the chips that equal slices fill:" + text;
}

std::string goodput_note(const ScalingStudy& study) {
  const auto distance = [](const ScalePoint& p) { return std::abs(p.goodput - p.simulated_goodput.mean); };
  std::size_t simulated = 0;
  std::size_t outside = 0;
  const ScalePoint* farthest = nullptr;
  const ScaleCurve* its_curve = nullptr;
  for (const ScaleCurve* curve : study.curves()) {
    for (const ScalePoint& point : curve->points) {
      if (point.simulated_goodput.samples < 2) continue;
      ++simulated;
      if (point.simulated_goodput.holds(point.goodput) || distance(point) < kShownGoodput) continue;
      ++outside;
      if (farthest != nullptr && distance(*farthest) >= distance(point)) continue;
      farthest = &point;
      its_curve = curve;
    }
  }
  if (farthest == nullptr) return {};
  const MeanInterval& lives = farthest->simulated_goodput;
  return fmt::format(
      "the closed form of goodput lies outside the 95% interval of simulated lives at {} of {} sizes, farthest at {} "
      "chips of the {} curve: {:.2f}% against {:.2f} to {:.2f}%",
      outside, simulated, grouped(farthest->chips), its_curve->name, 100.0 * farthest->goodput, 100.0 * lives.low(),
      100.0 * lives.high());
}

std::vector<std::string> study_notes(const ScalingStudy& study) {
  std::vector<std::string> notes;
  for (std::string note : {moved_sizes_note(study.moved_sizes), goodput_note(study)}) {
    if (!note.empty()) notes.push_back(std::move(note));
  }
  return notes;
}

}  // namespace gigapod
