#include "sim/engine/fleet_units.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace gigapod {
namespace {

bool is_in(const FleetUnit& unit, BlockRange range) {
  return std::any_of(unit.begin(), unit.end(), [&](BlockId block) { return range.contains(block); });
}

void move_units(std::vector<FleetUnit>& from, BlockRange range, std::vector<FleetUnit>& to) {
  const auto hit =
      std::stable_partition(from.begin(), from.end(), [&](const FleetUnit& unit) { return !is_in(unit, range); });
  to.insert(to.end(), std::move_iterator(hit), std::move_iterator(from.end()));
  from.erase(hit, from.end());
}

/// Takes units from the back, at most `count`, the last first.
void take_back(std::vector<FleetUnit>& from, std::size_t count, std::vector<FleetUnit>& to) {
  for (; count > 0 && !from.empty(); --count) {
    to.push_back(std::move(from.back()));
    from.pop_back();
  }
}

void drop_empty(std::vector<FleetUnits::Batch>& batches) {
  std::erase_if(batches, [](const FleetUnits::Batch& batch) { return batch.units.empty(); });
}

/// The same from batches, the last first.
void take_back(std::vector<FleetUnits::Batch>& from, std::size_t count, std::vector<FleetUnit>& to) {
  const std::size_t before = to.size();
  for (auto batch = from.rbegin(); batch != from.rend(); ++batch) {
    take_back(batch->units, count - (to.size() - before), to);
  }
  drop_empty(from);
}

void insert_by_time(std::vector<FleetUnits::Batch>& batches, FleetUnits::Batch batch) {
  const auto place = std::upper_bound(batches.begin(), batches.end(), batch.until,
                                      [](Seconds until, const auto& other) { return until < other.until; });
  batches.insert(place, std::move(batch));
}

void list(const std::vector<FleetUnit>& units, std::vector<BlockId>& blocks) {
  for (const FleetUnit& unit : units) blocks.insert(blocks.end(), unit.begin(), unit.end());
}

}  // namespace

std::size_t FleetUnits::count(const std::vector<Batch>& batches) {
  std::size_t units = 0;
  for (const Batch& batch : batches) units += batch.units.size();
  return units;
}

void FleetUnits::list_blocks() {
  serving_blocks_.clear();
  other_blocks_.clear();
  standby_blocks_.clear();
  list(serving_, serving_blocks_);
  list(leaving_, serving_blocks_);
  list(standby_, standby_blocks_);
  for (const auto* batches : {&loading_, &draining_, &ending_}) {
    for (const Batch& batch : *batches) list(batch.units, other_blocks_);
  }
}

void FleetUnits::add(std::vector<FleetUnit> units, Seconds ready, Seconds now) {
  if (ready <= now) {
    serving_.insert(serving_.end(), std::move_iterator(units.begin()), std::move_iterator(units.end()));
  } else if (!units.empty()) {
    insert_by_time(loading_, {ready, std::move(units)});
  }
  list_blocks();
}

std::size_t FleetUnits::recall(std::size_t count) {
  const std::size_t before = serving_.size();
  take_back(draining_, count, serving_);
  list_blocks();
  return serving_.size() - before;
}

std::vector<FleetUnit> FleetUnits::cancel(std::size_t count) {
  std::vector<FleetUnit> gone;
  take_back(loading_, count, gone);
  list_blocks();
  return gone;
}

void FleetUnits::drain(std::size_t count, Seconds until) {
  Batch batch{until, {}};
  take_back(serving_, count, batch.units);
  if (!batch.units.empty()) insert_by_time(draining_, std::move(batch));
  list_blocks();
}

void FleetUnits::stand_by(std::size_t count) {
  take_back(serving_, count, standby_);
  list_blocks();
}

void FleetUnits::stand_by(std::size_t count, Seconds until) {
  Batch batch{until, {}};
  take_back(serving_, count, batch.units);
  if (!batch.units.empty()) insert_by_time(ending_, std::move(batch));
  list_blocks();
}

void FleetUnits::cut_off() {
  take_back(ending_, ending(), standby_);
  list_blocks();
}

std::size_t FleetUnits::resume(std::size_t count) {
  const std::size_t before = serving_.size();
  take_back(standby_, count, serving_);
  take_back(ending_, count - (serving_.size() - before), serving_);
  list_blocks();
  return serving_.size() - before;
}

std::vector<FleetUnit> FleetUnits::release(std::size_t count) {
  std::vector<FleetUnit> gone;
  take_back(standby_, count, gone);
  list_blocks();
  return gone;
}

std::vector<FleetUnit> FleetUnits::evacuate(BlockRange range) {
  std::vector<FleetUnit> gone;
  move_units(serving_, range, leaving_);
  move_units(standby_, range, gone);
  for (Batch& batch : loading_) move_units(batch.units, range, gone);
  drop_empty(loading_);
  for (Batch& batch : ending_) {
    Batch leaving{batch.until, {}};
    move_units(batch.units, range, leaving.units);
    if (!leaving.units.empty()) insert_by_time(draining_, std::move(leaving));
  }
  drop_empty(ending_);
  list_blocks();
  return gone;
}

std::vector<FleetUnit> FleetUnits::lose(BlockRange range) {
  std::vector<FleetUnit> gone;
  for (auto* units : {&serving_, &leaving_, &standby_}) move_units(*units, range, gone);
  for (auto* batches : {&loading_, &draining_, &ending_}) {
    for (Batch& batch : *batches) move_units(batch.units, range, gone);
    drop_empty(*batches);
  }
  list_blocks();
  return gone;
}

std::vector<FleetUnit> FleetUnits::advance(Seconds now) {
  std::vector<FleetUnit> drained;
  const auto move_due = [now](std::vector<Batch>& batches, std::vector<FleetUnit>& to) {
    for (Batch& batch : batches) {
      if (batch.until > now) break;
      to.insert(to.end(), std::move_iterator(batch.units.begin()), std::move_iterator(batch.units.end()));
      batch.units.clear();
    }
    drop_empty(batches);
  };
  move_due(loading_, serving_);
  move_due(draining_, drained);
  move_due(ending_, standby_);
  list_blocks();
  return drained;
}

}  // namespace gigapod
