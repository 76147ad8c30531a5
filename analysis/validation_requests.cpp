// The closed forms of serving (latency_at_load) against the same requests one by one (serve): Poisson arrivals at
// shares of the capacity of a replica, lengths fixed at the means that the closed forms know.

#include "analysis/validation.hpp"
#include "sim/base/random.hpp"
#include "sim/fabric/slice.hpp"
#include "sim/model/serving/latency_at_load.hpp"
#include "sim/serving/serve.hpp"

#include <fmt/format.h>

#include <array>

namespace gigapod {
namespace {

struct Case {
  const char* chip;
  const char* model;
  std::array<int, 2> shape;  ///< of a torus without wrap-around
  double weight_bytes;
  double prompt;
  double output;
};
constexpr std::array kCases{Case{"v6e", "llama3.1-70b", {2, 4}, 2.0, 1000, 300},
                            Case{"v7", "qwen3-32b", {1, 1}, 1.0, 2000, 500},
                            Case{"v7", "qwen3-coder-480b-a35b", {2, 2}, 1.0, 4000, 800}};
constexpr std::array kLoads{0.3, 0.6, 0.85};
constexpr int kSequences = 128;
constexpr int kRequests = 4000;

ServingPlan plan_of(const Case& c, const TransformerSpec& model) {
  ServingPlan plan;
  plan.model = model;
  plan.precision = c.weight_bytes < 2.0 ? Precision::kFp8 : Precision::kBf16;
  plan.weight_bytes = c.weight_bytes;
  plan.kv_bytes = c.weight_bytes;
  plan.prompt_tokens = c.prompt;
  plan.output_tokens = c.output;
  plan.max_batch = kSequences;
  plan.ttft_target = Seconds(1e9);
  plan.tpot_target = Seconds(1e9);
  return plan;
}

RequestTrace poisson(const Case& c, double rate) {
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

void add_case(const Case& c, const ChipSpec& chip, const TransformerSpec& model, std::vector<ValidationRow>& rows) {
  ServingSetup setup;
  setup.replica.plan = plan_of(c, model);
  setup.replica.chip = chip;
  for (const int length : c.shape) setup.replica.slice.axes.push_back({length, false});
  setup.replica.max_sequences = kSequences;
  const ReplicaCapacity capacity = replica_capacity(setup.replica.plan, chip, setup.replica.slice);
  for (const double load : kLoads) {
    const double rate = load * capacity.requests_per_second;
    const RequestTrace trace = poisson(c, rate);
    setup.warm_up = trace.requests.back().arrival * 0.2;
    const ServingOutcome outcome = serve(trace, setup);
    const ServingLatency latency = latency_at_load(capacity, load);
    const auto add = [&](const char* figure, double requests, double closed_form, const char* unit) {
      ValidationRow row{
          fmt::format("{} on {} at {:g} {}", model.name, chip.name, load, figure),
          "serving requests",
          fmt::format("{} on {} {}x{}, {:.0f}% load", model.name, chip.name, c.shape[0], c.shape[1], 100.0 * load),
          figure,
          chip.name,
          "sim/serving"};
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
  std::vector<ValidationRow> rows;
  for (const Case& c : kCases) {
    const auto chip = chips.find(c.chip);
    const auto model = models.find(c.model);
    if (chip != chips.end() && model != models.end()) add_case(c, chip->second, model->second, rows);
  }
  return rows;
}

}  // namespace gigapod
