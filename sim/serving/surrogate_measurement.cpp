// Measuring a surrogate: the throughput of a backlog that never ends, then every load of the grid with arrivals drawn
// anew around the lengths of the mix, and as a check the loads and mixes in between.

#include "sim/base/check.hpp"
#include "sim/base/random.hpp"
#include "sim/serving/serve.hpp"
#include "sim/serving/surrogate.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace gigapod {
namespace {

void shuffle(std::vector<Request>& requests, RandomStream& random) {
  for (std::size_t i = requests.size(); i > 1; --i) std::swap(requests[i - 1], requests[random.below(i)]);
}

RequestTrace without_requests(const RequestTrace& trace) {
  RequestTrace copy;
  copy.prefix_hashes = trace.prefix_hashes;
  copy.prefix_block_tokens = trace.prefix_block_tokens;
  copy.tenants = trace.tenants;
  return copy;
}

}  // namespace

class SurrogateMeasurement {
 public:
  SurrogateMeasurement(const ServingSetup& setup, const SurrogateGrid& grid)
      : setup_(setup), grid_(grid), streams_(grid.seed) {
    setup_.concurrency = 0;
    setup_.keeps_records = false;
    setup_.queue_limit = 0;
    setup_.limits.clear();
    setup_.outages.clear();
    setup_.scaling.reset();
  }

  ServingSurrogate::Table table(const RequestTrace& mix);
  /// Adds the relative errors of the surrogate's latencies at a load of a mix to `errors`.
  void check(const ServingSurrogate& surrogate, double load, double position, const RequestTrace& mix,
             std::vector<double>& errors);
  /// At most a quarter of the requests of a run: each run then has the same lengths, in another order.
  [[nodiscard]] RequestTrace sample(const RequestTrace& mix);
  /// As many requests of the one as of the other.
  [[nodiscard]] static RequestTrace blend(const RequestTrace& first, const RequestTrace& second);
  [[nodiscard]] std::int64_t requests() const { return requests_; }

 private:
  /// Requests of the mix in an order of their own, each as often, exactly `rate` a second for all replicas over the
  /// run; 0: all at once.
  [[nodiscard]] RequestTrace timed(const RequestTrace& mix, double rate, int requests);
  [[nodiscard]] double saturation(const RequestTrace& mix);
  [[nodiscard]] ServingPoint point(const RequestTrace& mix, double capacity, double load);

  ServingSetup setup_;
  const SurrogateGrid& grid_;
  RandomStreams streams_;
  std::uint64_t runs_ = 0;
  std::int64_t requests_ = 0;
};

RequestTrace SurrogateMeasurement::timed(const RequestTrace& mix, double rate, int requests) {
  RandomStream random = streams_.stream("surrogate", runs_++);
  RequestTrace trace = without_requests(mix);
  trace.requests.reserve(static_cast<std::size_t>(requests));
  while (trace.requests.size() < static_cast<std::size_t>(requests)) {
    auto round = mix.requests;
    shuffle(round, random);
    trace.requests.insert(trace.requests.end(), round.begin(), round.end());
  }
  trace.requests.resize(static_cast<std::size_t>(requests));
  const double shape = 1.0 / (grid_.arrival_variation * grid_.arrival_variation);
  double time = 0.0;
  for (Request& request : trace.requests) request.arrival = Seconds(time += random.gamma(shape));
  const double scale = rate > 0.0 ? requests / (rate * time) : 0.0;
  for (Request& request : trace.requests) request.arrival *= scale;
  requests_ += requests;
  return trace;
}

double SurrogateMeasurement::saturation(const RequestTrace& mix) {
  ServingSetup setup = setup_;
  setup.keeps_records = true;
  // Long against the sequences in flight: the middle of the run is then full batches.
  const int in_flight = setup.replicas * setup.replica.max_sequences;
  const ServingOutcome outcome = serve(timed(mix, 0.0, std::max(grid_.requests, 10 * in_flight)), setup);
  const auto& records = outcome.records;
  GIGAPOD_CHECK(!records.empty(), "a mix has requests that fit a replica");
  const std::size_t first = records.size() / 5;
  const std::size_t last = records.size() * 4 / 5;
  const Seconds time = records[last].end - records[first].end;
  return static_cast<double>(last - first) / (time.value() * setup.replicas);
}

ServingPoint SurrogateMeasurement::point(const RequestTrace& mix, double capacity, double load) {
  // A queue forgets more slowly the higher the load.
  const double longer = std::clamp(0.25 / (1.0 - load), 1.0, 4.0);
  const auto requests = static_cast<int>(longer * grid_.requests);
  const RequestTrace trace = timed(mix, load * capacity * setup_.replicas, requests);
  setup_.warm_up = trace.requests[trace.requests.size() / 5].arrival;
  const ServingOutcome outcome = serve(trace, setup_);
  ServingPoint point;
  point.load = load;
  point.ttft = outcome.ttft;
  point.tpot = outcome.tpot;
  point.end_to_end = outcome.end_to_end;
  point.in_system = outcome.mean_in_system / setup_.replicas;
  point.power = outcome.energy.total() / outcome.duration / static_cast<double>(setup_.replicas);
  return point;
}

ServingSurrogate::Table SurrogateMeasurement::table(const RequestTrace& mix) {
  ServingSurrogate::Table table;
  table.capacity = saturation(mix);
  std::vector<double> x;
  std::array<std::vector<double>, ServingSurrogate::kFigures> y;
  for (const double load : grid_.loads) {
    const auto figures = ServingSurrogate::figures_of(point(mix, table.capacity, load));
    x.push_back(-std::log1p(-load));
    for (std::size_t i = 0; i < figures.size(); ++i) y[i].push_back(figures[i]);
  }
  for (std::size_t i = 0; i < y.size(); ++i) table.curves[i] = MonotoneCurve(x, std::move(y[i]));
  return table;
}

RequestTrace SurrogateMeasurement::sample(const RequestTrace& mix) {
  RandomStream random = streams_.stream("surrogate/sample", runs_++);
  RequestTrace trace = mix;
  shuffle(trace.requests, random);
  const auto most = static_cast<std::size_t>(std::max(1, grid_.requests / 4));
  if (trace.requests.size() > most) trace.requests.resize(most);
  return trace;
}

RequestTrace SurrogateMeasurement::blend(const RequestTrace& first, const RequestTrace& second) {
  RequestTrace trace = first;
  const auto offset = static_cast<std::uint32_t>(trace.prefix_hashes.size());
  trace.prefix_hashes.insert(trace.prefix_hashes.end(), second.prefix_hashes.begin(), second.prefix_hashes.end());
  const std::size_t each = std::max(first.requests.size(), second.requests.size());
  for (std::size_t i = first.requests.size(); i < each; ++i) {
    trace.requests.push_back(first.requests[i % first.requests.size()]);
  }
  for (std::size_t i = 0; i < each; ++i) {
    trace.requests.push_back(second.requests[i % second.requests.size()]);
    trace.requests.back().first_hash += offset;
  }
  return trace;
}

void SurrogateMeasurement::check(const ServingSurrogate& surrogate, double load, double position,
                                 const RequestTrace& mix, std::vector<double>& errors) {
  const ServingPoint measured = point(mix, surrogate.capacity(position), load);
  const ServingPoint read = surrogate.at(load, position);
  const auto add = [&](const LatencySummary& a, const LatencySummary& b) {
    errors.push_back(std::abs(a.mean / b.mean - 1.0));
    errors.push_back(std::abs(a.p50 / b.p50 - 1.0));
    errors.push_back(std::abs(a.p95 / b.p95 - 1.0));
    errors.push_back(std::abs(a.p99 / b.p99 - 1.0));
  };
  add(read.ttft, measured.ttft);
  if (measured.tpot.mean > Seconds(0.0)) add(read.tpot, measured.tpot);
  add(read.end_to_end, measured.end_to_end);
}

ServingSurrogate ServingSurrogate::measure(std::span<const RequestTrace> mixes, const ServingSetup& setup,
                                           const SurrogateGrid& grid) {
  GIGAPOD_CHECK(!mixes.empty() && !grid.loads.empty(), "a surrogate needs a mix and a load");
  SurrogateMeasurement measurement(setup, grid);
  ServingSurrogate surrogate;
  surrogate.highest_load_ = grid.loads.back();
  std::vector<RequestTrace> samples;
  for (const RequestTrace& mix : mixes) samples.push_back(measurement.sample(mix));
  for (const RequestTrace& mix : samples) surrogate.tables_.push_back(measurement.table(mix));
  std::vector<double> errors;
  for (std::size_t mix = 0; mix < mixes.size(); ++mix) {
    for (std::size_t i = 1; i < grid.loads.size(); ++i) {
      const double load = 0.5 * (grid.loads[i - 1] + grid.loads[i]);
      measurement.check(surrogate, load, static_cast<double>(mix), samples[mix], errors);
      if (mix + 1 == mixes.size()) continue;
      measurement.check(surrogate, load, static_cast<double>(mix) + 0.5,
                        SurrogateMeasurement::blend(samples[mix], samples[mix + 1]), errors);
    }
  }
  surrogate.requests_measured_ = measurement.requests();
  if (errors.empty()) return surrogate;
  std::sort(errors.begin(), errors.end());
  surrogate.error_ = {errors[errors.size() / 2], errors[errors.size() * 9 / 10], errors.back()};
  return surrogate;
}

}  // namespace gigapod
