#pragma once

#include "sim/engine/start_probe.hpp"
#include "sim/policy/defragmentation.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace gigapod {

/// Running jobs that move to make room for a waiting one, in each pod type for one at a time. Movers save and leave;
/// each starts on its new blocks as soon as those are free, then the waiting job does. Meanwhile no other job of the
/// pod type, or of a tenant that takes part, starts. What can't go as planned (a fault, power, a fleet that took
/// blocks) ends with the jobs in the queue, as any other.
class Migration {
 public:
  Migration(const PluginChoice& choice, Jobs& jobs, const PlacementPolicy& placement, EngineContext& context);

  /// Starts movers that have left, and the jobs they moved for.
  void go_on(EngineProbe& probe);
  /// Whether jobs move in the pod type now.
  [[nodiscard]] bool is_under_way(const std::string& pod_type) const { return plans_.contains(pod_type); }
  /// Why a job must wait for moves to end; empty: it need not.
  [[nodiscard]] std::string hold_text(const TrainingJob& job) const;
  /// Lets running jobs move for a job that lacks blocks, where that is possible and worth it.
  void make_room(const TrainingJob& waiting);

 private:
  struct Plan {
    std::uint32_t winner = 0;
    std::vector<Move> moves;  ///< of jobs that have not started again
    std::vector<std::uint32_t> tenants;
  };
  struct Refused {
    std::uint32_t job = 0;
    Seconds until;
  };
  [[nodiscard]] std::vector<MovableJob> movable_jobs(const std::string& pod_type) const;
  [[nodiscard]] Seconds expected_wait(const TrainingJob& waiting) const;
  [[nodiscard]] bool has_power(const MovePlan& plan) const;
  [[nodiscard]] bool is_leaving(const Move& move) const;
  bool start_moved(const Move& move);
  void begin(const TrainingJob& winner, const MovePlan& plan);
  void write_move(const TrainingJob& mover, const Move& move, const TrainingJob& winner, double gain);

  std::unique_ptr<Defragmentation> policy_;
  Jobs& jobs_;
  const PlacementPolicy& placement_;
  EngineContext& context_;
  std::map<std::string, Plan> plans_;       ///< by pod type
  std::map<std::string, Refused> refused_;  ///< by pod type: the job that was not helped last
};

}  // namespace gigapod
