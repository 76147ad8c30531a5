#include "analysis/serving/serving_answer.hpp"

#include "analysis/number_text.hpp"
#include "analysis/serving/serving_frontier.hpp"
#include "sim/base/dimension.hpp"

#include <fmt/format.h>

#include <cmath>

namespace gigapod {
namespace {

double all_tokens(const ServingOutcome& outcome) {
  return static_cast<double>(outcome.tokens.prompt + outcome.tokens.output);
}

/// Of a million tokens when `tokens` were served; nothing without a price or tokens.
std::optional<double> dollars_per_million(const ServingAnswer& answer, double tokens) {
  if (!answer.price || tokens <= 0.0) return std::nullopt;
  const Dollars paid = *answer.price * answer.outcome.duration * answer.chips();
  return paid.value() / tokens * 1e6;
}

}  // namespace

double ServingAnswer::chips() const {
  const double prefill = setup.prefill ? setup.prefill->replicas : 0.0;
  const double decode = setup.scaling ? outcome.mean_replicas - prefill : setup.replicas;
  return decode * setup.replica.slice.chips() + (setup.prefill ? prefill * setup.prefill->slice.chips() : 0.0);
}

double ServingAnswer::tokens_per_second() const {
  return outcome.duration > Seconds(0.0) ? all_tokens(outcome) / outcome.duration.value() : 0.0;
}

double ServingAnswer::attainment() const {
  if (outcome.requests.arrived == 0) return 1.0;
  return outcome.slo_attainment * static_cast<double>(outcome.requests.completed) /
         static_cast<double>(outcome.requests.arrived);
}

std::optional<double> ServingAnswer::dollars_per_million_tokens() const {
  return dollars_per_million(*this, all_tokens(outcome));
}

std::optional<double> ServingAnswer::dollars_per_million_output_tokens() const {
  return dollars_per_million(*this, static_cast<double>(outcome.tokens.output));
}

Joules ServingAnswer::joules_per_million_tokens() const {
  const double tokens = all_tokens(outcome);
  return tokens > 0.0 ? outcome.energy.total() * (1e6 / tokens) : Joules(0.0);
}

double ServingAnswer::mean_batch() const {
  return outcome.steps > 0 ? static_cast<double>(outcome.tokens.decoded) / static_cast<double>(outcome.steps) : 0.0;
}

double ServingAnswer::prefix_hit_share() const {
  const auto prompt = static_cast<double>(outcome.tokens.prompt);
  return prompt > 0.0 ? static_cast<double>(outcome.tokens.cached) / prompt : 0.0;
}

std::string attainment_text(const ServingAnswer& answer) {
  return fmt::format("{:.2f}%", std::floor(answer.attainment() * 1e4 + 1e-9) / 100.0);
}

std::string setup_name(const ServingAnswer& answer) {
  const auto& prefill = answer.setup.prefill;
  return fmt::format("{}{} x {}", grouped(answer.setup.replicas),
                     prefill ? fmt::format(" + {} prefill", grouped(prefill->replicas)) : std::string(),
                     replica_name(answer.setup.replica.chip.name, answer.shape, answer.setup.replica.plan.layout));
}

std::string targets_text(const LatencyTargets& targets, double wanted_share) {
  std::string text;
  const auto add = [&text](const char* name, Seconds target) {
    if (target > Seconds(0.0)) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name, short_text(target));
  };
  add("TTFT", targets.ttft);
  add("TPOT", targets.tpot);
  add("end to end", targets.end_to_end);
  return text.empty() ? "no targets" : fmt::format("{} for {} of the requests", text, percent(wanted_share));
}

}  // namespace gigapod
