// A failed replica loses everything at once and serves again when the outage ends (its new loading is part of it); a
// drained one gives its queue back and finishes what runs. Outages of replicas that load, leave or are off change
// nothing. Every `interval` the autoscaler says how many replicas there should be: new ones load first; those no
// longer wanted give their queue back and leave when they are empty, and come back at once when they are wanted again
// before that.

#include "sim/serving/pool_control.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace gigapod {
namespace {

void append(std::vector<std::uint32_t>& all, const std::vector<std::uint32_t>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

}  // namespace

PoolControl::PoolControl(const ServingSetup& setup, ReplicaPool& pool)
    : setup_(setup),
      pool_(pool),
      outages_(static_cast<std::size_t>(pool.size()), 0),
      loaded_at_(static_cast<std::size_t>(pool.size()), 0.0) {
  for (std::size_t i = 0; i < setup.outages.size(); ++i) {
    add(setup.outages[i].begin.value(), Kind::kOutageBegin, i);
    add(setup.outages[i].end.value(), Kind::kOutageEnd, i);
  }
  if (!setup.scaling) return;
  policy_ = make_plugin<Autoscaler>(setup.scaling->policy);
  add(setup.scaling->interval.value(), Kind::kLook, 0);
}

double PoolControl::next_time() const {
  return events_.empty() ? std::numeric_limits<double>::infinity() : events_.top().time;
}

void PoolControl::handle(std::vector<std::uint32_t>& homeless) {
  const Event event = events_.top();
  events_.pop();
  switch (event.kind) {
    case Kind::kOutageBegin: begin_outage(setup_.outages[event.subject], event.time, homeless); return;
    case Kind::kOutageEnd: end_outage(setup_.outages[event.subject], event.time); return;
    case Kind::kLoaded: finish_loading(event.subject, event.time); return;
    case Kind::kLook: look(event.time, homeless); return;
  }
}

void PoolControl::begin_outage(const ReplicaOutage& outage, double now, std::vector<std::uint32_t>& homeless) {
  ++outages_[static_cast<std::size_t>(outage.replica)];
  const ReplicaState state = pool_.state(outage.replica);
  const bool is_there = state == ReplicaState::kServing || state == ReplicaState::kDraining;
  if (!is_there) return;
  pool_.set_state(outage.replica, outage.is_drain ? ReplicaState::kDraining : ReplicaState::kDown, now);
  pool_.change(outage.replica, [&](ServingReplica& replica) {
    append(homeless, outage.is_drain ? replica.take_waiting() : replica.fail(now));
  });
}

void PoolControl::end_outage(const ReplicaOutage& outage, double now) {
  if (--outages_[static_cast<std::size_t>(outage.replica)] > 0) return;
  const ReplicaState state = pool_.state(outage.replica);
  if (state != ReplicaState::kDraining && state != ReplicaState::kDown) return;
  pool_.set_state(outage.replica, ReplicaState::kServing, now);
}

void PoolControl::finish_loading(std::size_t replica, double now) {
  const int index = static_cast<int>(replica);
  if (pool_.state(index) != ReplicaState::kLoading || loaded_at_[replica] != now) return;
  pool_.set_state(index, ReplicaState::kServing, now);
}

int PoolControl::wanted(double now, std::size_t homeless) {
  const ReplicaScaling& scaling = *setup_.scaling;
  const double seconds = scaling.interval.value();
  history_.push_back({Seconds(now - seconds), Seconds(now), static_cast<double>(arrivals_) / seconds});
  arrivals_ = 0;
  AutoscalerView view;
  view.now = Seconds(now);
  view.interval = scaling.interval;
  view.load_time = scaling.load_time;
  view.replicas = pool_.staying();
  view.capacity_per_replica = scaling.capacity_per_replica;
  view.target_utilization = scaling.target_utilization;
  view.queued = pool_.waiting() + static_cast<double>(homeless);
  view.history = history_;
  const double count = std::ceil(policy_->wanted_replicas(view) - 1e-9);
  return static_cast<int>(std::clamp<double>(count, scaling.least, scaling.most));
}

void PoolControl::look(double now, std::vector<std::uint32_t>& homeless) {
  const int count = wanted(now, homeless.size());
  while (pool_.staying() < count && add_replica(now)) {
  }
  while (pool_.staying() > count && remove_replica(now, homeless)) {
  }
  add(now + setup_.scaling->interval.value(), Kind::kLook, 0);
}

int PoolControl::last_in(ReplicaState state) const {
  for (int i = pool_.size() - 1; i >= 0; --i) {
    if (pool_.state(i) == state) return i;
  }
  return -1;
}

bool PoolControl::add_replica(double now) {
  if (const int leaving = last_in(ReplicaState::kLeaving); leaving >= 0) {
    pool_.set_state(leaving, ReplicaState::kServing, now);
    return true;
  }
  const int off = last_in(ReplicaState::kOff);
  if (off < 0) return false;
  const double ready = now + setup_.scaling->load_time.value();
  loaded_at_[static_cast<std::size_t>(off)] = ready;
  pool_.set_state(off, ReplicaState::kLoading, now);
  add(ready, Kind::kLoaded, static_cast<std::size_t>(off));
  return true;
}

bool PoolControl::remove_replica(double now, std::vector<std::uint32_t>& homeless) {
  if (const int loading = last_in(ReplicaState::kLoading); loading >= 0) {
    pool_.set_state(loading, ReplicaState::kOff, now);
    return true;
  }
  const int serving = last_in(ReplicaState::kServing);
  if (serving < 0) return false;
  pool_.set_state(serving, ReplicaState::kLeaving, now);
  pool_.change(serving, [&](ServingReplica& replica) { append(homeless, replica.take_waiting()); });
  if (pool_.replica(serving).running() == 0) pool_.set_state(serving, ReplicaState::kOff, now);
  return true;
}

}  // namespace gigapod
