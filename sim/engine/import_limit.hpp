#pragma once

#include "sim/base/quantity.hpp"
#include "sim/scenario/scenario.hpp"

#include <optional>
#include <vector>

namespace gigapod {

/// What the site may import: the rating of its grid connection, less while a demand response event lasts, and rising
/// by steps afterwards where the scenario limits the ramp.
class ImportLimit {
 public:
  enum class Phase {
    kAnnounce,
    kBegin,
    kEnd,
  };
  struct Turn {
    Seconds time;
    Phase phase = Phase::kAnnounce;
    const CurtailmentSpec* event = nullptr;
    Watts limit;     ///< of the event; known from its announcement on
    Watts baseline;  ///< import at its announcement
    Seconds begin;   ///< of this occurrence
  };

  explicit ImportLimit(const Scenario& scenario);

  /// The next turn that is due by `now`; nothing when all are done. An announcement takes `import` as its baseline.
  std::optional<Turn> take_turn(Seconds now, Watts import);
  /// Largest import now.
  [[nodiscard]] Watts limit(Seconds now) const;
  /// The least limit of the events announced and not over that begin by then.
  [[nodiscard]] Watts coming_limit(Seconds begin) const;
  /// From now on it rises from here by the ramp; nothing without one.
  void ramp_from(Seconds now, Watts import);
  [[nodiscard]] bool is_curtailed() const { return !active_.empty(); }
  /// When the limit, or what is known of it, changes next.
  [[nodiscard]] std::optional<Seconds> next_change(Seconds now) const;

 private:
  struct Active {
    const CurtailmentSpec* event = nullptr;
    Watts limit;
    Watts baseline;
    Seconds begin;
    bool has_begun = false;
  };
  [[nodiscard]] bool is_ramping(Seconds now) const;
  [[nodiscard]] double ramp_steps(Seconds now) const;

  Watts rating_;
  Watts firm_;
  Watts ramp_;  ///< a minute; 0: none
  std::vector<Turn> turns_;
  std::size_t next_ = 0;
  std::vector<Active> active_;  ///< announced and not over
  Watts ramp_from_;
  std::optional<Seconds> ramp_begin_;
};

}  // namespace gigapod
