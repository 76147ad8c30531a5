#pragma once

#include "sim/base/random.hpp"
#include "sim/serving/serve.hpp"
#include "tests/unit/model/serving/reference_hardware.hpp"
#include "tests/unit/model/serving/reference_models.hpp"

namespace gigapod::testing {

/// Llama 3 70B in int8 on eight chips of v6e.
inline ServingSetup llama_setup() {
  ServingSetup setup;
  setup.replica.plan.model = llama3_70b();
  setup.replica.plan.precision = Precision::kInt8;
  setup.replica.plan.weight_bytes = 1.0;
  setup.replica.plan.kv_bytes = 1.0;
  setup.replica.chip = chip_v6e();
  setup.replica.slice = torus({2, 4}, false);
  return setup;
}

/// The same with HBM for that many tokens beside the weights.
inline ServingSetup llama_setup_with_cache(int tokens) {
  ServingSetup setup = llama_setup();
  const double weights = parameter_count(setup.replica.plan.model);
  const double cache = tokens * kv_cache_bytes_per_token(setup.replica.plan.model, 1.0).value();
  setup.replica.chip.hbm_capacity = Bytes((weights + cache + 1.0) / (8.0 * 0.9));
  return setup;
}

/// `count` Poisson arrivals with exponential lengths around the means.
inline RequestTrace random_trace(int count, double rate, double prompt, double output, std::uint64_t seed) {
  RandomStream random(seed);
  RequestTrace trace;
  Seconds time(0.0);
  const auto tokens = [&](double mean) {
    return 1 + static_cast<std::int32_t>(random.exponential(Hertz(1.0)).value() * (mean - 1.0));
  };
  for (int i = 0; i < count; ++i) {
    time += random.exponential(Hertz(rate));
    Request request;
    request.arrival = time;
    request.prompt_tokens = tokens(prompt);
    request.output_tokens = tokens(output);
    trace.requests.push_back(request);
  }
  return trace;
}

}  // namespace gigapod::testing
