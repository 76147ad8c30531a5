#include "sim/record/definition_lists.hpp"

namespace gigapod {
namespace {

// Of an event, the unit is that of its value, the formula what the value is, the source when it happens, the label
// its subject.
constexpr MetricDefinition kEvents[] = {
    {"submit", "chips", "chips asked for", "a job comes", "job"},
    {"wait", "chips", "chips asked for; `detail` says what is short", "a job cannot start", "job"},
    {"start", "chips", "chips held", "a job starts for the first time", "job"},
    {"restart", "chips", "chips held", "a job starts again after a failure, a preemption or a move", "job"},
    {"backfill", "chips", "chips; `detail` says before whom and whose reservation stands", "a job starts out of turn",
     "job"},
    {"preempt", "chips", "chips of the other, which `detail` names", "a job displaces another", "job"},
    {"yield", "chips", "chips given up", "a job gives its blocks up for another, or to move", "job"},
    {"migrate", "chips", "chips moved; `detail` says from where to where, for whom, cost and gain",
     "a job moves to make room", "job"},
    {"standby", "replicas",
     "replicas of the fleet that stand by for want of power, or will once they have ended what they have",
     "power control"},
    {"resize", "chips, or replicas", "chips of the job, or replicas of the fleet",
     "an elastic job or a fleet changes its size", "job or fleet"},
    {"finish", "tokens", "tokens trained", "a job ends", "job"},
    {"hold", "chips", "chips that stand still", "a job is paused for want of power", "job"},
    {"resume", "chips", "chips that go on", "a paused job goes on", "job"},
    {"failure", "chips", "chips taken down", "a component fails, or planned work begins",
     "class of component, or planned work"},
    {"repair", "chips", "chips given back", "a component is repaired, or planned work ends",
     "class of component, or planned work"},
    {"power", "W", "planned draw at the meter", "power control changes something", "none"},
    {"curtailment", "W", "the limit from now on", "a curtailment is announced, begins or ends", "curtailment"},
    {"power_fault", "W", "draw of the node whose feed it is", "a feed fails, runs on reserves, or returns", "fault"},
    {"warning", "none", "0", "a model is used out of its range, or a limit can't be held; `detail` says which",
     "job, fleet or curtailment"},
};

}  // namespace

std::span<const MetricDefinition> event_definitions() { return kEvents; }

}  // namespace gigapod
