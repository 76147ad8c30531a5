#include "sim/trace/trace_machine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace gigapod {

namespace {

unsigned ici_lane(std::size_t axis) { return lane_bit(TraceLane::kIci0) << axis; }

void append(TraceGroup& group, std::size_t axis, SliceAxis part) {
  if (part.length < 2) return;
  group.axes[static_cast<std::size_t>(group.axis_count++)] = part;
  group.chips *= part.length;
  group.lanes |= ici_lane(axis);
}

void join_slices(TraceGroup& group, int slices) {
  group.slices = slices;
  if (slices > 1) group.lanes |= lane_bit(TraceLane::kDcn);
}

/// Whether the values are consecutive.
bool is_run(const std::set<int>& values) {
  return *values.rbegin() - *values.begin() + 1 == static_cast<int>(values.size());
}

}  // namespace

TraceMachine::TraceMachine(StepMachine machine, Precision precision, TraceGroups groups)
    : machine_(std::move(machine)), precision_(precision), groups_(std::move(groups)) {
  if (machine_.slice.is_switched) {
    axes_ = {{machine_.slice.chips(), false}};
  } else {
    axes_ = machine_.slice.axes;
  }
  for (auto& [name, ranks] : groups_) {
    std::sort(ranks.begin(), ranks.end());
    named_.emplace(name, checked(group_of_ranks(name, ranks)));
  }
}

RankPlace TraceMachine::place_of(int rank) const {
  RankPlace place;
  for (std::size_t axis = 0; axis < axes_.size(); ++axis) {
    place.at[axis] = rank % axes_[axis].length;
    rank /= axes_[axis].length;
  }
  place.slice = rank;
  return place;
}

bool TraceMachine::is_named(const TraceNode& node) const {
  // "0" is every rank unless a group of that name is given, as in ASTRA-sim.
  return !node.dimensions && !node.group.empty() && (node.group != "0" || groups_.contains("0"));
}

TraceGroup TraceMachine::group_of(const TraceNode& node, std::optional<int> rank) const {
  if (is_named(node)) return named_group(node.group, rank);
  return checked(group_of_dimensions(node.dimensions.value_or(std::vector<bool>{})));
}

TraceGroup TraceMachine::group_of_dimensions(const std::vector<bool>& dimensions) const {
  TraceGroup group;
  const bool is_all = std::all_of(dimensions.begin(), dimensions.end(), [](bool is_in) { return is_in; });
  const auto is_in = [&](std::size_t d) { return is_all || (d < dimensions.size() && dimensions[d]); };
  for (std::size_t d = static_cast<std::size_t>(this->dimensions()); !is_all && d < dimensions.size(); ++d) {
    if (!dimensions[d]) continue;
    group.fault = fmt::format("involved_dim takes dimension {}, but the machine has {} (0 to {})", d,
                              this->dimensions(), this->dimensions() - 1);
    return group;
  }
  if (!is_all && std::none_of(dimensions.begin(), dimensions.end(), [](bool is_in_it) { return is_in_it; })) {
    group.fault = "involved_dim takes no dimension";
    return group;
  }
  for (std::size_t axis = 0; axis < axes_.size(); ++axis) {
    if (is_in(axis)) append(group, axis, axes_[axis]);
  }
  if (machine_.slices > 1 && is_in(axes_.size())) join_slices(group, machine_.slices);
  return group;
}

TraceGroup TraceMachine::named_group(const std::string& name, std::optional<int> rank) const {
  TraceGroup none;
  const auto known = groups_.find(name);
  if (known == groups_.end()) {
    none.fault = fmt::format("the ranks of pg_name '{}' are not known; list them in a file for --groups", name);
    return none;
  }
  if (rank && !std::binary_search(known->second.begin(), known->second.end(), *rank)) {
    none.fault = fmt::format("pg_name '{}' does not hold rank {}", name, *rank);
    return none;
  }
  return named_.at(name);
}

TraceGroup TraceMachine::group_of_ranks(const std::string& name, const std::vector<int>& ranks) const {
  TraceGroup group;
  std::array<std::set<int>, 4> values;
  for (const int member : ranks) {
    const RankPlace place = place_of(member);
    for (std::size_t axis = 0; axis < 3; ++axis) values[axis].insert(place.at[axis]);
    values[3].insert(place.slice);
  }
  std::size_t box = values[3].size();
  bool is_box = !ranks.empty();
  for (std::size_t axis = 0; is_box && axis < axes_.size(); ++axis) {
    const int length = static_cast<int>(values[axis].size());
    append(group, axis, length == axes_[axis].length ? axes_[axis] : SliceAxis{length, false});
    box *= values[axis].size();
    is_box = is_run(values[axis]);
  }
  join_slices(group, static_cast<int>(values[3].size()));
  if (!is_box || box != ranks.size()) {
    group.fault = fmt::format("the ranks of pg_name '{}' are not a box of the slice", name);
  }
  return group;
}

TraceGroup TraceMachine::checked(TraceGroup group) const {
  if (!group.fault.empty() || !machine_.slice.is_twisted || group.chips == 1) return group;
  if (group.chips != machine_.slice.chips()) group.fault = "rings of a twisted torus pass through all axes";
  return group;
}

unsigned TraceMachine::dimension_mask(const TraceNode& node) const {
  const unsigned all = (1U << dimensions()) - 1U;
  if (!node.dimensions) return all;
  unsigned mask = 0;
  for (std::size_t d = 0; d < node.dimensions->size(); ++d) mask |= (*node.dimensions)[d] ? 1U << d : 0U;
  const bool is_all = mask + 1U == 1U << node.dimensions->size();
  return is_all ? all : mask & all;
}

std::string TraceMachine::group_key(const TraceNode& node, int rank) const {
  if (is_named(node)) return node.group;
  const unsigned mask = dimension_mask(node);
  const RankPlace place = place_of(rank);
  std::string names;
  for (int d = 0; d < dimensions(); ++d) {
    if ((mask >> d & 1U) != 0) names += fmt::format("{}{}", names.empty() ? "" : ",", d);
  }
  int first = 0;
  int stride = 1;
  for (std::size_t axis = 0; axis < axes_.size(); ++axis) {
    if ((mask >> axis & 1U) == 0) first += stride * place.at[axis];
    stride *= axes_[axis].length;
  }
  if ((mask >> axes_.size() & 1U) == 0) first += stride * place.slice;
  return fmt::format("dimensions {} from rank {}", names, first);
}

}  // namespace gigapod
