#pragma once

#include "sim/engine/engine_context.hpp"
#include "sim/engine/failure_source.hpp"
#include "sim/engine/repair_shop.hpp"
#include "sim/engine/start_waiting.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace gigapod {

/// What happens after a failure or before planned work: jobs stall or slow down, somebody notices, the part is taken
/// out and mended, and jobs go on elsewhere. One incident is one failure from its strike to its repair.
class FailureReaction {
 public:
  FailureReaction(Jobs& jobs, Fleets& fleets, EngineContext& context);

  /// A component fails now.
  void strike(const Failure& failure);
  /// Everything on the blocks loses power now, which everybody sees at once; it is back after `failure.repair`.
  void lose_power(const Failure& failure);
  /// Planned work begins when the last job has left, at the latest after `notice`; jobs are told now.
  void announce(const Failure& work, Seconds notice);
  /// An incident is found, the notice of one is over, or a job that was told has saved its work.
  void on_detection(const Event& event);
  /// The repair of an incident ends.
  void repair(std::uint32_t incident);
  /// Records the blocks that are still out of service.
  void close();

 private:
  enum class Stage {
    kHidden,
    kDraining,  ///< jobs on it save their work
    kOut,
  };
  struct Incident {
    Failure failure;
    Stage stage = Stage::kHidden;
    bool is_planned = false;
    bool is_outage = false;
    std::int32_t job = -1;                                     ///< that a crash or a corruption hit
    std::map<Seconds, std::vector<std::uint32_t>> cordoned{};  ///< blocks kept for it while others are saved
    std::optional<Seconds> out_since{};                        ///< until its blocks are mended
  };

  void stop(std::uint32_t index);
  void corrupt(std::uint32_t index);
  void find(std::uint32_t index);
  void drain(std::uint32_t index, Seconds notice);
  void let_go(std::uint32_t index, TrainingJob& job);
  void cordon(Incident& incident, std::uint32_t block);
  void take_out(std::uint32_t index);
  void restart(Incident& incident);
  void move_work(Incident& incident);
  void begin_repair(std::uint32_t index);
  void slow_blocks(const Failure& failure, double sign);
  void slow_pod(const Failure& failure, double sign);
  void narrow_network(const Failure& failure, double sign);
  [[nodiscard]] bool is_routed_around(const Failure& failure) const;
  [[nodiscard]] std::vector<std::uint32_t> owners_in(BlockRange blocks, bool wants_jobs) const;
  [[nodiscard]] std::vector<std::uint32_t> jobs_on(BlockRange blocks) const { return owners_in(blocks, true); }
  [[nodiscard]] TrainingJob* job_on(std::uint32_t block) const;
  void lift_cordon(Incident& incident);
  void write_cordon(const Incident& incident);
  void write_outage(const Incident& incident);
  void write_out_of_service(const Incident& incident, std::vector<std::uint32_t> blocks, const std::string& state,
                            Seconds since);
  void write_restart(const TrainingJob& job, const Incident& incident, const std::string& what);

  Jobs& jobs_;
  Fleets& fleets_;
  EngineContext& context_;
  RandomStream detection_;
  RepairShop shop_;
  std::vector<Incident> incidents_;
};

}  // namespace gigapod
