// Transfers of an all-gather over rings and lines.
//
// In step s of a phase a chip passes on, in each direction, the shards that it received in step s - 1 from behind (in
// step 1: all it holds). On a ring of m it takes floor(m / 2) steps; for even m the last moves half of a shard each
// way. On a line a shard moves to both ends. A transfer waits for
//   the shards that it passes on (from behind, or everything of the phase before), its own previous step, and the
//   same step of the chunk before.
// Backwards it is a reduce-scatter: partial sums run back along the tree by which the gathered shard spread, and load
// every link as the gather loads its opposite.
#include "sim/model/collective/gather_flows.hpp"

#include <cstddef>
#include <utility>

namespace gigapod {
namespace {

class GatherBuilder {
 public:
  GatherBuilder(const SliceLinks& links, const FlowSettings& settings)
      : links_(links), settings_(settings), parts_(gather_parts(links)) {
    graph_.links = links.count();
    graph_.link_latency = settings.hop_latency;
    for (int link = 0; link < links.count(); ++link) graph_.routes.push_back({link});
  }

  FlowGraph build() {
    number_flows();
    for (Spot spot; spot.part < parts(); ++spot.part) {
      for (spot.chunk = 0; spot.chunk < settings_.chunks; ++spot.chunk) {
        for (spot.phase = 0; spot.phase < phases(spot.part); ++spot.phase) order_phase(spot);
      }
    }
    return std::move(graph_);
  }

 private:
  struct Spot {
    int part = 0;
    int chunk = 0;
    int phase = 0;
  };

  [[nodiscard]] int parts() const { return static_cast<int>(parts_.size()); }
  [[nodiscard]] int phases(int part) const {
    return static_cast<int>(parts_[static_cast<std::size_t>(part)].phases.size());
  }
  [[nodiscard]] const GatherPhase& phase_of(const Spot& spot) const {
    return parts_[static_cast<std::size_t>(spot.part)].phases[static_cast<std::size_t>(spot.phase)];
  }
  [[nodiscard]] int steps(const Spot& spot) const { return gather_steps(links_, phase_of(spot)); }
  [[nodiscard]] int chip(int representative) const {
    return links_.representatives()[static_cast<std::size_t>(representative)];
  }
  [[nodiscard]] int representatives() const { return static_cast<int>(links_.representatives().size()); }

  /// Steps in which a chip sends in the direction: all on a ring, on a line one for each chip behind it and itself.
  [[nodiscard]] int steps_of(const Spot& spot, int representative, int step) const {
    const int axis = phase_of(spot).axis;
    if (links_.closes(axis)) return steps(spot);
    const int position = links_.position(chip(representative), axis);
    const int last = links_.length(axis) - 1;
    if (position == (step > 0 ? last : 0)) return 0;
    return 1 + (step > 0 ? position : last - position);
  }

  [[nodiscard]] std::size_t base(const Spot& spot) const {
    return bases_[static_cast<std::size_t>((spot.part * settings_.chunks + spot.chunk) * 3 + spot.phase)];
  }
  [[nodiscard]] int flow(const Spot& spot, int representative, int direction, int step) const {
    if (step < 1 || step > steps_of(spot, representative, direction)) return -1;
    const int slot = (representative * 2 + (direction < 0 ? 1 : 0)) * steps(spot) + step - 1;
    return ids_[base(spot) + static_cast<std::size_t>(slot)];
  }

  void number_flows() {
    bases_.assign(static_cast<std::size_t>(parts() * settings_.chunks * 3), 0);
    for (Spot spot; spot.part < parts(); ++spot.part) {
      for (spot.chunk = 0; spot.chunk < settings_.chunks; ++spot.chunk) {
        for (spot.phase = 0; spot.phase < phases(spot.part); ++spot.phase) {
          bases_[static_cast<std::size_t>((spot.part * settings_.chunks + spot.chunk) * 3 + spot.phase)] =
              ids_.size();
          number_phase(spot);
        }
      }
    }
  }

  void number_phase(const Spot& spot) {
    const GatherPhase& phase = phase_of(spot);
    const double share = parts_[static_cast<std::size_t>(spot.part)].share / settings_.chunks;
    const Bytes shards = settings_.full_size * (share * phase.blocks / links_.chips());
    for (int r = 0; r < representatives(); ++r) {
      for (const int direction : {1, -1}) {
        const int sent = steps_of(spot, r, direction);
        for (int step = 1; step <= steps(spot); ++step) {
          ids_.push_back(step <= sent ? static_cast<int>(graph_.flows.size()) : -1);
          if (step > sent) continue;
          const bool is_half = links_.closes(phase.axis) && 2 * step == phase.members;
          graph_.flows.push_back({links_.link(chip(r), phase.axis, direction), is_half ? shards / 2.0 : shards});
        }
      }
    }
  }

  void order_after(int before, int after) {
    if (before >= 0) graph_.order.push_back({before, after});
  }

  void order_phase(const Spot& spot) {
    for (int r = 0; r < representatives(); ++r) {
      for (const int direction : {1, -1}) {
        for (int step = 1; step <= steps_of(spot, r, direction); ++step) {
          const int after = flow(spot, r, direction, step);
          if (step > 1) order_after(flow(spot, r, direction, step - 1), after);
          if (step > 1) order_after(arriving(spot, r, direction, step - 1), after);
          if (step == 1) order_after_last_phase(spot, r, after);
          if (spot.chunk > 0) order_after(flow({spot.part, spot.chunk - 1, spot.phase}, r, direction, step), after);
        }
      }
    }
  }

  /// The flow of that step that reaches the chip from behind; -1 where there is none.
  [[nodiscard]] int arriving(const Spot& spot, int representative, int direction, int step) const {
    const auto behind = links_.neighbour(chip(representative), phase_of(spot).axis, -direction);
    return behind ? flow(spot, links_.representative(*behind), direction, step) : -1;
  }

  void order_after_last_phase(const Spot& spot, int representative, int after) {
    if (spot.phase == 0) return;
    const Spot before{spot.part, spot.chunk, spot.phase - 1};
    for (const int direction : {1, -1}) {
      const auto behind = links_.neighbour(chip(representative), phase_of(before).axis, -direction);
      if (!behind) continue;
      const int sender = links_.representative(*behind);
      order_after(flow(before, sender, direction, steps_of(before, sender, direction)), after);
    }
  }

  const SliceLinks& links_;
  FlowSettings settings_;
  std::vector<GatherPart> parts_;
  FlowGraph graph_;
  std::vector<std::size_t> bases_;
  std::vector<int> ids_;
};

}  // namespace

FlowGraph all_gather_flows(const SliceLinks& links, const FlowSettings& settings) {
  return GatherBuilder(links, settings).build();
}

}  // namespace gigapod
