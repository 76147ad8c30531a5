// Continuous batching with chunked prefill (vLLM, Sarathi-Serve arXiv:2403.02310). A step holds one token of every
// decoding sequence and, up to `step_tokens`, prompt tokens in the order of admission; a request is admitted at a
// step's start when the budget, `max_sequences` and the cache have room. A decode step that lacks pages preempts the
// request that the scheduler would start last; it waits again and recomputes its prompt and what it had produced.
//
// Events where something changes: without prompts, steps until the next completion, window or lack of pages are one
// event. Step j of such a span takes base + slope (seen + j growth), so that k steps take
//
//   k (base + slope seen) + slope growth k (k - 1) / 2
//
// and an arrival cuts the span at the end of the step under way, which the quadratic gives.
//
// Assumes that scheduling itself takes no time beside the calibrated overhead of a step, and that a prompt's pages
// are taken when it is admitted.

#include "sim/serving/serving_replica.hpp"

#include <algorithm>
#include <cmath>

namespace gigapod {

ServingReplica::ServingReplica(const ReplicaContext& context)
    : context_(context),
      queue_(context.requests, context.scheduler),
      batch_(context.layout),
      prefixes_(context.layout, context.setup.has_prefix_cache ? context.trace.prefix_block_tokens : 0) {
  watermark_ = static_cast<std::int64_t>(context.setup.kv_watermark * static_cast<double>(context.layout.capacity));
}

void ServingReplica::offer(std::uint32_t slot, double now) {
  queue_.push(slot, batch_.tokens_at(batch_.step()));
  prompt_backlog_ += context_.requests[slot].backlog();
  if (span_ == Span::kIdle) {
    plan(now);
    return;
  }
  if (span_ != Span::kDecode || running() >= context_.setup.max_sequences) return;
  steps_ = std::min(steps_, decode_steps_until(now));
  end_ = begin_ + decode_time(steps_);
}

void ServingReplica::handle(double now) {
  ++usage_.events;
  if (span_ == Span::kMixed) end_mixed(now);
  if (span_ == Span::kDecode) end_decode(now);
  plan(now);
}

void ServingReplica::plan(double now) {
  if (make_room()) admit(now);
  begin_ = now;
  if (!prefilling_.empty()) {
    start_mixed(now);
  } else if (batch_.rows() > 0) {
    start_decode(now);
  } else {
    span_ = Span::kIdle;
    end_ = kNever;
  }
}

void ServingReplica::admit(double now) {
  std::int64_t budget = context_.setup.step_tokens - batch_rows();
  for (const std::uint32_t slot : prefilling_) {
    budget -= context_.requests[slot].to_prefill() - context_.requests[slot].prefilled;
  }
  while (budget > 0 && !queue_.is_empty() && running() < context_.setup.max_sequences && start_next(now, budget)) {
  }
}

/// Starts the next of the queue and takes its tokens from the budget; false when the cache has no room for it.
bool ServingReplica::start_next(double now, std::int64_t& budget) {
  const std::uint32_t slot = queue_.front(batch_.tokens_at(batch_.step()));
  LiveRequest& request = context_.requests[slot];
  if (!(request.is_transferred ? take_transferred(request) : take_prefix(request))) return false;
  queue_.pop();
  if (queue_.is_by_tenant() && request.preemptions == 0) {
    queue_.tenants().start(request.tenant, request.prompt_tokens);
  }
  if (request.started < 0.0) request.started = now;
  if (request.is_transferred) {
    request.is_transferred = false;
    join_batch(slot);
    budget -= context_.clock.rows_per_sequence();
  } else {
    prefilling_.push_back(slot);
    budget -= request.to_prefill() - request.prefilled;
  }
  return true;
}

void ServingReplica::start_mixed(double now) {
  mixed_ = {.decode_rows = static_cast<double>(batch_rows()), .seen = batch_.seen()};
  prompt_tokens_ = context_.setup.step_tokens - batch_rows();
  std::int64_t left = prompt_tokens_;
  for (const std::uint32_t slot : prefilling_) {
    if (left == 0) break;
    const LiveRequest& request = context_.requests[slot];
    const std::int64_t chunk = std::min<std::int64_t>(left, request.to_prefill() - request.prefilled);
    const auto from = static_cast<double>(request.prefilled);
    left -= chunk;
    mixed_.pairs += context_.clock.pairs(from + static_cast<double>(chunk)) - context_.clock.pairs(from);
    mixed_.prompts += request.prefilled + chunk == request.to_prefill() ? 1.0 : 0.0;
  }
  prompt_tokens_ -= left;
  mixed_.prefill_rows = static_cast<double>(prompt_tokens_);
  span_ = Span::kMixed;
  end_ = now + context_.clock.mixed(batch_.rows(), mixed_).value();
}

void ServingReplica::start_decode(double now) {
  steps_ = batch_.steps_within(free_pages(), batch_.steps_to_change());
  span_ = Span::kDecode;
  end_ = now + decode_time(steps_);
}

double ServingReplica::decode_time(std::int64_t steps) const {
  const StepClock::Decode& step = context_.clock.decode(batch_.rows());
  const auto count = static_cast<double>(steps);
  return count * (step.base + step.slope * batch_.seen()) +
         step.slope * batch_.growth() * (0.5 * count * (count - 1.0));
}

/// Steps of the span that have begun at `now`, at least 1.
std::int64_t ServingReplica::decode_steps_until(double now) const {
  const StepClock::Decode& step = context_.clock.decode(batch_.rows());
  const double square = 0.5 * step.slope * batch_.growth();
  const double linear = step.base + step.slope * batch_.seen() - square;
  const double time = now - begin_;
  const double steps = 2.0 * time / (linear + std::sqrt(linear * linear + 4.0 * square * time));
  auto count = std::max<std::int64_t>(1, static_cast<std::int64_t>(std::ceil(steps)));
  while (begin_ + decode_time(count) < now) ++count;  // rounding
  return count;
}

void ServingReplica::end_mixed(double now) {
  account(usage_.prefill, mixed_, now, 1);
  advance_batch(1, now);
  std::int64_t left = prompt_tokens_;
  std::size_t done = 0;
  for (; done < prefilling_.size() && left > 0; ++done) {
    LiveRequest& request = context_.requests[prefilling_[done]];
    const std::int64_t chunk = std::min<std::int64_t>(left, request.to_prefill() - request.prefilled);
    request.prefilled += static_cast<std::int32_t>(chunk);
    left -= chunk;
    if (request.prefilled < request.to_prefill()) break;
    produce_first(prefilling_[done], now);
  }
  prefilling_.erase(prefilling_.begin(), prefilling_.begin() + static_cast<std::ptrdiff_t>(done));
  prompt_backlog_ -= prompt_tokens_;
  context_.log.prefill(prompt_tokens_);
  for (DecodeBatch::Member member; batch_.pop_finished(member);) {
    leave_batch(member);
    complete(member.slot, now);
  }
}

void ServingReplica::end_decode(double now) {
  advance_decode(now);
  for (DecodeBatch::Member member; batch_.pop_finished(member);) {
    leave_batch(member);
    complete(member.slot, now);
  }
}

/// Books steps_ decode steps over the span that ends now.
void ServingReplica::advance_decode(double now) {
  const auto count = static_cast<double>(steps_);
  StepWork work{.decode_rows = count * static_cast<double>(batch_rows())};
  work.seen = count * batch_.seen() + batch_.growth() * (0.5 * count * (count - 1.0));
  account(usage_.decode, work, now, steps_);
  advance_batch(steps_, now);
}

/// How much of the span that ends now counts.
double ServingReplica::counted_seconds(double now) const {
  return context_.counted.within(Seconds(begin_), Seconds(now)).value();
}

/// Books the steps of the span that ends now, of those at an end of the counted time a share.
void ServingReplica::account(StepSums& sums, StepWork work, double now, std::int64_t steps) {
  usage_.steps += steps;
  const double seconds = counted_seconds(now);
  sums.seconds += seconds;
  if (steps == 0 || seconds <= 0.0) return;
  const int step_rows = static_cast<int>((work.decode_rows + work.prefill_rows) / static_cast<double>(steps));
  const double share = seconds / (now - begin_);
  for (double* amount : {&work.decode_rows, &work.prefill_rows, &work.prompts, &work.seen, &work.pairs})
    *amount *= share;
  const double count = static_cast<double>(steps) * share;
  sums.work.decode_rows += work.decode_rows;
  sums.work.rows_per_sequence = context_.clock.rows_per_sequence();
  sums.work.prefill_rows += work.prefill_rows;
  sums.work.prompts += work.prompts;
  sums.work.seen += work.seen;
  sums.work.pairs += work.pairs;
  if (work.decode_rows > 0.0) sums.decode_steps += count;
  sums.weights += count * context_.clock.weights_read(step_rows).value();
  sums.communication += count * context_.clock.communication(step_rows, work.prefill_rows > 0.0).value();
}

/// Lets the batch produce tokens and take the pages they need, over the span that ends now.
void ServingReplica::advance_batch(std::int64_t steps, double now) {
  const std::int64_t taken = batch_.pages_needed(steps);
  const auto held = static_cast<double>(context_.layout.capacity - free_pages());
  usage_.page_seconds += counted_seconds(now) * (held + 0.5 * static_cast<double>(taken));
  take_pages(taken);
  batch_.advance(steps);
}

/// The prompt is in the cache: its step has produced a token.
void ServingReplica::produce_first(std::uint32_t slot, double now) {
  LiveRequest& request = context_.requests[slot];
  keep_prefix(request);
  if (request.first_token < 0.0) request.first_token = now;
  ++request.produced;
  if (queue_.is_by_tenant()) queue_.tenants().produce(request.tenant);
  if (request.produced == request.output_tokens) {
    give_pages(request, context_.layout.pages(request.prefilled));
    complete(slot, now);
  } else if (context_.prefilled != nullptr) {
    ++sending_;
    context_.prefilled->push_back(slot);
  } else {
    join_batch(slot);
  }
}

void ServingReplica::join_batch(std::uint32_t slot) {
  const LiveRequest& request = context_.requests[slot];
  batch_.add(slot, request.prefilled, request.output_tokens - request.produced);
  if (queue_.is_by_tenant()) queue_.tenants().join(request.tenant, batch_.tokens_at(batch_.step()));
}

void ServingReplica::release(std::uint32_t slot, double now) {
  LiveRequest& request = context_.requests[slot];
  --sending_;
  give_pages(request, context_.layout.pages(request.prefilled));
  if (span_ == Span::kIdle) plan(now);
}

/// Takes what a sequence of the batch has produced, and its pages.
std::int64_t ServingReplica::leave_batch(const DecodeBatch::Member& member) {
  LiveRequest& request = context_.requests[member.slot];
  const std::int64_t produced = batch_.produced(member);
  request.produced += static_cast<std::int32_t>(produced);
  context_.log.decode(produced);
  if (queue_.is_by_tenant()) {
    queue_.tenants().leave(request.tenant, batch_.tokens_at(member.join_step), batch_.tokens_at(batch_.step()));
  }
  give_pages(request, batch_.pages_of(member));
  return member.stored + produced;
}

void ServingReplica::complete(std::uint32_t slot, double now) {
  context_.log.complete(context_.requests[slot], now);
  context_.finished.push_back(slot);
}

}  // namespace gigapod
