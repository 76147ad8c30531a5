#include "sim/engine/job_work.hpp"

#include <algorithm>

namespace gigapod {

JobWork::JobWork(double chips, const StepTime& step, const RelativePower& power) { set_size(chips, step, power); }

void JobWork::set_size(double chips, const StepTime& step, const RelativePower& power, double new_per_old) {
  for (Span& span : spans_) span.rescale *= new_per_old;
  chips_ = chips;
  useful_ = step.compute + step.hbm + step.overhead;
  bubble_ = step.bubble;
  power_ = power;
}

void JobWork::count(const Span& span) {
  const Seconds amount = span.chips * (span.end - span.begin);
  chip_seconds_ += amount;
  joules_ += amount * span.per_chip;
}

void JobWork::book(Bucket bucket, Seconds begin, Seconds end, Watts per_chip, Ledger& ledger) {
  if (end <= begin) return;
  ledger.book(bucket, begin, end, chips_, per_chip);
  count({begin, end, 0.0, per_chip, chips_, useful_, bubble_, capped_, power_});
}

void JobWork::add_steps(Seconds begin, Seconds end, double steps, double copies, Watts per_chip, Ledger& ledger) {
  if (end <= begin) return;
  if (copies > 0.0) {
    ledger.book(Bucket::kCheckpoint, begin, end, chips_ * copies, per_chip);
    count({begin, end, 0.0, per_chip, chips_ * copies, useful_, bubble_, capped_, power_});
  }
  spans_.push_back(
      {begin, end, steps, per_chip, chips_ * (1.0 - copies), useful_, bubble_, capped_, power_, 1.0 - copies});
  count(spans_.back());
}

/// The parts of a step draw what their phases do: together, what the span drew.
void JobWork::keep(const Span& span, Ledger& ledger) {
  const Seconds length = (span.end - span.begin) * span.share;
  const double useful = std::min(1.0, span.steps * span.useful / length);
  const double bubble = std::min(1.0 - useful, span.steps * span.bubble / length);
  const double capped = std::min(1.0 - useful - bubble, span.steps * span.capped / length);
  const double exposed = std::max(0.0, 1.0 - useful - bubble - capped);
  const double relative =
      useful * span.power.useful + bubble * span.power.bubble + capped + exposed * span.power.exposed;
  const auto book = [&](Bucket bucket, double share, double power) {
    ledger.book(bucket, span.begin, span.end, span.chips * share, span.per_chip * (power / relative));
  };
  book(Bucket::kBusyUseful, useful, span.power.useful);
  book(Bucket::kBubble, bubble, span.power.bubble);
  if (capped > 0.0) book(Bucket::kPowerCapped, capped, 1.0);
  book(Bucket::kCommunicationExposed, exposed, span.power.exposed);
}

void JobWork::keep(std::size_t spans, Ledger& ledger) {
  for (std::size_t i = 0; i < spans; ++i) {
    keep(spans_[i], ledger);
    kept_ += (spans_[i].end - spans_[i].begin) * spans_[i].share;
  }
  spans_.erase(spans_.begin(), spans_.begin() + static_cast<std::ptrdiff_t>(spans));
  captured_ = 0;
}

void JobWork::keep_captured(Ledger& ledger) { keep(captured_, ledger); }

void JobWork::keep_all(Ledger& ledger) { keep(spans_.size(), ledger); }

void JobWork::lose_all(Ledger& ledger) {
  for (const Span& span : spans_) ledger.book(Bucket::kRecompute, span.begin, span.end, span.chips, span.per_chip);
  spans_.clear();
  captured_ = 0;
}

double JobWork::lose_after(Seconds time, Ledger& ledger) {
  double lost = 0.0;
  while (!spans_.empty() && spans_.back().end > time) {
    Span& last = spans_.back();
    const Seconds from = max(last.begin, time);
    const double part = (last.end - from) / (last.end - last.begin);
    ledger.book(Bucket::kRecompute, from, last.end, last.chips, last.per_chip);
    lost += last.steps * part * last.rescale;
    last.steps *= 1.0 - part;
    last.end = from;
    if (last.end <= last.begin) spans_.pop_back();
  }
  captured_ = 0;
  return lost;
}

}  // namespace gigapod
