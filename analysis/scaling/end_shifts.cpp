#include "analysis/scaling/end_shifts.hpp"

#include "analysis/number_text.hpp"
#include "analysis/scaling/best_curve.hpp"
#include "analysis/scaling/curve_end.hpp"
#include "sim/base/worker_threads.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>
#include <limits>

namespace gigapod {
namespace {

constexpr std::array<double, 2> kFactors = {0.5, 2.0};

ChipSpec& chip_of(GrowthTerms& terms) {
  return terms.scenario.chips.at(terms.scenario.pods.at(terms.spec().pod_type).chip);
}

constexpr std::array kCurves = {&GrowthCurves::weak, &GrowthCurves::strong, &GrowthCurves::best};

/// Of each of the curves; nothing where no size runs.
using Ends = std::array<std::optional<CurveEnd>, kCurves.size()>;

/// The plans of the weak and the strong curve as other terms make them fare.
GrowthCurves same_plans(const JobGrowth& growth, GrowthCurves curves) {
  for (ScaleCurve* curve : {&curves.weak, &curves.strong}) {
    for (ScalePoint& point : curve->points) {
      if (point.has_plan()) growth.add_goodput(point);
    }
  }
  return curves;
}

Ends ends_of(const GrowthTerms& terms, const GrowthCurves& base, bool replans) {
  const JobGrowth growth(terms);
  GrowthCurves curves = replans ? growth_curves(growth, base) : same_plans(growth, base);
  curves.best = best_curve_near(growth, curves, base.best, replans);
  Ends ends;
  for (std::size_t i = 0; i < kCurves.size(); ++i) {
    const std::optional<CurveEnd>& end = (base.*kCurves[i]).end;
    if (end) ends[i] = curve_end(curves.*kCurves[i], growth.power_chips(), growth.envelope(), end->best_rate);
  }
  return ends;
}

/// The least and the most of the ends.
double factor_between(std::initializer_list<double> ends) {
  const auto [least, most] = std::minmax(ends);
  return least > 0.0 ? most / least : most > 0.0 ? std::numeric_limits<double>::infinity() : 1.0;
}

/// Nothing where one of the ends is missing.
void add(const ShiftInput& input, const ScaleCurve& curve, const std::optional<CurveEnd>& halved,
         const std::optional<CurveEnd>& doubled, std::vector<EndShift>& all) {
  if (!curve.end || !halved || !doubled) return;
  all.push_back({input.name, curve.name, input.what, curve.end->chips, curve.end->is_beyond, halved->chips,
                 halved->is_beyond, doubled->chips, doubled->is_beyond});
}

}  // namespace

const std::vector<ShiftInput>& shift_inputs() {
  static const std::vector<ShiftInput> inputs = {
      {"dcn_bandwidth", "DCN bandwidth",
       [](GrowthTerms& terms, double factor) { chip_of(terms).host_nic_bandwidth *= factor; }},
      {"ici_bandwidth", "ICI bandwidth",
       [](GrowthTerms& terms, double factor) { chip_of(terms).ici_link_bandwidth *= factor; }},
      {"hbm_capacity", "HBM capacity",
       [](GrowthTerms& terms, double factor) { chip_of(terms).hbm_capacity *= factor; }},
      {"hbm_bandwidth", "HBM bandwidth",
       [](GrowthTerms& terms, double factor) { chip_of(terms).hbm_bandwidth *= factor; }},
      {"failure_rate", "failure rate",
       [](GrowthTerms& terms, double factor) {
         for (FailureClass& kind : terms.scenario.failures) kind.rate *= factor;
       },
       false},
      {"restart_time", "restart time",
       [](GrowthTerms& terms, double factor) { terms.scenario.jobs[terms.job].restart_time *= factor; }, false},
      {"checkpoint_storage", "checkpoint storage bandwidth",
       [](GrowthTerms& terms, double factor) {
         terms.scenario.site.storage.write_bandwidth *= factor;
         terms.scenario.site.storage.read_bandwidth *= factor;
       },
       false},
      {"power_envelope", "power envelope",
       [](GrowthTerms& terms, double factor) {
         terms.scenario.site.power.grid_power *= factor;
         for (FeedSpec& feed : terms.scenario.site.power.tree) feed.rating *= factor;
       },
       false},
      {"batch", "batch", [](GrowthTerms& terms, double factor) { terms.batch *= factor; }},
      {"critical_batch", "critical batch",
       [](GrowthTerms& terms, double factor) { terms.critical_batch.tokens *= factor; }, false},
      {"straggler_spread", "straggler spread",
       [](GrowthTerms& terms, double factor) { terms.straggler_spread *= factor; }},
  };
  return inputs;
}

double EndShift::effect() const { return factor_between({base, halved, doubled}); }

std::vector<EndShift> end_shifts(const GrowthTerms& terms, const GrowthCurves& curves, int jobs) {
  const std::vector<ShiftInput>& inputs = shift_inputs();
  std::vector<std::array<Ends, kFactors.size()>> ends(inputs.size());
  run_in_threads(inputs.size() * kFactors.size(), jobs, [&](std::size_t task) {
    const std::size_t input = task / kFactors.size();
    const std::size_t factor = task % kFactors.size();
    GrowthTerms changed = terms;
    inputs[input].scale(changed, kFactors[factor]);
    ends[input][factor] = ends_of(changed, curves, inputs[input].replans);
  });
  std::vector<EndShift> all;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (inputs[i].name == "critical_batch" && terms.critical_batch.tokens <= 0.0) continue;
    const auto& [halved, doubled] = ends[i];
    for (std::size_t curve = 0; curve < kCurves.size(); ++curve) {
      add(inputs[i], curves.*kCurves[curve], halved[curve], doubled[curve], all);
    }
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const EndShift& a, const EndShift& b) { return a.effect() > b.effect(); });
  return all;
}

std::vector<EndShiftSentence> end_shift_sentences(const EndShift& s) {
  const auto place = [](double chips, bool is_beyond) {
    return fmt::format("{}{}", is_beyond ? "beyond " : "", short_count(chips));
  };
  std::vector<EndShiftSentence> sentences;
  const auto add_sentence = [&](const char* factor, double chips, bool is_beyond) {
    if (chips == s.base && is_beyond == s.is_base_beyond) return;
    sentences.push_back({fmt::format("{} {} moves the end of the {} curve from {} to {} chips", factor, s.what,
                                     s.curve, place(s.base, s.is_base_beyond), place(chips, is_beyond)),
                         factor_between({s.base, chips})});
  };
  add_sentence("2x", s.doubled, s.is_doubled_beyond);
  add_sentence("half the", s.halved, s.is_halved_beyond);
  return sentences;
}

}  // namespace gigapod
