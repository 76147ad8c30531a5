// One job and its failures, drawn event by event: what the engine does (sim/engine/job_recovery.cpp,
// job_checkpoints.cpp) to a job that always finds a spare, without site, queue and network.
//
//   interruption   silence, then restart and restore; steps since the last whole copy that survives are lost; a
//   further
//                  one meanwhile begins this anew
//   corruption     copies from here on are worthless; found after an exponential time, then back to the last good one
//                  in the storage
//   slow host      steps are longer until it is found; then a checkpoint and a swap
//   rerouted cable, optical switch    steps are longer until repaired; two at a time count once
//
// Assumes exponential lives at the mean rates of the classes (no lemons, bursts or infant mortality), and transfers
// at full bandwidth. Pauses for near copies slow the steps down by their share of the time, as in the engine.

#include "analysis/goodput/simulated_goodput.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace gigapod {
namespace {

constexpr Seconds kNever{std::numeric_limits<double>::infinity()};

class JobLife {
 public:
  JobLife(const JobRisks& risks, Seconds end, const RandomStreams& random) : risks_(risks), end_(end) {
    for (const StateCopies& copies : risks_.copies) {
      if (copies.tier) copying_ += copies.pause / copies.interval;
    }
    for (const JobRisk& risk : risks_.risks) {
      sources_.push_back({&risk, random.stream("goodput/" + risk.kind.name), kNever, Seconds(0), kNever});
      sources_.back().strikes = sources_.back().draws.exponential(risk.rate);
    }
  }

  double goodput() {
    while (now_ < end_) {
      const Seconds next = next_event();
      if (now_ >= resumes_) compute(next - now_);
      now_ = next;
      if (now_ < end_) happen();
    }
    return (corrupt_since_ < kNever ? clean_ : done_) / end_;
  }

 private:
  /// One class of failures.
  struct Source {
    const JobRisk* risk;
    RandomStream draws;
    Seconds strikes;  ///< next
    Seconds slow_until;
    Seconds found;  ///< the slow or corrupt one under way
  };

  [[nodiscard]] Seconds next_event() const {
    Seconds next = end_;
    if (resumes_ > now_) next = min(next, resumes_);
    for (const Source& source : sources_) {
      next = min(next, min(source.strikes, source.found));
      if (source.slow_until > now_) next = min(next, source.slow_until);
    }
    return next;
  }

  void happen() {
    for (Source& source : sources_) {
      if (source.found <= now_) find(source);
      if (source.strikes <= now_) strike(source);
    }
  }

  void strike(Source& source) {
    const JobRisk& risk = *source.risk;
    source.strikes = now_ + source.draws.exponential(risk.rate);
    switch (risk.kind.effect) {
      case FailureEffect::kCorrupt:
        if (now_ < resumes_) return;  // nothing is computed
        if (corrupt_since_ == kNever) {
          corrupt_since_ = now_;
          clean_ = max(saved_, steps_at(last_capture(Seconds(0))));
        }
        source.found = min(source.found, now_ + source.draws.exponential(1.0 / risk.kind.detection));
        return;
      case FailureEffect::kSlow:
        source.found = min(source.found, now_ + source.draws.exponential(1.0 / risk.kind.detection));
        source.slow_until = source.found;
        return;
      case FailureEffect::kStop:
      case FailureEffect::kHang: break;
    }
    if (risk.interrupts) return stop(source);
    const double sigma = risk.kind.repair_sigma;
    const double median = risk.kind.repair.value() * std::exp(-sigma * sigma / 2.0);
    source.slow_until = max(source.slow_until, now_ + Seconds(source.draws.lognormal(median, sigma)));
  }

  void find(Source& source) {
    source.found = kNever;
    if (source.risk->kind.effect == FailureEffect::kCorrupt) {
      if (corrupt_since_ == kNever) return;  // an earlier one has been found
      corrupt_since_ = kNever;
      done_ = saved_ = clean_;
      origin_ = risks_.copies.size() - 1;
      begin_restart(source.risk->restart);
    } else if (now_ >= resumes_ && !risks_.copies.empty()) {
      saved_ = done_;
      begin_restart(risks_.storage().pause + source.risk->restart);
    }
  }

  /// Back to the newest whole copy that can be read; while restarting, none nearer than that one.
  void stop(Source& source) {
    const JobRisk& risk = *source.risk;
    if (now_ >= resumes_) {
      saved_ = max(saved_, steps_at(last_capture(risks_.storage().whole)));
      origin_ = 0;
    }
    origin_ = std::max(origin_, risk.place);
    const StateCopies& copies = risks_.copies[origin_];
    if (!copies.tier) {
      done_ = saved_;
    } else if (now_ >= resumes_) {
      const double taken = std::floor((ran_ - copies.whole) / copies.interval);
      done_ = max(saved_, steps_at(copies.interval * std::max(0.0, taken)));
    }
    const Seconds silence = risk.kind.effect == FailureEffect::kStop
                                ? risk.silence + risks_.heartbeat * (source.draws.uniform() - 0.5)
                                : risk.silence;
    begin_restart(silence + risk.restart);
  }

  void begin_restart(Seconds time) {
    resumes_ = now_ + time;
    ran_ = Seconds(0);
  }

  /// Since it runs: when the last checkpoint in the storage was taken that is whole so long after.
  [[nodiscard]] Seconds last_capture(Seconds whole) const {
    const StateCopies& storage = risks_.storage();
    const Seconds cycle = storage.interval + storage.pause;
    const double taken = std::floor((ran_ + storage.pause - whole) / cycle);
    return taken < 1.0 ? Seconds(0) : cycle * taken - storage.pause;
  }

  /// Of a run, the time in which it did not stand still for a checkpoint in the storage.
  [[nodiscard]] Seconds computed(Seconds ran) const {
    if (risks_.copies.empty()) return ran;
    const StateCopies& storage = risks_.storage();
    const Seconds cycle = storage.interval + storage.pause;
    const double cycles = std::floor(ran / cycle);
    return storage.interval * cycles + min(ran - cycle * cycles, storage.interval);
  }

  /// Steps done when the job had run for so long, at the present speed since then.
  [[nodiscard]] Seconds steps_at(Seconds ran) const { return done_ - (computed(ran_) - computed(ran)) * speed(); }

  [[nodiscard]] double speed() const {
    double longer = 0.0;
    for (const Source& source : sources_) {
      if (source.slow_until > now_) longer += source.risk->kind.slowdown;
    }
    return 1.0 / (1.0 + copying_) / (1.0 + longer);
  }

  void compute(Seconds time) {
    done_ += (computed(ran_ + time) - computed(ran_)) * speed();
    ran_ += time;
  }

  const JobRisks& risks_;
  Seconds end_;
  std::vector<Source> sources_;
  double copying_ = 0.0;  ///< pauses for near copies over the time of steps
  Seconds now_;
  Seconds resumes_;  ///< computes from here on
  Seconds ran_;      ///< since it computes again
  Seconds done_;     ///< time of steps at full speed
  Seconds saved_;    ///< of them in the storage
  Seconds clean_;    ///< of them before the corruption under way
  Seconds corrupt_since_ = kNever;
  std::size_t origin_ = 0;  ///< place that the job comes back from
};

}  // namespace

double drawn_goodput(const JobRisks& risks, Seconds time, const RandomStreams& random) {
  return JobLife(risks, time, random).goodput();
}

MeanInterval simulated_goodput(const JobRisks& risks, Seconds time, int seeds, std::uint64_t first_seed) {
  const Hertz rate = risks.interruption_rate();
  if (rate > Hertz(0)) time = max(min(time, kMostInterruptions / rate), kLeastInterruptions / rate);
  std::vector<double> samples;
  for (int i = 0; i < seeds; ++i) {
    samples.push_back(drawn_goodput(risks, time, RandomStreams(first_seed + static_cast<std::uint64_t>(i))));
  }
  return mean_interval(samples);
}

}  // namespace gigapod
