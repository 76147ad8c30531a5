// The closed forms of serving (latency_at_load) against the same requests one by one (serve): Poisson arrivals at
// shares of the capacity of a replica, lengths fixed at the means that the closed forms know.

#include "analysis/validation/validation_replica.hpp"
#include "sim/base/random.hpp"
#include "sim/model/serving/latency_at_load.hpp"
#include "sim/serving/serve.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace gigapod {
namespace {

constexpr std::array kCases{ReplicaCase{"v6e", "llama3.1-70b", {2, 4}, 2.0, 1000, 300},
                            ReplicaCase{"v7", "qwen3-32b", {1, 1}, 1.0, 2000, 500},
                            ReplicaCase{"v7", "qwen3-coder-480b-a35b", {2, 2}, 1.0, 4000, 800}};
constexpr std::array kLoads{0.3, 0.6, 0.85};
constexpr int kSequences = 128;
constexpr int kRequests = 4000;

RequestTrace poisson(const ReplicaCase& c, double rate) {
  RandomStream random(1);
  RequestTrace trace;
  Seconds time(0.0);
  for (int i = 0; i < kRequests; ++i) {
    time += random.exponential(Hertz(rate));
    Request request;
    request.arrival = time;
    request.prompt_tokens = static_cast<std::int32_t>(c.prompt);
    request.output_tokens = static_cast<std::int32_t>(c.output);
    trace.requests.push_back(request);
  }
  return trace;
}

/// What the closed forms ask for beside what serve() does; no target limits them.
void complete(ServingSetup& setup, const ReplicaCase& c) {
  ServingPlan& plan = setup.replica.plan;
  plan.prompt_tokens = c.prompt;
  plan.output_tokens = c.output;
  plan.max_batch = kSequences;
  plan.ttft_target = Seconds(1e9);
  plan.tpot_target = Seconds(1e9);
  setup.replica.max_sequences = kSequences;
}

void add_case(const ReplicaCase& c, ServingSetup setup, const ValidationRow& replica,
              std::vector<ValidationRow>& rows) {
  complete(setup, c);
  const ReplicaCapacity capacity = replica_capacity(setup.replica.plan, setup.replica.chip, setup.replica.slice);
  for (const double load : kLoads) {
    const double rate = load * capacity.requests_per_second;
    const RequestTrace trace = poisson(c, rate);
    setup.warm_up = trace.requests.back().arrival * 0.2;
    const ServingOutcome outcome = serve(trace, setup);
    const ServingLatency latency = latency_at_load(capacity, load);
    const auto add = [&](const char* figure, double requests, double closed_form, const char* unit) {
      ValidationRow row = replica;
      row.id += fmt::format(" at {:g} {}", load, figure);
      row.family = "serving requests";
      row.system += fmt::format(", {:.0f}% load", 100.0 * load);
      row.subject = figure;
      row.measured = requests;
      row.simulated = closed_form;
      row.unit = unit;
      row.kind = RowKind::kRequests;
      rows.push_back(std::move(row));
    };
    add("mean TTFT", 1e3 * outcome.ttft.mean.value(), 1e3 * latency.ttft.value(), "ms");
    add("mean TPOT", 1e3 * outcome.tpot.mean.value(), 1e3 * latency.tpot.value(), "ms");
    add("output", outcome.output_tokens_per_second(), rate * c.output, "tok/s");
  }
}

}  // namespace

std::vector<ValidationRow> request_level_rows(const std::map<std::string, ChipSpec>& chips,
                                              const std::map<std::string, TransformerSpec>& models) {
  return rows_of_replicas(kCases, chips, models, add_case);
}

}  // namespace gigapod
