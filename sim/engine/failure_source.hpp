#pragma once

#include "sim/base/ids.hpp"
#include "sim/engine/engine_context.hpp"
#include "sim/engine/failure_domains.hpp"
#include "sim/model/failure/lifetime.hpp"

#include <map>
#include <queue>
#include <string>
#include <vector>

namespace gigapod {

/// What a failure hit, and how long its repair takes.
struct Failure {
  const FailureClass* kind = nullptr;
  PodId pod;
  BlockRange blocks;   ///< empty for an optical switch, the network and the storage
  int down_chips = 0;  ///< of each block
  int dcn_block = 0;   ///< for scope dcn
  Seconds repair;      ///< 0: at once
};

/// One superposed process a class of component over the whole site (two with lemons); the victim is drawn when it
/// strikes, so a failure costs the same on a thousand chips and on a million.
class FailureSource {
 public:
  FailureSource(const std::vector<FailureClass>& classes, const Site& site, const SiteSpec& spec,
                const RandomStreams& random);

  /// Plans the first failure of every process.
  void begin(EngineContext& context);
  /// The failure that is due now; plans the next of its process.
  [[nodiscard]] Failure strike(const Event& event, EngineContext& context);

 private:
  /// A component that was replaced and when the new one fails.
  struct Renewal {
    Seconds time;
    double position = 0.0;
    bool operator>(const Renewal& other) const { return time > other.time; }
  };
  struct Process {
    const FailureClass* kind;
    const FailureDomain* domain;
    Lifetime lifetime;
    RandomStream arrivals;
    RandomStream victims;
    RandomStream repairs;
    std::vector<double> members;  ///< positions of lemons; empty: every component of the domain
    double left = 0.0;            ///< components of the first day that have not failed
    Seconds first_day_next;       ///< when the next of them fails
    std::priority_queue<Renewal, std::vector<Renewal>, std::greater<>> renewed;
    std::map<double, int> strikes{};  ///< of each lemon so far, by position
  };

  void add(const FailureClass& failure, const FailureDomain& domain, const RandomStreams& random);
  void add_process(const FailureClass& failure, const FailureDomain& domain, const std::string& suffix, double factor,
                   double components, std::vector<double> members, const RandomStreams& random);
  void draw_first_day(Process& process, Seconds now);
  void plan_next(std::uint32_t index, EngineContext& context);
  void plan_burst(std::uint32_t index, std::uint64_t left, EngineContext& context);
  [[nodiscard]] double victim(Process& process, Seconds now);
  /// Whether the lemon has failed once too often; the component that takes its place joins the others of its class.
  bool retire(std::uint32_t index, double position, EngineContext& context);
  void renew(Process& process, double position, Seconds installed);

  FailureDomains domains_;
  std::vector<Process> processes_;
};

}  // namespace gigapod
