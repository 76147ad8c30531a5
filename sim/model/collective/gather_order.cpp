/// Shares and waits of an all-gather over several axes.
///
/// With L[i][a] the shards that part i sends into a chip over axis a and c[a] the links there, the shares f solve
///     sum_i f[i] L[i][a] = c[a] (N - 1) / sum c     for every a;
/// they sum to 1 since every row of L sums to N - 1. The wait is that of a fluid: parts on an axis share its links
/// evenly.
#include "sim/model/collective/gather_order.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace gigapod {
namespace {

constexpr std::size_t kAxes = 3;
using Row = std::array<double, kAxes + 1>;  ///< coefficients, then the right side
using Rows = std::array<Row, kAxes>;

/// Shards that reach a chip in a phase.
double shards(const GatherPhase& phase) { return (phase.members - 1.0) * phase.blocks; }

/// Shards that reach a chip in all: N - 1.
double all_shards(const GatherPart& part) {
  double sum = 0.0;
  for (const GatherPhase& phase : part.phases) sum += shards(phase);
  return sum;
}

double all_links(AxisLinks links) {
  double sum = 0.0;
  for (const int count : links) sum += count;
  return sum;
}

/// Gauss and Jordan with the largest pivot; the right sides become the solution.
void solve(Rows& rows, std::size_t n) {
  for (std::size_t pivot = 0; pivot < n; ++pivot) {
    std::size_t best = pivot;
    for (std::size_t row = pivot + 1; row < n; ++row) {
      if (std::abs(rows[row][pivot]) > std::abs(rows[best][pivot])) best = row;
    }
    std::swap(rows[pivot], rows[best]);
    GIGAPOD_CHECK(rows[pivot][pivot] != 0.0, "orders of axes load them differently");
    for (std::size_t row = 0; row < n; ++row) {
      if (row == pivot) continue;
      const double factor = rows[row][pivot] / rows[pivot][pivot];
      for (std::size_t column = pivot; column <= kAxes; ++column) rows[row][column] -= factor * rows[pivot][column];
    }
  }
  for (std::size_t row = 0; row < n; ++row) rows[row][kAxes] /= rows[row][row];
}

}  // namespace

void balance_shares(std::span<GatherPart> parts, AxisLinks links) {
  if (parts.size() < 2) return;
  Rows rows{};
  std::size_t row = 0;
  for (const GatherPhase& first : parts[0].phases) {
    for (std::size_t part = 0; part < parts.size(); ++part) {
      for (const GatherPhase& phase : parts[part].phases) {
        if (phase.axis == first.axis) rows[row][part] = shards(phase);
      }
    }
    rows[row][kAxes] = links[static_cast<std::size_t>(first.axis)] * all_shards(parts[0]) / all_links(links);
    ++row;
  }
  solve(rows, parts.size());
  double sum = 0.0;
  for (std::size_t part = 0; part < parts.size(); ++part) {
    parts[part].share = std::max(rows[part][kAxes], 0.0);
    sum += parts[part].share;
  }
  for (GatherPart& part : parts) part.share /= sum;
}

double gather_wait(std::span<const GatherPart> parts, AxisLinks links) {
  struct Progress {
    std::size_t phase = 0;
    double left = 0.0;  ///< time of the phase with its links to itself, in shards over one link
  };
  const auto work = [&](std::size_t part, std::size_t phase) {
    const GatherPhase& now = parts[part].phases[phase];
    return parts[part].share * shards(now) / links[static_cast<std::size_t>(now.axis)];
  };
  std::array<Progress, kAxes> progress{};
  for (std::size_t part = 0; part < parts.size(); ++part) progress[part].left = work(part, 0);
  double time = 0.0;
  while (true) {
    std::array<double, kAxes> sharing{};
    for (std::size_t part = 0; part < parts.size(); ++part) {
      const std::size_t phase = progress[part].phase;
      if (phase < parts[part].phases.size()) sharing[static_cast<std::size_t>(parts[part].phases[phase].axis)] += 1.0;
    }
    const auto slowdown = [&](std::size_t part) {
      return sharing[static_cast<std::size_t>(parts[part].phases[progress[part].phase].axis)];
    };
    double step = std::numeric_limits<double>::infinity();
    for (std::size_t part = 0; part < parts.size(); ++part) {
      if (progress[part].phase < parts[part].phases.size())
        step = std::min(step, progress[part].left * slowdown(part));
    }
    if (std::isinf(step)) break;
    time += step;
    for (std::size_t part = 0; part < parts.size(); ++part) {
      if (progress[part].phase >= parts[part].phases.size()) continue;
      progress[part].left -= step / slowdown(part);
      if (progress[part].left > 1e-12 * time) continue;
      ++progress[part].phase;
      if (progress[part].phase < parts[part].phases.size()) progress[part].left = work(part, progress[part].phase);
    }
  }
  return std::max(0.0, time * all_links(links) / all_shards(parts[0]) - 1.0);
}

}  // namespace gigapod
