#include "analysis/number_text.hpp"
#include "analysis/serving/serving_search.hpp"
#include "analysis/smallest_slice.hpp"
#include "analysis/text_table.hpp"
#include "sim/base/dimension.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace gigapod {
namespace {

constexpr std::size_t kMostFound = 8;
constexpr std::size_t kMostPoints = 24;

std::string cost_text(double hourly, bool has_prices) {
  return has_prices ? fmt::format("${:.2f}", hourly) : counted(std::llround(hourly), "chip");
}

std::string heading(const ServingSearch& search, const SearchResult& result) {
  const RequestSummary& r = result.requests;
  std::string text = fmt::format("{}: the cheapest setup for {} from {}", search.base.replica.plan.model.name,
                                 counted(static_cast<std::int64_t>(r.requests), "request"), search.requests_from);
  text += search.base.concurrency > 0 ? fmt::format(", {}\n", counted(search.base.concurrency, "client"))
                                      : fmt::format(", {:.3g}/s\n", r.rate.value());
  text += fmt::format("  prompts of {:.0f} tokens, answers of {:.0f} on average; {}\n", r.prompt.mean, r.output.mean,
                      targets_text(search.base.targets, search.wanted_share));
  if (search.layouts.size() > 1)
    text += "  DP: data-parallel attention, only routed experts are spread over the slice\n";
  return text;
}

std::string found_table(const SearchResult& result) {
  TextTable table;
  table.column("replicas", TextTable::Align::kLeft).column("chips").column("an hour").column("$/M out");
  table.column("step\ntokens")
      .column("most\nsequences")
      .column("targets\nheld")
      .column("TTFT\np99")
      .column("TPOT\np99");
  table.column("cache\npeak").column("idle");
  for (std::size_t i = 0; i < std::min(result.found.size(), kMostFound); ++i) {
    const ServingAnswer& a = result.found[i].answer;
    const ServingOutcome& o = a.outcome;
    const auto dollars = a.dollars_per_million_output_tokens();
    table.row({setup_name(a), grouped(std::llround(a.chips())), cost_text(result.found[i].hourly, result.has_prices),
               dollars ? fmt::format("{:.3g}", *dollars) : "-", grouped(a.setup.replica.step_tokens),
               grouped(a.setup.replica.max_sequences), attainment_text(a), short_text(o.ttft.p99),
               short_text(o.tpot.p99), percent(o.cache.peak),
               percent(o.seconds.idle / (o.seconds.idle + o.seconds.prefill + o.seconds.decode))});
  }
  return "\n" + table.text();
}

/// What of the targets a setup misses, such as "p99 of TTFT is 3.2 s".
std::string shortcoming(const ServingAnswer& answer) {
  const LatencyTargets& t = answer.setup.targets;
  const ServingOutcome& o = answer.outcome;
  std::string text = fmt::format("{} of the requests hold the targets", attainment_text(answer));
  const auto add = [&text](const char* name, const LatencySummary& latency, Seconds target) {
    if (target > Seconds(0.0) && latency.p99 > target) {
      text += fmt::format("; p99 of {} is {}", name, short_text(latency.p99));
    }
  };
  add("TTFT", o.ttft, t.ttft);
  add("TPOT", o.tpot, t.tpot);
  add("the end-to-end time", o.end_to_end, t.end_to_end);
  if (o.requests.refused() > 0) text += fmt::format("; {} are refused", grouped(o.requests.refused()));
  return text;
}

std::string winner_text(const SearchResult& result) {
  const FoundSetup& winner = result.found.front();
  return fmt::format("\nWinner: {}, {} an hour\n  {}\n", setup_name(winner.answer),
                     cost_text(winner.hourly, result.has_prices), why_it_wins(result));
}

std::string runner_up_text(const SearchResult& result) {
  if (result.found.size() < 2) return "Runner-up: none, no other slice holds the targets\n";
  const FoundSetup& second = result.found[1];
  const double more = second.hourly / result.found[0].hourly - 1.0;
  return fmt::format("Runner-up: {}, {} an hour ({})\n  {}\n", setup_name(second.answer),
                     cost_text(second.hourly, result.has_prices), more > 0.0 ? signed_percent(more) : "as much",
                     what_the_runner_up_lacks(result));
}

/// In milliseconds with three digits, never below the latency.
std::string rounded_up(Seconds time) {
  const double milliseconds = time.value() * 1e3;
  const double digit = std::pow(10.0, std::floor(std::log10(milliseconds)) - 2.0);
  return fmt::format("{:.6g}ms", std::ceil(milliseconds / digit) * digit);
}

std::string too_large_text(const ServingSearch& search, const SearchResult& result) {
  std::string text = fmt::format("{} does not fit a slice of at most {}", search.base.replica.plan.model.name,
                                 counted(search.most_chips_a_replica, "chip"));
  if (result.left_out.empty()) return text + ", of which there is none";
  for (const SearchMachine& machine : search.machines) {
    const auto smallest = smallest_slice(search.base.replica.plan, machine.chip, machine.pod);
    text += smallest ? fmt::format("; the smallest of {} that holds it is {}", machine.chip.name, to_text(*smallest))
                     : fmt::format("; no slice of a pod '{}' holds it", machine.pod.name);
  }
  return text;
}

std::string left_out_text(const SearchResult& result) {
  std::vector<std::pair<std::string, std::string>> lines;  // names and reason, once each
  for (const LeftOutSlice& slice : result.left_out) {
    const std::string name = replica_name(slice.chip, slice.shape, slice.layout);
    const auto same =
        std::find_if(lines.begin(), lines.end(), [&](const auto& l) { return l.second == slice.reason; });
    if (same != lines.end()) {
      same->first += ", " + name;
    } else {
      lines.emplace_back(name, slice.reason);
    }
  }
  std::string text;
  for (const auto& [names, reason] : lines) {
    text += fmt::format("  {}\n", wrapped(fmt::format("{}: {}", names, reason), 114, 4));
  }
  return text;
}

std::string frontier_text(const SearchResult& result) {
  TextTable table;
  table.column("replica", TextTable::Align::kLeft)
      .column("clients")
      .column("TPOT")
      .column("TTFT")
      .column("end to end");
  table.column("tokens/s\nand chip").column("$/M out").column("J/token");
  std::vector<const FrontierPoint*> best;
  for (const FrontierPoint& point : result.frontier) {
    if (point.is_best) best.push_back(&point);
  }
  std::stable_sort(best.begin(), best.end(), [](const auto* a, const auto* b) { return a->tpot < b->tpot; });
  if (best.size() > kMostPoints) best.resize(kMostPoints);
  for (const FrontierPoint* p : best) {
    const auto dollars = p->dollars_per_million_output_tokens;
    table.row({replica_name(p->chip, p->shape, p->layout), grouped(p->clients), short_text(p->tpot),
               short_text(p->ttft), short_text(p->end_to_end),
               fmt::format("{:.1f}", p->output_tokens_per_second_per_chip),
               dollars ? fmt::format("{:.3g}", *dollars) : "-", fmt::format("{:.3g}", p->joules_per_output_token)});
  }
  return "\nFrontier: one replica at a steady number of clients, medians; no other has less TPOT and more output "
         "tokens\n" +
         table.text();
}

/// The criteria of the search after the cost, in their order.
std::string lacks_at_the_same_cost(const ServingAnswer& second, const ServingAnswer& winner) {
  if (second.attainment() == winner.attainment()) {
    return fmt::format("it costs the same, but its requests take {} on average, not {}",
                       short_text(second.outcome.end_to_end.mean), short_text(winner.outcome.end_to_end.mean));
  }
  const auto missed = [](const ServingAnswer& answer) {
    return grouped(std::llround((1.0 - answer.attainment()) * static_cast<double>(answer.outcome.requests.arrived)));
  };
  return fmt::format("it costs the same, but {} of {} miss the targets, not {}", missed(second),
                     counted(second.outcome.requests.arrived, "request"), missed(winner));
}

}  // namespace

std::string why_it_wins(const SearchResult& result) {
  if (result.found.empty()) return {};
  const FoundSetup& winner = result.found.front();
  if (!winner.fewer) return "one replica is enough, and no cheaper slice holds the targets";
  return fmt::format("with one replica less {}", shortcoming(*winner.fewer));
}

std::string what_the_runner_up_lacks(const SearchResult& result) {
  if (result.found.size() < 2) return {};
  const FoundSetup& winner = result.found[0];
  const FoundSetup& second = result.found[1];
  if (second.hourly <= winner.hourly) {
    return lacks_at_the_same_cost(second.answer, winner.answer);
  }
  if (!result.runner_up_at_the_price) return "one of its replicas costs more than the winner";
  const ServingAnswer& less = *result.runner_up_at_the_price;
  return fmt::format("with {} for the winner's money {}", setup_name(less), shortcoming(less));
}

std::string search_text(const ServingSearch& search, const SearchResult& result) {
  std::string text = heading(search, result) + found_table(result) + winner_text(result) + runner_up_text(result) +
                     (result.left_out.empty() ? "" : "\nLeft out\n") + left_out_text(result) + frontier_text(result);
  return text + fmt::format("\n{}\n", counted(static_cast<std::int64_t>(result.simulations), "simulation"));
}

std::vector<std::string> why_nothing_holds(const ServingSearch& search, const SearchResult& result) {
  std::vector<std::string> reasons;
  for (const NearestTarget& target : result.nearest) {
    reasons.push_back(
        fmt::format("no slice holds {} {} for {} of the requests, not even one request at a time: "
                    "{} comes nearest with {}, most of it {}; the nearest feasible is {} {}",
                    target.option, short_text(target.wanted), percent(search.wanted_share),
                    replica_name(target.chip, target.shape, target.layout), short_text(target.nearest), target.binds,
                    target.option, rounded_up(target.nearest)));
  }
  if (!reasons.empty()) return reasons;
  const bool is_too_large = std::none_of(result.left_out.begin(), result.left_out.end(),
                                         [](const LeftOutSlice& slice) { return slice.holds_model; });
  if (is_too_large) return {too_large_text(search, result)};
  return {fmt::format("nothing of at most {} holds {}", counted(search.most_chips, "chip"),
                      targets_text(search.base.targets, search.wanted_share))};
}

std::string search_failure(const ServingSearch& search, const SearchResult& result) {
  std::string text;
  for (const std::string& reason : why_nothing_holds(search, result)) text += fmt::format("error: {}\n", reason);
  return text + left_out_text(result);
}

}  // namespace gigapod
