#include "sim/engine/repair_shop.hpp"

#include <algorithm>

namespace gigapod {

void RepairShop::ask(std::uint32_t incident, double severity, Seconds work, EngineContext& context) {
  const Waiting repair{incident, work, context.now()};
  const bool has_crew = recovery_->repair_crews == 0 || busy_crews_ < recovery_->repair_crews;
  if (has_crew) return begin(repair, context);
  const double rank = recovery_->repair_order == RepairOrder::kSeverity ? -severity : 0.0;
  waiting_.emplace(std::pair(rank, asked_++), repair);
  context.counts.longest_repair_queue =
      std::max(context.counts.longest_repair_queue, static_cast<std::int64_t>(waiting_.size()));
  write_queue(context);
}

void RepairShop::begin(const Waiting& repair, EngineContext& context) {
  ++busy_crews_;
  ++context.counts.repairs;
  context.counts.repair_wait += context.now() - repair.since;
  const Seconds back = context.now() + repair.work;
  if (back < context.scenario.horizon) context.queue.add({back, EventKind::kRepair, repair.incident, 0});
}

void RepairShop::end(EngineContext& context) {
  --busy_crews_;
  if (waiting_.empty()) return;
  const Waiting next = waiting_.begin()->second;
  waiting_.erase(waiting_.begin());
  begin(next, context);
  write_queue(context);
}

void RepairShop::write_queue(EngineContext& context) const {
  context.writer.add_metric("repair_queue", "", context.now(), static_cast<double>(waiting_.size()));
}

}  // namespace gigapod
