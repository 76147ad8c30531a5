#include "analysis/serving/serving_slice_search.hpp"

#include "sim/fabric/dcn_fabric.hpp"
#include "sim/fabric/slice.hpp"
#include "sim/model/serving/model_work.hpp"
#include "sim/model/serving/phase_time.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace gigapod {
namespace {

/// Requests that are served one at a time to see how fast a slice is at its best.
constexpr std::size_t kAlone = 400;
/// By which the closed form may be too slow: it leaves out only what is further off.
constexpr double kSlack = 1.25;
/// Of the replicas, those that compute prompts only, in ascending order.
constexpr std::array<double, 6> kPrefillShares = {0.125, 0.25, 0.375, 0.5, 0.625, 0.75};

RequestTrace some_requests(const RequestTrace& trace, std::size_t count) {
  RequestTrace some = trace;
  if (trace.requests.size() <= count) return some;
  some.requests.clear();
  for (std::size_t i = 0; i < count; ++i) some.requests.push_back(trace.requests[i * trace.requests.size() / count]);
  return some;
}

/// The smallest value that the share of values does not exceed.
Seconds quantile(std::vector<Seconds> values, double share) {
  if (values.empty()) return Seconds(0.0);
  std::sort(values.begin(), values.end());
  const double place = std::ceil(share * static_cast<double>(values.size()) - 1e-9);
  return values[static_cast<std::size_t>(std::max(1.0, place)) - 1];
}

struct Alone {
  std::vector<Seconds> ttft;
  std::vector<Seconds> tpot;
  std::vector<Seconds> end_to_end;
};

Alone latencies_of(const ServingOutcome& outcome, const RequestTrace& trace) {
  Alone alone;
  for (const RequestRecord& record : outcome.records) {
    alone.ttft.push_back(record.first_token - record.arrival);
    alone.end_to_end.push_back(record.end - record.arrival);
    const double further = trace.requests[record.request].output_tokens - 1;
    if (further > 0.0) alone.tpot.push_back((record.end - record.first_token) / further);
  }
  return alone;
}

const char* largest_part(const PhaseTime& time) {
  const Seconds most = std::max({time.products, time.attention, time.communication, time.overhead});
  if (most == time.products) return "matrix products and reading weights";
  if (most == time.attention) return "attention";
  return most == time.communication ? "communication between chips" : "the overhead of layers";
}

bool is_better(const ServingAnswer& a, const ServingAnswer& b) {
  if (a.attainment() != b.attainment()) return a.attainment() > b.attainment();
  return a.outcome.end_to_end.mean < b.outcome.end_to_end.mean;
}

}  // namespace

SliceSearch::SliceSearch(const RequestTrace& trace, const RequestSummary& requests, const ServingSearch& search,
                         const SearchMachine& machine, const Shape& shape, ServingLayout layout)
    : trace_(trace), requests_(requests), search_(search), machine_(machine), shape_(shape), setup_(search.base) {
  setup_.replica.plan.layout = layout;
  setup_.replica.chip = machine.chip;
  setup_.replica.slice = slice_topology(shape, machine.pod);
  transfer_rate_ = slice_dcn_bandwidth(machine.pod, machine.chip, chips(), DcnSpec{});
}

std::string SliceSearch::memory_fault() const {
  ServingPlan patient = setup_.replica.plan;
  patient.ttft_target = patient.tpot_target = Seconds(1e9);
  const std::vector<std::string> faults = serving_faults(patient, machine_.chip, setup_.replica.slice);
  return faults.empty() ? std::string() : faults.front();
}

std::string SliceSearch::setup_fault() const {
  const std::vector<std::string> faults = setup_faults(setup_);
  return faults.empty() ? std::string() : faults.front();
}

std::vector<NearestTarget> SliceSearch::missed_alone() {
  const RequestTrace some = some_requests(trace_, kAlone);
  ServingSetup alone = setup_;
  alone.replicas = 1;
  alone.concurrency = 1;
  alone.keeps_records = true;
  alone.replica.step_tokens = *std::max_element(search_.step_tokens.begin(), search_.step_tokens.end());
  alone.replica.max_sequences = 1;
  ++simulations_;
  const Alone latencies = latencies_of(serve(some, alone), some);
  std::vector<NearestTarget> missed;
  const auto check = [&](const char* name, const char* option, const std::vector<Seconds>& values, Seconds target) {
    const Seconds held = quantile(values, search_.wanted_share);
    if (target <= Seconds(0.0) || held <= target) return;
    missed.push_back(
        {name, option, machine_.chip.name, shape_, setup_.replica.plan.layout, target, held, what_binds(name)});
  };
  check("TTFT", "--ttft", latencies.ttft, setup_.targets.ttft);
  check("TPOT", "--tpot", latencies.tpot, setup_.targets.tpot);
  check("end-to-end time", "--e2e", latencies.end_to_end, setup_.targets.end_to_end);
  return missed;
}

std::string SliceSearch::what_binds(const std::string& name) const {
  const ReplicaSetup& r = setup_.replica;
  if (name == "TTFT") return largest_part(prefill_pass(r.plan, r.chip, r.slice, 1.0, requests_.prompt.p99));
  return largest_part(decode_step(r.plan, r.chip, r.slice, 1.0, mean_context(r.plan)));
}

int SliceSearch::fewest_replicas() const {
  ServingPlan patient = setup_.replica.plan;
  patient.ttft_target = patient.tpot_target = Seconds(1e9);
  const ReplicaCapacity capacity = replica_capacity(patient, machine_.chip, setup_.replica.slice);
  if (setup_.concurrency > 0 || capacity.requests_per_second <= 0.0) return 1;
  return std::max(1, static_cast<int>(requests_.rate.value() / (kSlack * capacity.requests_per_second)));
}

double SliceSearch::hourly(int replicas) const {
  const double each = machine_.price ? machine_.price->value() * 3600.0 : 1.0;
  return each * chips() * replicas;
}

/// `prefill` of the `replicas` compute prompts only.
ServingAnswer SliceSearch::answer_of(int replicas, int prefill, int step_tokens, int max_sequences) {
  ServingAnswer answer;
  answer.pod = machine_.pod.name;
  answer.shape = shape_;
  answer.requests_from = search_.requests_from;
  answer.requests = requests_;
  answer.setup = setup_;
  answer.setup.replicas = replicas - prefill;
  if (prefill > 0) {
    answer.prefill_shape = shape_;
    answer.setup.prefill = PrefillPool{prefill, setup_.replica.slice, transfer_rate_};
  }
  answer.setup.replica.step_tokens = step_tokens;
  answer.setup.replica.max_sequences = max_sequences;
  answer.wanted_share = search_.wanted_share;
  answer.price = machine_.price;
  answer.outcome = serve(trace_, answer.setup);
  ++simulations_;
  return answer;
}

ServingAnswer SliceSearch::best_batching(int replicas, int prefill) {
  ServingAnswer best = answer_of(replicas, prefill, setup_.replica.step_tokens, setup_.replica.max_sequences);
  const int rows = setup_.replica.speculation ? setup_.replica.speculation->drafted_tokens + 1 : 1;
  const auto try_batching = [&](int step_tokens, int max_sequences) {
    const ReplicaSetup& tried = best.setup.replica;
    if (max_sequences * rows >= step_tokens ||
        (step_tokens == tried.step_tokens && max_sequences == tried.max_sequences)) {
      return;
    }
    ServingAnswer answer = answer_of(replicas, prefill, step_tokens, max_sequences);
    if (is_better(answer, best)) best = std::move(answer);
  };
  for (const int step_tokens : search_.step_tokens) try_batching(step_tokens, best.setup.replica.max_sequences);
  for (const int max_sequences : search_.max_sequences) try_batching(best.setup.replica.step_tokens, max_sequences);
  return best;
}

ServingAnswer SliceSearch::best_of(int replicas) {
  ServingAnswer best = best_batching(replicas, 0);
  if (!search_.may_split) return best;
  int before = 0;
  for (const double share : kPrefillShares) {
    const int prefill = static_cast<int>(std::lround(share * replicas));
    if (prefill <= before || prefill >= replicas) continue;
    before = prefill;
    ServingAnswer split = best_batching(replicas, prefill);
    if (is_better(split, best)) best = std::move(split);
  }
  return best;
}

std::optional<FoundSetup> SliceSearch::cheapest(int most) {
  const auto holds = [this](int replicas) {
    return answer_of(replicas, 0, setup_.replica.step_tokens, setup_.replica.max_sequences).holds_targets();
  };
  int enough = std::min(fewest_replicas(), most);
  int too_few = 0;
  while (!holds(enough)) {
    if (enough >= most) return std::nullopt;
    too_few = enough;
    enough = std::min(2 * enough, most);
  }
  while (enough - too_few > 1) {
    const int middle = (enough + too_few) / 2;
    (holds(middle) ? enough : too_few) = middle;
  }
  // Other batching may do with fewer replicas.
  FoundSetup found{best_of(enough), 0.0, std::nullopt};
  while (enough > 1) {
    ServingAnswer fewer = best_of(enough - 1);
    if (!fewer.holds_targets()) {
      found.fewer = std::move(fewer);
      break;
    }
    found.answer = std::move(fewer);
    --enough;
  }
  found.hourly = hourly(enough);
  return found;
}

}  // namespace gigapod
