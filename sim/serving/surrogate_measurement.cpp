// Measuring a surrogate: the throughput of a backlog that never ends, then every load of the grid with arrivals drawn
// anew around the lengths of the mix, and as a check the loads and mixes in between. Each is a simulation with a
// random stream of its own, so they run beside each other and the table does not depend on how many do.

#include "sim/base/check.hpp"
#include "sim/base/random.hpp"
#include "sim/base/worker_threads.hpp"
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

/// A load of a mix to be simulated. Positions between two mixes check the table; so do loads between those of the
/// grid.
struct SurrogatePoint {
  double load = 0.0;
  double position = 0.0;
  std::uint64_t stream = 0;
  ServingPoint measured;
};

class SurrogateMeasurement {
 public:
  SurrogateMeasurement(std::span<const RequestTrace> mixes, const ServingSetup& setup, const SurrogateGrid& grid)
      : setup_(setup), grid_(grid), streams_(grid.seed) {
    setup_.concurrency = 0;
    setup_.keeps_records = false;
    setup_.queue_limit = 0;
    setup_.limits.clear();
    setup_.outages.clear();
    setup_.scaling.reset();
    for (const RequestTrace& mix : mixes) samples_.push_back(sample(mix, samples_.size()));
  }

  ServingSurrogate measure(int threads);

 private:
  /// At most a quarter of the requests of a run: each run then has the same lengths, in another order.
  [[nodiscard]] RequestTrace sample(const RequestTrace& mix, std::uint64_t stream) const;
  /// As many requests of the one as of the other.
  [[nodiscard]] static RequestTrace blend(const RequestTrace& first, const RequestTrace& second);
  /// The requests at the middle between two mixes or at one.
  [[nodiscard]] RequestTrace mix_at(double position) const;
  /// Requests of the mix in an order of their own, each as often, exactly `rate` a second for all replicas over the
  /// run; 0: all at once.
  [[nodiscard]] RequestTrace timed(const RequestTrace& mix, double rate, int requests, std::uint64_t stream) const;
  [[nodiscard]] int saturating_requests() const;
  [[nodiscard]] int requests_at(double load) const;
  [[nodiscard]] double saturation(const RequestTrace& mix, std::uint64_t stream) const;
  void simulate(SurrogatePoint& point, double capacity) const;
  /// What the tables are made of, mix by mix.
  [[nodiscard]] std::vector<SurrogatePoint> grid_points() const;
  /// What the tables are compared with, mix by mix.
  [[nodiscard]] std::vector<SurrogatePoint> check_points() const;
  [[nodiscard]] std::uint64_t stream_of_mix(std::size_t mix) const;
  [[nodiscard]] static ServingSurrogate::Curves curves_of(std::span<const SurrogatePoint> points);
  static void add_errors(const ServingSurrogate& surrogate, const SurrogatePoint& point, std::vector<double>& errors);

  ServingSetup setup_;
  const SurrogateGrid& grid_;
  RandomStreams streams_;
  std::vector<RequestTrace> samples_;
};

RequestTrace SurrogateMeasurement::timed(const RequestTrace& mix, double rate, int requests,
                                         std::uint64_t stream) const {
  RandomStream random = streams_.stream("surrogate", stream);
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
  return trace;
}

/// Long against the sequences in flight: the middle of the run is then full batches.
int SurrogateMeasurement::saturating_requests() const {
  return std::max(grid_.requests, 10 * setup_.replicas * setup_.replica.max_sequences);
}

/// A queue forgets more slowly the higher the load.
int SurrogateMeasurement::requests_at(double load) const {
  return static_cast<int>(std::clamp(0.25 / (1.0 - load), 1.0, 4.0) * grid_.requests);
}

double SurrogateMeasurement::saturation(const RequestTrace& mix, std::uint64_t stream) const {
  ServingSetup setup = setup_;
  setup.keeps_records = true;
  const ServingOutcome outcome = serve(timed(mix, 0.0, saturating_requests(), stream), setup);
  const auto& records = outcome.records;
  GIGAPOD_CHECK(!records.empty(), "a mix has requests that fit a replica");
  const std::size_t first = records.size() / 5;
  const std::size_t last = records.size() * 4 / 5;
  const Seconds time = records[last].end - records[first].end;
  return static_cast<double>(last - first) / (time.value() * setup.replicas);
}

void SurrogateMeasurement::simulate(SurrogatePoint& point, double capacity) const {
  const double rate = point.load * capacity * setup_.replicas;
  const RequestTrace trace = timed(mix_at(point.position), rate, requests_at(point.load), point.stream);
  ServingSetup setup = setup_;
  setup.warm_up = trace.requests[trace.requests.size() / 5].arrival;
  const ServingOutcome outcome = serve(trace, setup);
  point.measured.load = point.load;
  point.measured.ttft = outcome.ttft;
  point.measured.tpot = outcome.tpot;
  point.measured.end_to_end = outcome.end_to_end;
  point.measured.in_system = outcome.mean_in_system / setup.replicas;
  point.measured.power = outcome.energy.total() / outcome.duration / static_cast<double>(setup.replicas);
}

RequestTrace SurrogateMeasurement::sample(const RequestTrace& mix, std::uint64_t stream) const {
  RandomStream random = streams_.stream("surrogate/sample", stream);
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

RequestTrace SurrogateMeasurement::mix_at(double position) const {
  const auto first = static_cast<std::size_t>(position);
  return position > static_cast<double>(first) ? blend(samples_[first], samples_[first + 1]) : samples_[first];
}

/// Of its saturation; those of its loads follow.
std::uint64_t SurrogateMeasurement::stream_of_mix(std::size_t mix) const {
  return samples_.size() + mix * (1 + grid_.loads.size());
}

std::vector<SurrogatePoint> SurrogateMeasurement::grid_points() const {
  std::vector<SurrogatePoint> points;
  for (std::size_t mix = 0; mix < samples_.size(); ++mix) {
    std::uint64_t stream = stream_of_mix(mix);
    for (const double load : grid_.loads) points.push_back({load, static_cast<double>(mix), ++stream, {}});
  }
  return points;
}

std::vector<SurrogatePoint> SurrogateMeasurement::check_points() const {
  std::vector<SurrogatePoint> points;
  std::uint64_t stream = stream_of_mix(samples_.size());
  for (std::size_t mix = 0; mix < samples_.size(); ++mix) {
    for (std::size_t i = 1; i < grid_.loads.size(); ++i) {
      const double load = 0.5 * (grid_.loads[i - 1] + grid_.loads[i]);
      points.push_back({load, static_cast<double>(mix), stream++, {}});
      if (mix + 1 < samples_.size()) points.push_back({load, static_cast<double>(mix) + 0.5, stream++, {}});
    }
  }
  return points;
}

/// Through the points of a mix.
ServingSurrogate::Curves SurrogateMeasurement::curves_of(std::span<const SurrogatePoint> points) {
  std::vector<double> x;
  std::array<std::vector<double>, ServingSurrogate::kFigures> y;
  for (const SurrogatePoint& point : points) {
    const auto figures = ServingSurrogate::figures_of(point.measured);
    x.push_back(-std::log1p(-point.load));
    for (std::size_t i = 0; i < figures.size(); ++i) y[i].push_back(figures[i]);
  }
  ServingSurrogate::Curves curves;
  for (std::size_t i = 0; i < y.size(); ++i) curves[i] = MonotoneCurve(x, std::move(y[i]));
  return curves;
}

/// The relative errors of the surrogate's latencies where they were simulated.
void SurrogateMeasurement::add_errors(const ServingSurrogate& surrogate, const SurrogatePoint& point,
                                      std::vector<double>& errors) {
  const ServingPoint read = surrogate.at(point.load, point.position);
  const auto add = [&](const LatencySummary& a, const LatencySummary& b) {
    errors.push_back(std::abs(a.mean / b.mean - 1.0));
    errors.push_back(std::abs(a.p50 / b.p50 - 1.0));
    errors.push_back(std::abs(a.p95 / b.p95 - 1.0));
    errors.push_back(std::abs(a.p99 / b.p99 - 1.0));
  };
  add(read.ttft, point.measured.ttft);
  if (point.measured.tpot.mean > Seconds(0.0)) add(read.tpot, point.measured.tpot);
  add(read.end_to_end, point.measured.end_to_end);
}

ServingSurrogate SurrogateMeasurement::measure(int threads) {
  ServingSurrogate surrogate;
  surrogate.highest_load_ = grid_.loads.back();
  surrogate.tables_.resize(samples_.size());
  run_in_threads(samples_.size(), threads, [&](std::size_t mix) {
    surrogate.tables_[mix].capacity = saturation(samples_[mix], stream_of_mix(mix));
  });
  std::vector<SurrogatePoint> points = grid_points();
  const std::size_t in_tables = points.size();
  const std::vector<SurrogatePoint> checks = check_points();
  points.insert(points.end(), checks.begin(), checks.end());
  // The longest first, so that the threads end together: those of the highest loads are last in the list.
  run_in_threads(points.size(), threads, [&](std::size_t task) {
    SurrogatePoint& point = points[points.size() - 1 - task];
    simulate(point, surrogate.capacity(point.position));
  });
  const std::span<const SurrogatePoint> all = points;
  for (std::size_t mix = 0; mix < samples_.size(); ++mix) {
    surrogate.tables_[mix].curves = curves_of(all.subspan(mix * grid_.loads.size(), grid_.loads.size()));
  }
  std::vector<double> errors;
  for (const SurrogatePoint& point : all.subspan(in_tables)) add_errors(surrogate, point, errors);
  if (errors.empty()) return surrogate;
  std::sort(errors.begin(), errors.end());
  surrogate.error_ = {errors[errors.size() / 2], errors[errors.size() * 9 / 10], errors.back()};
  return surrogate;
}

ServingSurrogate ServingSurrogate::measure(std::span<const RequestTrace> mixes, const ServingSetup& setup,
                                           const SurrogateGrid& grid, int threads) {
  GIGAPOD_CHECK(!mixes.empty() && !grid.loads.empty(), "a surrogate needs a mix and a load");
  return SurrogateMeasurement(mixes, setup, grid).measure(threads);
}

}  // namespace gigapod
