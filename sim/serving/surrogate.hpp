#pragma once

#include "sim/serving/monotone_curve.hpp"
#include "sim/serving/request.hpp"
#include "sim/serving/serving_outcome.hpp"
#include "sim/serving/serving_setup.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace gigapod {

/// Loads at which a surrogate is measured: shares of the throughput at saturation, below 1.
struct SurrogateGrid {
  std::vector<double> loads{0.05, 0.3, 0.5, 0.65, 0.75, 0.82, 0.87, 0.91, 0.94, 0.96};
  int requests = 16'000;           ///< of each measurement, the first fifth of which only warms up
  double arrival_variation = 1.0;  ///< coefficient of variation of the times between arrivals (Gamma); 1: Poisson
  std::uint64_t seed = 1;
};

/// What a replica does at one load; of latencies, those of all requests.
struct ServingPoint {
  double load = 0.0;  ///< at which it is: never above the highest measured
  LatencySummary ttft;
  LatencySummary tpot;
  LatencySummary end_to_end;
  double in_system = 0.0;  ///< requests of one replica, mean
  Watts power;             ///< of one replica's chips with their share of hosts
};

/// Error of reading the table instead of simulating, relative: over latencies at the loads in the middle between
/// those of the grid, simulated with other arrivals, and with several mixes, in the middle between them too. It
/// contains the noise of both simulations.
struct SurrogateError {
  double median = 0.0;
  double p90 = 0.0;
  double largest = 0.0;
};

/// A table of serve() over load and length mix, which answers in a microsecond what a replica of a fleet does.
class ServingSurrogate {
 public:
  /// Measures `setup` with the requests of each mix, whose own arrivals are not used: a position of 0.25 between mix
  /// 0 and mix 1 is a trace with a quarter of its requests from mix 1. Arrivals are an open loop, nobody is refused,
  /// no replica comes or goes; with several replicas behind its router, the answers are of one of them. They do not
  /// depend on the number of threads.
  static ServingSurrogate measure(std::span<const RequestTrace> mixes, const ServingSetup& setup,
                                  const SurrogateGrid& grid = {}, int threads = 1);

  /// Requests per second of one replica at saturation.
  [[nodiscard]] double capacity(double mix = 0.0) const;
  /// At a share of that, 0 and up; above the highest measured load the answer is that load's.
  [[nodiscard]] ServingPoint at(double load, double mix = 0.0) const;
  [[nodiscard]] double highest_load() const { return highest_load_; }
  /// The highest load, 0 to highest_load(), whose latencies at the percentile hold every target; 0 when none does.
  [[nodiscard]] double load_within(const LatencyTargets& targets, Percentile percentile, double mix = 0.0) const;
  [[nodiscard]] const SurrogateError& error() const { return error_; }

 private:
  static constexpr std::size_t kFigures = 17;
  using Figures = std::array<double, kFigures>;
  using Curves = std::array<MonotoneCurve, kFigures>;  // of logarithms, over -log(1 - load)
  struct Table {
    double capacity = 0.0;
    Curves curves;
  };
  static Figures figures_of(const ServingPoint& point);
  static ServingPoint point_of(const Figures& figures);
  friend class SurrogateMeasurement;

  std::vector<Table> tables_;
  double highest_load_ = 0.0;
  SurrogateError error_;
};

}  // namespace gigapod
