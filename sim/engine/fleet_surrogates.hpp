#pragma once

#include "sim/model/serving/latency_quantiles.hpp"
#include "sim/model/serving/replica.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/serving/surrogate.hpp"

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace gigapod {

/// Latency of the requests of a replica.
struct FleetLatency {
  QuantileTimes ttft{};
  QuantileTimes tpot{};
  QuantileTimes end_to_end{};
  Seconds mean_ttft;
  Seconds mean_tpot;
  double attainment = 1.0;  ///< share of requests within both targets
  double in_flight = 0.0;   ///< requests that a replica has, mean
};

/// A replica of a fleet as the request-level simulation measures it.
struct FleetSurrogate {
  ServingSurrogate table;
  double load_within = 0.0;          ///< the table's highest load whose latencies hold the targets
  double requests_per_second = 0.0;  ///< at that load, of the fleet's mix of lengths
  std::string warning;               ///< when no load holds them, and the highest is taken

  /// At a share of that load, 0 and up, when requests have waited `queued` before they got to the replica and its
  /// steps take `slowdown` times as long as measured.
  [[nodiscard]] FleetLatency latency(const ServingPlan& plan, double utilization, Seconds queued,
                                     double slowdown) const;
};

/// Measures each kind of replica once, however many fleets have it, in one run or, handed to `simulate`, in many.
/// Fleets keep references: it outlives them.
class FleetSurrogates {
 public:
  const FleetSurrogate& of(const FleetSpec& spec, const Scenario& scenario);

  /// Says that the scenario will be run so many times.
  void expect_runs(const Scenario& scenario, std::size_t runs);

  /// Measures the scenario's replicas that at least `runs` expected runs have, on so many threads.
  void measure(const Scenario& scenario, int threads, std::size_t runs = 0);

 private:
  /// Requests of one length.
  struct Part {
    double share = 1.0;
    double prompt_tokens = 1.0;
    double output_tokens = 1.0;
    bool operator==(const Part&) const = default;
  };
  /// All that the measurement depends on.
  struct Kind {
    ServingPlan plan;
    PodSpec pod;
    ChipSpec chip;
    Shape slice;
    std::vector<Part> parts;
    Percentile percentile = Percentile::kMean;
    int step_tokens = 0;
    bool operator==(const Kind&) const = default;
  };
  struct Entry {
    Kind kind;
    std::size_t runs = 0;  ///< that are expected
    std::optional<FleetSurrogate> surrogate;
  };
  /// Of the scenario's fleets in their order, each kind once.
  [[nodiscard]] std::vector<Entry*> entries_of(const Scenario& scenario);
  [[nodiscard]] Entry& entry_of(const FleetSpec& spec, const Scenario& scenario);
  [[nodiscard]] static FleetSurrogate measured(const Kind& kind, int threads);
  static void plan_load(const Kind& kind, FleetSurrogate& surrogate);
  [[nodiscard]] static std::vector<Part> parts_of(const FleetSpec& spec, const Scenario& scenario);
  [[nodiscard]] static RequestTrace trace_of(const std::vector<Part>& parts, const TransformerSpec& model);

  std::deque<Entry> entries_;
};

}  // namespace gigapod
