#include "analysis/number_text.hpp"
#include "analysis/serving/serving_answer.hpp"
#include "analysis/text_table.hpp"
#include "sim/base/dimension.hpp"

#include <fmt/format.h>

#include <vector>

namespace gigapod {
namespace {

const char* format_name(double bytes) {
  if (bytes >= 2.0) return "16-bit";
  return bytes >= 1.0 ? "8-bit" : "4-bit";
}

std::string speculation_text(const ReplicaSetup& replica) {
  if (!replica.speculation) return {};
  const Speculation& s = *replica.speculation;
  return fmt::format("  {} drafts {} a step, {} of them accepted one after the other: {:.2f} tokens a step\n",
                     s.draft.name, counted(s.drafted_tokens, "token"), percent(s.acceptance), tokens_per_step(s));
}

std::string prefill_text(const ServingAnswer& answer) {
  if (!answer.setup.prefill) return {};
  const PrefillPool& pool = *answer.setup.prefill;
  return fmt::format(
      "  prompts on {} of {} ({}), caches move at {}\n",
      pool.replicas == 1 ? std::string("one replica") : fmt::format("{} replicas", grouped(pool.replicas)),
      counted(pool.slice.chips(), "chip"), to_text(answer.prefill_shape), short_text(pool.transfer_rate));
}

std::string rejected_text(const RequestCounts& counts) {
  if (counts.refused() == 0) return "none";
  std::string text;
  const auto add = [&text](std::int64_t count, const char* why) {
    if (count > 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", grouped(count), why);
  };
  add(counts.too_long, "that never fit the cache");
  add(counts.rate_limited, "over their tenant's limit");
  add(counts.queue_full, "at a full queue");
  return text;
}

std::string scaling_text(const ServingAnswer& answer) {
  if (!answer.setup.scaling) return "";
  const ReplicaScaling& scaling = *answer.setup.scaling;
  return fmt::format("  {} to {} by {}, which looks every {}; a new one serves after {}\n", grouped(scaling.least),
                     counted(scaling.most, "replica"), scaling.policy.name, duration_text(scaling.interval),
                     duration_text(scaling.load_time));
}

std::string heading(const ServingAnswer& answer) {
  const ReplicaSetup& replica = answer.setup.replica;
  const std::string replicas =
      answer.setup.replicas == 1 ? "one replica" : fmt::format("{} replicas", grouped(answer.setup.replicas));
  return fmt::format(
      "{} on {} {}: {} of {}, {} weights, {} cache{}\n"
      "{}{}  {} requests first, steps of {}, {} a replica{}\n",
      replica.plan.model.name, replica.chip.name, to_text(answer.shape), replicas,
      counted(replica.slice.chips(), "chip"), format_name(replica.plan.weight_bytes),
      format_name(replica.plan.kv_bytes),
      replica.plan.layout == ServingLayout::kDataParallelAttention ? ", data-parallel attention" : "",
      speculation_text(replica), prefill_text(answer), replica.scheduler.name, counted(replica.step_tokens, "token"),
      counted(replica.max_sequences, "sequence"),
      answer.setup.replicas > 1 ? fmt::format(", router {}", answer.setup.router.name) : std::string());
}

std::string lengths_text(const LengthSummary& lengths) {
  return fmt::format("mean {:.0f}, p50 {:.0f}, p99 {:.0f}", lengths.mean, lengths.p50, lengths.p99);
}

std::string requests_text(const ServingAnswer& answer) {
  const RequestSummary& r = answer.requests;
  std::string text =
      fmt::format("Requests: {} from {}", grouped(static_cast<std::int64_t>(r.requests)), answer.requests_from);
  if (answer.setup.concurrency > 0) {
    text += fmt::format("; {}, each waits for its answer\n", counted(answer.setup.concurrency, "client"));
  } else {
    text += fmt::format("; {:.3g}/s over {}, variation of gaps {:.2f}\n", r.rate.value(), duration_text(r.duration),
                        r.arrival_variation);
  }
  text += fmt::format("  prompt tokens {}; output tokens {}\n", lengths_text(r.prompt), lengths_text(r.output));
  if (r.shared_prefix_share > 0.0) {
    text += fmt::format("  {} of prompt tokens begin as an earlier prompt did\n", percent(r.shared_prefix_share));
  }
  return text;
}

std::string throughput_text(const ServingAnswer& answer) {
  const ServingOutcome& o = answer.outcome;
  const double chips = answer.chips();
  const auto row = [chips](double rate) {
    return std::vector<std::string>{short_count(rate), short_count(rate / chips)};
  };
  TextTable table;
  table.column("throughput", TextTable::Align::kLeft).column("a second").column("a second and chip");
  const auto add = [&](const char* name, double rate) {
    std::vector<std::string> cells = row(rate);
    cells.insert(cells.begin(), name);
    table.row(std::move(cells));
  };
  add("requests answered", o.completed_per_second());
  add("output tokens", answer.output_tokens_per_second());
  add("prompt and output tokens", answer.tokens_per_second());
  return "\n" + table.text();
}

std::string latency_text(const ServingAnswer& answer) {
  const ServingOutcome& o = answer.outcome;
  TextTable table;
  table.column("latency", TextTable::Align::kLeft).column("mean").column("p50").column("p95").column("p99");
  table.column("longest").column("target");
  const auto add = [&table](const char* name, const LatencySummary& l, Seconds target) {
    table.row({name, short_text(l.mean), short_text(l.p50), short_text(l.p95), short_text(l.p99),
               short_text(l.longest), target > Seconds(0.0) ? short_text(target) : std::string("-")});
  };
  add("time to first token", o.ttft, answer.setup.targets.ttft);
  add("time per output token", o.tpot, answer.setup.targets.tpot);
  add("arrival to last token", o.end_to_end, answer.setup.targets.end_to_end);
  add("wait before the start", o.queueing, Seconds(0.0));
  return "\n" + table.text() +
         fmt::format("  {} of the requests hold every target, {} are wanted: {}\n", attainment_text(answer),
                     percent(answer.wanted_share), answer.holds_targets() ? "held" : "missed");
}

std::string use_text(const ServingAnswer& answer) {
  const ServingOutcome& o = answer.outcome;
  const Seconds all = o.seconds.prefill + o.seconds.decode + o.seconds.idle;
  std::string text = fmt::format("\n  {:<12}", "time");
  text += fmt::format("{} in steps with prompts, {} in decode alone, {} idle\n", percent(o.seconds.prefill / all),
                      percent(o.seconds.decode / all), percent(o.seconds.idle / all));
  text += fmt::format("  {:<12}{:.1f} sequences decoded a step; {:.1f} requests in the system\n", "batch",
                      answer.mean_batch(), o.mean_in_system);
  text += fmt::format("  {:<12}{} in use on average, {} at the peak; {}\n", "cache", percent(o.cache.mean),
                      percent(o.cache.peak), counted(o.preemptions, "preemption"));
  if (answer.setup.replica.has_prefix_cache) {
    text += fmt::format("  {:<12}{} of prompt tokens found in the prefix cache\n", "prefixes",
                        percent(answer.prefix_hit_share()));
  }
  if (answer.setup.scaling) {
    text += fmt::format("  {:<12}{:.2f} at a time on average, {:.4g} chips\n", "replicas", o.mean_replicas,
                        answer.chips());
  }
  if (o.restarts > 0) {
    text += fmt::format("  {:<12}{} started again after a failure\n", "failures", counted(o.restarts, "request"));
  }
  if (o.transfers > 0) {
    text += fmt::format("  {:<12}{} moved to decode, {} each on average\n", "transfers",
                        counted(o.transfers, "cache"), short_text(o.transfer_mean));
  }
  text += fmt::format("  {:<12}{}\n", "rejected", rejected_text(o.requests));
  return text;
}

std::string cost_text(const ServingAnswer& answer) {
  std::string text;
  if (const auto dollars = answer.dollars_per_million_tokens()) {
    const double hourly = answer.price->value() * 3600.0;
    text += fmt::format("  {:<12}${:.2f} an hour (${:.2f} a chip); ${:.3g} a million tokens", "cost",
                        hourly * answer.chips(), hourly, *dollars);
    if (const auto output = answer.dollars_per_million_output_tokens()) {
      text += fmt::format(", ${:.3g} a million output tokens", *output);
    }
    text += "\n";
  }
  const Watts power = answer.outcome.energy.total() / answer.outcome.duration / answer.chips();
  text += fmt::format("  {:<12}{:.3g} MJ a million tokens; {} a chip with its host\n", "energy",
                      answer.joules_per_million_tokens().value() / 1e6, short_text(power));
  return text;
}

}  // namespace

std::string serving_text(const ServingAnswer& answer) {
  return heading(answer) + scaling_text(answer) + requests_text(answer) + throughput_text(answer) +
         latency_text(answer) + use_text(answer) + cost_text(answer);
}

}  // namespace gigapod
