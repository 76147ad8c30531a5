#include "sim/engine/failure_source.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_set>

namespace gigapod {
namespace {

constexpr Seconds kNever{std::numeric_limits<double>::infinity()};

/// `count` different whole positions below `components`.
std::vector<double> different_positions(double components, double count, RandomStream draws) {
  std::unordered_set<std::uint64_t> taken;
  std::vector<double> positions;
  while (static_cast<double>(positions.size()) < count) {
    const std::uint64_t position = draws.below(static_cast<std::uint64_t>(components));
    if (taken.insert(position).second) positions.push_back(static_cast<double>(position) + 0.5);
  }
  return positions;
}

int chips_down(FailureScope scope, const PodInstance& pod) {
  const int block = chips_per_block(*pod.spec);
  switch (scope) {
    case FailureScope::kHost:
    case FailureScope::kChip: return std::min(pod.chip->chips_per_host, block);
    case FailureScope::kRack:
    case FailureScope::kRow:
    case FailureScope::kHall: return block;
    default: return 0;
  }
}

}  // namespace

FailureSource::FailureSource(const std::vector<FailureClass>& classes, const Site& site, const SiteSpec& spec,
                             const RandomStreams& random)
    : domains_(site, spec) {
  for (const FailureClass& failure : classes) {
    const FailureDomain& domain = domains_.of(failure.scope);
    if (failure.rate > Hertz(0.0) && domain.components() > 0.0) add(failure, domain, random);
  }
}

void FailureSource::add(const FailureClass& failure, const FailureDomain& domain, const RandomStreams& random) {
  const double all = failure.burst_share > 0.0 ? 1.0 : domain.components();
  const double lemons = std::round(failure.lemon_share * all);
  const LemonFactors factors = lemon_factors(lemons / all, failure.lemon_factor);
  if (lemons > 0.0) {
    add_process(failure, domain, "/lemon", factors.lemon, lemons,
                different_positions(all, lemons, random.stream("failure/lemons/" + failure.name)), random);
  }
  if (all > lemons) add_process(failure, domain, "", factors.other, all - lemons, {}, random);
}

void FailureSource::add_process(const FailureClass& failure, const FailureDomain& domain, const std::string& suffix,
                                double factor, double components, std::vector<double> members,
                                const RandomStreams& random) {
  const std::string name = failure.name + suffix;
  processes_.push_back({&failure,
                        &domain,
                        Lifetime(failure, factor),
                        random.stream("failure/arrival/" + name),
                        random.stream("failure/victim/" + name),
                        random.stream("failure/repair/" + name),
                        std::move(members),
                        components,
                        Seconds(0.0),
                        {}});
}

void FailureSource::begin(EngineContext& context) {
  for (std::uint32_t i = 0; i < processes_.size(); ++i) {
    draw_first_day(processes_[i], context.now());
    plan_next(i, context);
  }
}

void FailureSource::draw_first_day(Process& process, Seconds now) {
  const double draw = process.arrivals.exponential(Hertz(1.0)).value();
  process.first_day_next = process.left >= 1.0 ? process.lifetime.next_of(process.left, now, draw) : kNever;
}

void FailureSource::plan_next(std::uint32_t index, EngineContext& context) {
  const Process& process = processes_[index];
  Seconds time = process.first_day_next;
  if (!process.renewed.empty()) time = min(time, process.renewed.top().time);
  if (time < context.scenario.horizon) context.queue.add({time, EventKind::kFailure, index, 0});
}

void FailureSource::plan_burst(std::uint32_t index, std::uint64_t left, EngineContext& context) {
  if (left == 0) return;
  Process& process = processes_[index];
  const double count = process.kind->burst_share * process.domain->components();
  const Seconds time = context.now() + process.arrivals.exponential(Hertz(count / process.kind->burst_time.value()));
  if (time < context.scenario.horizon) context.queue.add({time, EventKind::kFailure, index, left});
}

/// Position of the component that fails now; takes it from those of the first day or from the replaced ones.
double FailureSource::victim(Process& process, Seconds now) {
  if (!process.renewed.empty() && process.renewed.top().time < process.first_day_next) {
    const double position = process.renewed.top().position;
    process.renewed.pop();
    return position;
  }
  if (!process.lifetime.is_exponential()) process.left -= 1.0;
  draw_first_day(process, now);
  if (process.members.empty()) return process.victims.uniform() * process.domain->components();
  return process.members[process.victims.below(process.members.size())];
}

Failure FailureSource::strike(const Event& event, EngineContext& context) {
  Process& process = processes_[event.subject];
  const FailureClass& kind = *process.kind;
  double position = 0.0;
  if (event.generation > 0) {
    position = process.victims.uniform() * process.domain->components();
    plan_burst(event.subject, event.generation - 1, context);
  } else {
    position = victim(process, context.now());
    const double hit = std::round(kind.burst_share * process.domain->components());
    if (hit > 1.0) plan_burst(event.subject, static_cast<std::uint64_t>(hit) - 1, context);
  }
  const ComponentPlace place = process.domain->place(position);
  Failure failure{&kind,           place.pod,   place.blocks, chips_down(kind.scope, context.site.pod(place.pod)),
                  place.dcn_block, Seconds(0.0)};
  const double mean = kind.repair.value();
  const double sigma = kind.repair_sigma;
  if (mean > 0.0) failure.repair = Seconds(process.repairs.lognormal(mean * std::exp(-sigma * sigma / 2.0), sigma));
  if (event.generation > 0) return failure;
  if (!retire(event.subject, position, context)) renew(process, position, context.now() + failure.repair);
  plan_next(event.subject, context);
  return failure;
}

/// Nothing for exponential lives: a new component is as good as an old one.
void FailureSource::renew(Process& process, double position, Seconds installed) {
  if (process.lifetime.is_exponential()) return;
  const double draw = process.arrivals.exponential(Hertz(1.0)).value();
  process.renewed.push({process.lifetime.end_of_life(installed, draw), position});
}

/// The lemons of a class come before its others. A renewal that is earlier than the failure planned for the others is
/// taken up with that one, minutes late on a large site.
bool FailureSource::retire(std::uint32_t index, double position, EngineContext& context) {
  Process& lemons = processes_[index];
  const int most = context.scenario.recovery.retire_after;
  if (lemons.members.empty() || most == 0 || ++lemons.strikes[position] < most) return false;
  const auto member = std::find(lemons.members.begin(), lemons.members.end(), position);
  if (member == lemons.members.end()) return true;
  ++context.counts.retired;
  lemons.members.erase(member);
  const bool has_others = index + 1 < processes_.size() && processes_[index + 1].kind == lemons.kind;
  if (lemons.lifetime.is_exponential()) lemons.left -= 1.0;
  if (lemons.members.empty()) lemons.left = 0.0;
  draw_first_day(lemons, context.now());
  if (!has_others) return true;
  Process& others = processes_[index + 1];
  if (others.lifetime.is_exponential()) others.left += 1.0;
  renew(others, position, context.now());
  return true;
}

}  // namespace gigapod
