#include "analysis/study/study_sensitivity.hpp"

#include "analysis/rounding.hpp"
#include "sim/base/check.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace gigapod {
namespace {

/// Of `row` less `base`, seed by seed, of the seeds that both have.
IndexEstimate paired_difference(const StudyRow& base, const StudyRow& row, std::size_t measure) {
  std::vector<double> differences;
  for (const StudyRun& run : row.runs) {
    const auto same = [&](const StudyRun& other) { return other.seed == run.seed; };
    const auto partner = std::find_if(base.runs.begin(), base.runs.end(), same);
    if (partner != base.runs.end()) {
      const double before = partner->measures[measure];
      const double after = run.measures[measure];
      differences.push_back(is_same_figure(before, after) ? 0.0 : after - before);
    }
  }
  const MeanInterval interval = mean_interval(differences);
  if (interval.samples == 0) {
    constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    return {kNone, kNone, kNone};
  }
  return {interval.mean, interval.low(), interval.high()};
}

/// Means of the sample's points, no number where none has run.
std::vector<double> outputs_of(const StudyResults& results, std::size_t first, std::size_t measure) {
  std::vector<double> outputs;
  for (std::size_t i = 0; i < results.sample->points.size(); ++i) {
    const MeanInterval& interval = results.rows[first + i].measures[measure];
    outputs.push_back(interval.samples > 0 ? interval.mean : std::numeric_limits<double>::quiet_NaN());
  }
  return outputs;
}

using Estimates = std::vector<std::vector<IndexEstimate>>;

Estimates estimates_of(const StudyResults& results, std::size_t first, std::size_t measure,
                       const std::vector<double>& outputs) {
  const StudySample& sample = *results.sample;
  Estimates estimates;
  if (sample.method == SampleMethod::kOneAtATime) {
    const StudyRow* const base = &results.rows[first];
    for (std::size_t i = 0; i < sample.axes.size(); ++i) {
      estimates.push_back(
          {paired_difference(*base, base[1 + 2 * i], measure), paired_difference(*base, base[2 + 2 * i], measure)});
    }
  } else if (sample.method == SampleMethod::kMorris) {
    for (const MorrisEffect& effect : morris_effects(sample.points, outputs)) {
      estimates.push_back({effect.mean_absolute, effect.mean, effect.deviation});
    }
  } else if (sample.method == SampleMethod::kSobol) {
    for (const SobolIndices& indices : sobol_indices(sample.axes.size(), outputs)) {
      estimates.push_back({indices.first, indices.total});
    }
  } else {
    for (const IndexEstimate& estimate : rank_correlations(sample.points, outputs)) estimates.push_back({estimate});
  }
  return estimates;
}

/// By what an axis is ranked: Sobol's total index, Morris's mean size, the larger end of a bar.
double weight_of(const AxisSensitivity& axis, SampleMethod method) {
  const auto size = [&](std::size_t i) {
    const double value = std::abs(axis.estimates[i].value);
    return std::isfinite(value) ? value : 0.0;
  };
  if (method == SampleMethod::kSobol) return size(1);
  return method == SampleMethod::kOneAtATime ? std::max(size(0), size(1)) : size(0);
}

}  // namespace

const std::vector<std::string>& sensitivity_columns(SampleMethod method) {
  static const std::vector<std::string> ends = {"effect_at_low", "effect_at_high"};
  static const std::vector<std::string> morris = {"mean_absolute_effect", "mean_effect", "effect_deviation"};
  static const std::vector<std::string> sobol = {"first_order", "total_order"};
  static const std::vector<std::string> rank = {"rank_correlation"};
  switch (method) {
    case SampleMethod::kOneAtATime: return ends;
    case SampleMethod::kMorris: return morris;
    case SampleMethod::kSobol: return sobol;
    case SampleMethod::kRandom:
    case SampleMethod::kLatinHypercube: return rank;
  }
  return rank;
}

std::vector<Sensitivity> sensitivities(const StudyResults& results) {
  std::vector<Sensitivity> all;
  if (!results.sample) return all;
  const std::size_t points = results.sample->points.size();
  GIGAPOD_CHECK(points > 0 && results.rows.size() % points == 0, "every sample is whole");
  for (std::size_t first = 0; first < results.rows.size(); first += points) {
    for (std::size_t measure = 0; measure < results.measures.size(); ++measure) {
      const std::vector<double> outputs = outputs_of(results, first, measure);
      const Estimates estimates = estimates_of(results, first, measure, outputs);
      Sensitivity one{first, measure, {}, 0};
      for (std::size_t i = 0; i < estimates.size(); ++i) one.axes.push_back({results.sample->axes[i], estimates[i]});
      one.left_out = static_cast<std::size_t>(
          std::count_if(outputs.begin(), outputs.end(), [](double output) { return !std::isfinite(output); }));
      all.push_back(std::move(one));
    }
  }
  return all;
}

std::vector<std::size_t> ranked(const Sensitivity& sensitivity, SampleMethod method) {
  std::vector<std::size_t> order(sensitivity.axes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return weight_of(sensitivity.axes[a], method) > weight_of(sensitivity.axes[b], method);
  });
  return order;
}

}  // namespace gigapod
