#pragma once

#include "sim/hardware/shape.hpp"
#include "sim/model/cost/chip_price.hpp"
#include "sim/serving/serve.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gigapod {

/// One replica at a steady number of clients.
struct FrontierPoint {
  std::string chip;
  Shape shape;
  ServingLayout layout = ServingLayout::kTensor;
  int chips = 1;
  int clients = 1;  ///< each waits for its answer
  Seconds ttft;     ///< medians
  Seconds tpot;
  Seconds end_to_end;
  double output_tokens_per_second_per_chip = 0.0;
  std::optional<double> dollars_per_million_output_tokens{};
  double joules_per_output_token = 0.0;
  bool is_best = false;        ///< no other point has both a lower TPOT and more tokens a second and chip
  bool is_best_price = false;  ///< likewise of TPOT and dollars
};

/// A replica with 1, 2, 4 … clients that take the requests of the trace in turn, until more clients bring hardly any
/// more tokens.
[[nodiscard]] std::vector<FrontierPoint> load_sweep(const RequestTrace& trace, const ServingSetup& setup,
                                                    const Shape& shape, std::optional<DollarsPerSecond> price);

/// `v6e 2x4`, and `v7 2x2x2 DP` with data-parallel attention.
[[nodiscard]] std::string replica_name(const std::string& chip, const Shape& shape, ServingLayout layout);

/// Marks the points that no other beats on both counts.
void mark_best(std::vector<FrontierPoint>& points);

}  // namespace gigapod
