#pragma once

#include "sim/fabric/fabric_graph.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

namespace gigapod::test {

/// Figures of a graph's first `chips` vertices, measured on the graph.
struct GraphFigures {
  int degree = 0;
  int diameter = 0;
  double mean_hops = 0.0;
};

inline GraphFigures measure(const FabricGraph& graph, int chips) {
  GraphFigures figures;
  double hops = 0.0;
  for (int from = 0; from < chips; ++from) {
    figures.degree = std::max(figures.degree, graph.degree(from));
    const std::vector<int> all = graph.hops_from(from);
    for (int to = 0; to < chips; ++to) {
      figures.diameter = std::max(figures.diameter, all[static_cast<std::size_t>(to)]);
      hops += all[static_cast<std::size_t>(to)];
    }
  }
  figures.mean_hops = hops / (static_cast<double>(chips) * (chips - 1));
  return figures;
}

/// The smallest cut between two halves, by trying every half of at most 16 chips.
inline BytesPerSecond brute_force_bisection(const FabricGraph& graph, int chips) {
  BytesPerSecond best(1e300);
  for (std::uint32_t half = 0; half < (1u << chips); ++half) {
    if (__builtin_popcount(half) != chips / 2) continue;
    std::vector<bool> is_marked(static_cast<std::size_t>(graph.vertex_count()));
    for (int i = 0; i < chips; ++i) is_marked[static_cast<std::size_t>(i)] = (half >> i & 1u) != 0;
    best = min(best, graph.cut_bandwidth(is_marked));
  }
  return best;
}

/// The smallest cut, in links, that swapping pairs of chips downhill finds from several random halves.
class LocalSearch {
 public:
  explicit LocalSearch(const FabricGraph& graph) : neighbours_(static_cast<std::size_t>(graph.vertex_count())) {
    for (const FabricEdge& link : graph.links()) {
      neighbours_[static_cast<std::size_t>(link.from)].push_back(link.to);
      neighbours_[static_cast<std::size_t>(link.to)].push_back(link.from);
    }
  }

  int smallest_cut(int starts) {
    int best = static_cast<int>(neighbours_.size()) * 6;
    for (int i = 0; i < starts; ++i) best = std::min(best, descend());
    return best;
  }

 private:
  int descend() {
    const auto chips = static_cast<int>(neighbours_.size());
    side_.assign(neighbours_.size(), 0);
    for (int marked = 0; marked < chips / 2;) {
      const auto chip = static_cast<std::size_t>(engine_() % neighbours_.size());
      marked += side_[chip] == 0;
      side_[chip] = 1;
    }
    for (bool moved = true; moved;) {
      moved = false;
      for (int a = 0; a < chips; ++a) moved = swap_best_partner(a) || moved;
    }
    int twice = 0;
    for (int a = 0; a < chips; ++a) twice += cut_links(a);
    return twice / 2;
  }

  int cut_links(int chip) const {
    int count = 0;
    for (const int other : neighbours_[static_cast<std::size_t>(chip)]) {
      count += side_[static_cast<std::size_t>(other)] != side_[static_cast<std::size_t>(chip)];
    }
    return count;
  }

  int gain(int a, int b) const {
    const auto degree = [this](int chip) {
      return static_cast<int>(neighbours_[static_cast<std::size_t>(chip)].size());
    };
    int joined = 0;
    for (const int other : neighbours_[static_cast<std::size_t>(a)]) joined += other == b;
    return 2 * cut_links(a) - degree(a) + 2 * cut_links(b) - degree(b) - 2 * joined;
  }

  bool swap_best_partner(int a) {
    int best = -1;
    int best_gain = 0;
    for (int b = 0; b < static_cast<int>(neighbours_.size()); ++b) {
      if (side_[static_cast<std::size_t>(a)] == side_[static_cast<std::size_t>(b)] || gain(a, b) <= best_gain)
        continue;
      best = b;
      best_gain = gain(a, b);
    }
    if (best < 0) return false;
    std::swap(side_[static_cast<std::size_t>(a)], side_[static_cast<std::size_t>(best)]);
    return true;
  }

  std::vector<std::vector<int>> neighbours_;
  std::vector<int> side_;
  std::mt19937 engine_{1};
};

/// Lower bound of the bisection of a regular graph, in links: chips x (second smallest eigenvalue of the Laplacian) /
/// 4, by power iteration on 2 x degree - Laplacian without the constant vector.
inline double spectral_bisection_bound(const FabricGraph& graph) {
  const auto chips = static_cast<std::size_t>(graph.vertex_count());
  const double shift = 2.0 * graph.degree(0);
  std::vector<double> vector(chips);
  std::mt19937 engine(2);
  for (double& x : vector) x = static_cast<double>(engine() % 1000);
  double eigenvalue = 0.0;
  for (int iteration = 0; iteration < 3000; ++iteration) {
    double mean = 0.0;
    for (const double x : vector) mean += x / static_cast<double>(chips);
    double norm = 0.0;
    for (double& x : vector) {
      x -= mean;
      norm += x * x;
    }
    for (double& x : vector) x /= std::sqrt(norm);
    std::vector<double> next(chips);
    for (std::size_t i = 0; i < chips; ++i) next[i] = (shift - graph.degree(static_cast<int>(i))) * vector[i];
    for (const FabricEdge& link : graph.links()) {
      next[static_cast<std::size_t>(link.from)] += vector[static_cast<std::size_t>(link.to)];
      next[static_cast<std::size_t>(link.to)] += vector[static_cast<std::size_t>(link.from)];
    }
    eigenvalue = 0.0;
    for (std::size_t i = 0; i < chips; ++i) eigenvalue += next[i] * vector[i];
    vector = std::move(next);
  }
  return static_cast<double>(chips) * (shift - eigenvalue) / 4.0;
}

}  // namespace gigapod::test
