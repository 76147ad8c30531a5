// The surrogate table of a replica (ServingSurrogate) against other requests one by one (serve): the same lengths at
// loads between those of the table, with other arrivals and ten times as many requests.

#include "analysis/validation/validation_replica.hpp"
#include "sim/base/random.hpp"
#include "sim/serving/serve.hpp"
#include "sim/serving/surrogate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace gigapod {
namespace {

constexpr std::array kCases{ReplicaCase{"v6e", "llama3.1-70b", {2, 4}, 1.0, 1000, 250},
                            ReplicaCase{"v7", "qwen3-coder-480b-a35b", {2, 2}, 1.0, 3000, 600}};
constexpr std::array kLoads{0.4, 0.7, 0.85, 0.9};
constexpr std::size_t kLengths = 2000;
constexpr std::size_t kRequests = 60'000;

/// Requests of lognormal lengths (sigma 0.8) around the means.
RequestTrace mix_of(const ReplicaCase& c) {
  constexpr double kSigma = 0.8;
  const double median = std::exp(-0.5 * kSigma * kSigma);
  RandomStream random(11);
  const auto tokens = [&](double mean) {
    return std::max(1, static_cast<std::int32_t>(std::lround(random.lognormal(mean * median, kSigma))));
  };
  RequestTrace trace;
  for (std::size_t i = 0; i < kLengths; ++i) {
    Request request;
    request.prompt_tokens = tokens(c.prompt);
    request.output_tokens = tokens(c.output);
    trace.requests.push_back(request);
  }
  return trace;
}

/// Many requests of the mix at Poisson arrivals.
RequestTrace poisson(const RequestTrace& mix, double rate) {
  RandomStream random(12);
  RequestTrace trace;
  Seconds time(0.0);
  for (std::size_t i = 0; i < kRequests; ++i) {
    time += random.exponential(Hertz(rate));
    trace.requests.push_back(mix.requests[random.below(mix.requests.size())]);
    trace.requests.back().arrival = time;
  }
  return trace;
}

void add_latency(const ValidationRow& blank, const char* name, const LatencySummary& requests,
                 const LatencySummary& table, std::vector<ValidationRow>& rows) {
  const auto add = [&](const char* figure, Seconds measured, Seconds read) {
    ValidationRow row = blank;
    row.subject = fmt::format("{} {}", name, figure);
    row.id = fmt::format("{} {}", blank.id, row.subject);
    row.measured = 1e3 * measured.value();
    row.simulated = 1e3 * read.value();
    row.unit = "ms";
    rows.push_back(std::move(row));
  };
  add("mean", requests.mean, table.mean);
  add("p50", requests.p50, table.p50);
  add("p95", requests.p95, table.p95);
  add("p99", requests.p99, table.p99);
}

void add_case(const ReplicaCase& c, ServingSetup setup, const ValidationRow& replica,
              std::vector<ValidationRow>& rows) {
  const RequestTrace mix = mix_of(c);
  const ServingSurrogate surrogate = ServingSurrogate::measure({&mix, 1}, setup);
  for (const double load : kLoads) {
    const RequestTrace trace = poisson(mix, load * surrogate.capacity());
    setup.warm_up = trace.requests[kRequests / 10].arrival;
    const ServingOutcome outcome = serve(trace, setup);
    const ServingPoint point = surrogate.at(load);
    ValidationRow blank = replica;
    blank.id = fmt::format("surrogate {} at {:g}", replica.id, load);
    blank.family = "serving surrogate";
    blank.system += fmt::format(", {:.0f}% load", 100.0 * load);
    blank.kind = RowKind::kSurrogate;
    blank.is_less_better = true;
    add_latency(blank, "TTFT", outcome.ttft, point.ttft, rows);
    add_latency(blank, "TPOT", outcome.tpot, point.tpot, rows);
    add_latency(blank, "end to end", outcome.end_to_end, point.end_to_end, rows);
  }
}

}  // namespace

std::vector<ValidationRow> surrogate_rows(const std::map<std::string, ChipSpec>& chips,
                                          const std::map<std::string, TransformerSpec>& models) {
  return rows_of_replicas(kCases, chips, models, add_case);
}

}  // namespace gigapod
