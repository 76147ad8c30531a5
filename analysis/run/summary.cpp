#include "analysis/run/summary.hpp"

#include "analysis/number_text.hpp"
#include "analysis/run/power_summary.hpp"
#include "analysis/run/serving_tables.hpp"
#include "analysis/run/tenant_table.hpp"
#include "analysis/run/workload_tables.hpp"
#include "analysis/text_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

namespace gigapod {
namespace {

constexpr std::size_t kWidth = 100;
constexpr std::size_t kLabelWidth = 14;
constexpr int kBarWidth = 40;

/// One line "Label         text", broken with a hanging indent.
std::string line(std::string_view label, const std::string& text) {
  return fmt::format("{:<{}}{}\n", label, kLabelWidth, wrapped(text, kWidth - kLabelWidth, kLabelWidth));
}

std::int64_t whole(const RunData& run, const std::string& figure) { return std::llround(run.figure(figure)); }

std::string head(const RunData& run) {
  std::string text = fmt::format("{}: {} simulated, seed {}, gigapod {}\n", run.manifest.scenario_name,
                                 duration_text(run.horizon()), run.manifest.seed, run.manifest.version);
  const std::string description = run.text("scenario_description");
  if (!description.empty()) text += wrapped(description, kWidth, 0) + "\n";
  return text + "\n";
}

std::string site_lines(const RunData& run) {
  std::string text = line("Site", fmt::format("{}: {} chips in {} pods", run.text("site_name"),
                                              grouped(whole(run, "installed_chips")), grouped(whole(run, "pods"))));
  std::string fit;
  const std::int64_t requested = whole(run, "requested_chips");
  if (requested > 0) {
    fit = fmt::format("{} requested, ", grouped(requested));
    const Watts needed(run.figure("power_for_requested_watts"));
    if (needed > Watts(0))
      fit = fmt::format("{} requested ({} if all ran), ", grouped(requested), power_text(needed));
  }
  fit += fmt::format("the power envelope allows {}", grouped(whole(run, "envelope_chips")));
  text += line("Chips", fit);
  const double peak = run.figure("peak_power_watts");
  const double rating = run.figure("grid_power_rating_watts");
  text += line("Power",
               fmt::format("mean {}, peak {} of {} at the meter ({}), PUE {:.2f}",
                           power_text(Watts(run.figure("mean_power_watts"))), power_text(Watts(peak)),
                           power_text(Watts(rating)), percent(rating > 0 ? peak / rating : 0.0), run.figure("pue")));
  text += line("Energy", fmt::format("{}, {}", energy_text(Joules(run.figure("energy_joules"))),
                                     money_text(run.figure("energy_cost_dollars"))));
  for (const auto& [label, sentence] : power_summary(run)) text += line(label, sentence);
  return text;
}

/// Swings of synchronous jobs against the utility's limits.
std::string swing_lines(const RunData& run) {
  const std::string job = run.text("power_swing_job");
  if (job.empty()) return {};
  const auto watts = [&run](const char* figure) { return power_text(Watts(run.figure(figure))); };
  const std::int64_t limits = whole(run, "power_swing_limits");
  std::string text =
      line("Swings", fmt::format("{}: {} in every step, {} with smoothing; the site {} when most chips train", job,
                                 watts("power_swing_job_range_watts"), watts("power_swing_smoothed_range_watts"),
                                 watts("power_swing_site_range_watts")));
  if (limits == 0) return text;
  return text +
         line("", fmt::format("of {} limits of the utility the job breaks {}, with smoothing {}, the site {}; the "
                              "smallest battery for the job: {}, {:.3g} MJ",
                              limits, whole(run, "power_swing_job_limits_broken"),
                              whole(run, "power_swing_smoothed_limits_broken"),
                              whole(run, "power_swing_site_limits_broken"), watts("power_swing_battery_watts"),
                              run.figure("power_swing_battery_joules") / 1e6));
}

/// "chip 100, host 16 …", most first.
std::string interruptions_by_cause(const RunData& run) {
  const std::string prefix = "interruptions_by_";
  std::vector<std::pair<std::string, double>> causes;
  for (const auto& [name, value] : run.figures) {
    if (name.rfind(prefix, 0) == 0 && value > 0.0) causes.emplace_back(name.substr(prefix.size()), value);
  }
  std::stable_sort(causes.begin(), causes.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  std::string text;
  for (const auto& [cause, count] : causes) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", cause, grouped(std::llround(count)));
  }
  return text;
}

/// The largest slice that could have been placed, over time, for each pod type.
std::string placeable_lines(const RunData& run) {
  const auto metric = run.metrics.find("largest_placeable_chips");
  if (metric == run.metrics.end()) return {};
  std::string text;
  for (const auto& [type, series] : metric->second) {
    const auto& points = series.points();
    if (points.empty() || run.horizon() <= Seconds(0)) continue;
    const auto least = std::min_element(points.begin(), points.end(),
                                        [](const auto& a, const auto& b) { return a.value < b.value; });
    text +=
        line("Placeable", fmt::format("largest free slice of {}: {} chips in the mean, {} at least", type,
                                      grouped(std::llround(series.integral(run.horizon()) / run.horizon().value())),
                                      grouped(std::llround(least->value))));
  }
  return text;
}

std::string reliability_lines(const RunData& run) {
  std::string text = line(
      "Reliability", fmt::format("{} failures, {} interruptions ({} planned), {} checkpoints",
                                 grouped(whole(run, "failures")), grouped(whole(run, "interruptions")),
                                 grouped(whole(run, "planned_interruptions")), grouped(whole(run, "checkpoints"))));
  if (whole(run, "interruptions") == 0) return text;
  const Seconds between(run.figure("mean_time_between_interruptions_seconds"));
  text += line("", fmt::format("a job is interrupted every {} on average; ETTR {}", duration_text(between),
                               percent(run.figure("ettr"))));
  const std::string causes = interruptions_by_cause(run);
  if (!causes.empty()) text += line("", "by cause: " + causes);
  if (whole(run, "longest_repair_queue") == 0) return text;
  return text + line("", fmt::format("{} repairs, each waits {} for a crew on average; at most {} wait at once",
                                     grouped(whole(run, "repairs")),
                                     duration_text(Seconds(run.figure("mean_repair_wait_seconds"))),
                                     grouped(whole(run, "longest_repair_queue"))));
}

/// Jobs that moved to make room, and what that cost.
std::string migration_line(const RunData& run) {
  if (whole(run, "migrations") == 0) return {};
  const double cost = run.figure("migration_chip_seconds");
  const double total = run.figure("chip_seconds_total");
  return line("Moves", fmt::format("{} moves of jobs to make room for others, {} chip-hours ({} of the site's)",
                                   grouped(whole(run, "migrations")), short_count(cost / 3600.0),
                                   percent(total > 0.0 ? cost / total : 0.0)));
}

std::string work_lines(const RunData& run) {
  std::string text = line("Use", fmt::format("utilization {}, goodput {} of what is not idle, training MFU {}",
                                             percent(run.figure("utilization")), percent(run.figure("goodput")),
                                             percent(run.figure("training_mfu"))));
  text += placeable_lines(run);
  text += line("Training",
               fmt::format("{} tokens trained, {} of {} jobs finished", short_count(run.figure("tokens_trained")),
                           grouped(whole(run, "jobs_finished")), grouped(whole(run, "jobs_submitted"))));
  text += migration_line(run);
  const double requests = run.figure("requests_served") + run.figure("requests_unserved");
  if (requests > 0) {
    text += line("Serving", fmt::format("{} tokens served ({} generated), {} requests, {} unserved",
                                        short_count(run.figure("tokens_served")),
                                        short_count(run.figure("output_tokens_served")), short_count(requests),
                                        percent(run.figure("requests_unserved") / requests)));
  }
  if (const std::string reclaimed = reclaimed_text(run); !reclaimed.empty()) text += line("Shared", reclaimed);
  return text + reliability_lines(run);
}

struct Share {
  const char* figure;  ///< end of the figures' names
  const char* name;
};

std::string waterfall(const RunData& run) {
  static constexpr std::array<Share, 11> kBuckets = {{{"busy_useful", "busy, useful"},
                                                      {"recompute", "recompute after failures"},
                                                      {"communication_exposed", "exposed communication"},
                                                      {"bubble", "pipeline bubble"},
                                                      {"checkpoint", "checkpoint"},
                                                      {"restart_lost", "restart"},
                                                      {"power_capped", "power caps"},
                                                      {"down", "down"},
                                                      {"idle_fragmented", "idle, fragmented"},
                                                      {"idle_power_held", "idle, held by power"},
                                                      {"idle_free", "idle, free"}}};
  const double chip_seconds = run.figure("chip_seconds_total");
  const double joules = run.figure("energy_joules");
  const auto share = [](double part, double whole_amount) { return whole_amount > 0 ? part / whole_amount : 0.0; };

  TextTable table;
  table.column("", TextTable::Align::kLeft)
      .column("chip-seconds")
      .column("energy")
      .column("", TextTable::Align::kLeft);
  for (const Share& bucket : kBuckets) {
    const double part = share(run.figure(fmt::format("chip_seconds_{}", bucket.figure)), chip_seconds);
    const double energy = share(run.figure(fmt::format("joules_{}", bucket.figure)), joules);
    const auto bar = static_cast<std::size_t>(std::lround(part * kBarWidth));
    table.row({bucket.name, percent(part), percent(energy), std::string(bar, '#')});
  }
  const double cooling = run.figure("energy_cooling_joules") + run.figure("energy_conversion_loss_joules") +
                         run.figure("energy_battery_loss_joules");
  table.row({"network", "", percent(share(run.figure("joules_network"), joules)), ""});
  table.row({"cooling and losses", "", percent(share(cooling, joules)), ""});
  table.row({"total", short_count(chip_seconds), energy_text(Joules(joules)), ""});
  return "Where chip-seconds and energy go\n" + table.text();
}

/// From the meter to useful compute, what is left after each part.
std::string energy_table(const RunData& run) {
  static constexpr std::array<Share, 8> kParts = {{{"cooling", "cooling"},
                                                   {"conversion_loss", "conversion losses"},
                                                   {"battery_loss", "battery losses"},
                                                   {"idle", "idle chips and hosts"},
                                                   {"overhead", "overhead: lost and saved work, network"},
                                                   {"curtailed", "curtailed"},
                                                   {"communication_wait", "waiting for communication"},
                                                   {"useful_compute", "useful compute"}}};
  const double joules = run.figure("energy_joules");
  if (joules <= 0.0) return {};
  TextTable table;
  table.column("", TextTable::Align::kLeft).column("energy").column("share").column("", TextTable::Align::kLeft);
  table.row({"at the meter", energy_text(Joules(joules)), percent(1.0), std::string(kBarWidth, '#')});
  double left = joules;
  for (const Share& part : kParts) {
    const double amount = run.figure(fmt::format("energy_{}_joules", part.figure));
    const bool is_last = &part == &kParts.back();
    const auto before = static_cast<std::size_t>(std::lround(left / joules * kBarWidth));
    left -= amount;
    const auto after = is_last ? 0 : static_cast<std::size_t>(std::lround(std::max(0.0, left) / joules * kBarWidth));
    table.row({part.name, energy_text(Joules(amount)), percent(amount / joules),
               std::string(after, ' ') + std::string(before - std::min(before, after), '#')});
  }
  return "Energy: from the meter to useful compute\n" + table.text();
}

std::string foot(const RunData& run) {
  std::string text = line("Limited by", run.text("binding_constraint"));
  const auto found = run.unhashed.find("wall_seconds");
  if (found == run.unhashed.end()) return text;
  const auto figure = [&run](const char* name) {
    const auto entry = run.unhashed.find(name);
    return entry == run.unhashed.end() ? 0.0 : entry->second;
  };
  return text + line("Run", fmt::format("{} on the wall clock, {} events, {:.0f} MB of memory at most",
                                        duration_text(Seconds(found->second)),
                                        grouped(std::llround(figure("events"))), figure("peak_rss_bytes") / 1e6));
}

}  // namespace

std::string summary_text(const RunData& run) {
  std::string text = head(run) + site_lines(run) + swing_lines(run) + work_lines(run) + "\n" + waterfall(run);
  for (const std::string& part : {energy_table(run), tenant_table(run), training_table(run), published_table(run),
                                  fleet_table(run), serving_table(run), service_class_table(run)}) {
    if (!part.empty()) text += "\n" + part;
  }
  return text + "\n" + foot(run);
}

}  // namespace gigapod
