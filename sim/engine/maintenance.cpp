#include "sim/engine/maintenance.hpp"

#include <cmath>

namespace gigapod {
namespace {

FailureScope scope_of(MaintenanceScope scope) {
  switch (scope) {
    case MaintenanceScope::kRack: return FailureScope::kRack;
    case MaintenanceScope::kRow: return FailureScope::kRow;
    case MaintenanceScope::kHall: break;
  }
  return FailureScope::kHall;
}

}  // namespace

Maintenance::Maintenance(const std::vector<MaintenanceSpec>& plans, const Site& site, const SiteSpec& spec) {
  for (const MaintenanceSpec& plan : plans) {
    FailureClass kind;
    kind.name = plan.name;
    kind.scope = scope_of(plan.scope);
    kind.repair = plan.window;
    plans_.push_back({&plan, FailureDomain(kind.scope, site, spec), kind});
  }
}

void Maintenance::begin(EngineContext& context) {
  for (std::uint32_t i = 0; i < plans_.size(); ++i) plan(i, 0, context);
}

/// Part i of n is done (i + 1) / n of a period after the start, and again every period.
void Maintenance::plan(std::uint32_t index, std::uint64_t part, EngineContext& context) {
  const Plan& plan = plans_[index];
  const Seconds begin = plan.spec->period * (static_cast<double>(part + 1) / plan.domain.components());
  const Seconds told = max(begin - plan.spec->notice, context.now());
  if (told < context.scenario.horizon) context.queue.add({told, EventKind::kMaintenance, index, part});
}

Failure Maintenance::next(const Event& event, EngineContext& context) {
  const Plan& plan = plans_[event.subject];
  const double position = std::fmod(static_cast<double>(event.generation), plan.domain.components()) + 0.5;
  const ComponentPlace place = plan.domain.place(position);
  this->plan(event.subject, event.generation + 1, context);
  return {&plan.kind, place.pod,        place.blocks, chips_per_block(*context.site.pod(place.pod).spec),
          0,          plan.spec->window};
}

}  // namespace gigapod
