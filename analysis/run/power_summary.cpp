#include "analysis/run/power_summary.hpp"

#include "analysis/number_text.hpp"

#include <fmt/format.h>

#include <cmath>

namespace gigapod {
namespace {

Joules energy(const RunData& run, const char* figure) { return Joules(run.figure(figure)); }

bool has(const RunData& run, const char* figure) { return run.figures.contains(figure); }

std::string sources(const RunData& run) {
  std::string text = fmt::format("grid {}, {} at most", energy_text(energy(run, "import_joules")),
                                 power_text(Watts(run.figure("peak_import_watts"))));
  if (has(run, "solar_joules")) {
    text += fmt::format("; solar {} ({} spilled); gas {}", energy_text(energy(run, "solar_joules")),
                        energy_text(energy(run, "spilled_joules")), energy_text(energy(run, "gas_joules")));
  }
  if (has(run, "battery_given_joules")) {
    text += fmt::format("; battery gave {} and lost {}", energy_text(energy(run, "battery_given_joules")),
                        energy_text(energy(run, "battery_loss_joules")));
  }
  if (run.figure("over_limit_joules") > 0.0) {
    text += fmt::format("; {} imported above the limit", energy_text(energy(run, "over_limit_joules")));
  }
  return text;
}

std::string curtailments(const RunData& run) {
  return fmt::format("{} of {} held, {} not imported, {} paid for it",
                     grouped(std::llround(run.figure("curtailments_held"))),
                     grouped(std::llround(run.figure("curtailments"))), energy_text(energy(run, "curtailed_joules")),
                     money_text(run.figure("curtailment_payment_dollars")));
}

std::string caps(const RunData& run) {
  const double total = run.figure("chip_seconds_total");
  const double share = total > 0.0 ? run.figure("chip_seconds_power_capped") / total : 0.0;
  return fmt::format("{} of the time, {} of the chip-seconds; {} training tokens held back",
                     percent(run.figure("capped_time_fraction")), percent(share),
                     short_count(run.figure("tokens_held_back")));
}

}  // namespace

std::vector<std::pair<std::string, std::string>> power_summary(const RunData& run) {
  std::vector<std::pair<std::string, std::string>> lines;
  const bool has_sources =
      has(run, "solar_joules") || has(run, "battery_given_joules") || run.figure("curtailments") > 0.0;
  if (has_sources) lines.emplace_back("Supply", sources(run));
  if (has(run, "carbon_kg")) {
    lines.emplace_back("Carbon", fmt::format("{} t CO2e", short_count(run.figure("carbon_kg") / 1e3)));
  }
  if (run.figure("curtailments") > 0.0) lines.emplace_back("Curtailments", curtailments(run));
  if (run.figure("capped_time_fraction") > 0.0) lines.emplace_back("Power caps", caps(run));
  return lines;
}

}  // namespace gigapod
