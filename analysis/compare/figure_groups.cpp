#include "analysis/compare/figure_groups.hpp"

#include "analysis/number_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <string_view>

namespace gigapod {
namespace {

/// What a planner looks at first, in this order.
constexpr auto kHeadline = std::to_array<std::string_view>({"utilization",
                                                            "goodput",
                                                            "training_mfu",
                                                            "ettr",
                                                            "tokens_trained",
                                                            "tokens_served",
                                                            "requests_served",
                                                            "requests_unserved",
                                                            "energy_joules",
                                                            "mean_power_watts",
                                                            "peak_power_watts",
                                                            "pue",
                                                            "energy_cost_dollars",
                                                            "carbon_kg",
                                                            "failures",
                                                            "interruptions",
                                                            "mean_time_between_interruptions_seconds",
                                                            "checkpoints",
                                                            "mean_wait_seconds",
                                                            "jobs_finished",
                                                            "installed_chips",
                                                            "horizon_seconds"});

constexpr auto kShares = std::to_array<std::string_view>(
    {"utilization", "goodput", "training_mfu", "ettr", "mfu", "hfu", "progress", "battery_charge_at_end"});

std::string_view last_part(std::string_view name) {
  const auto dot = name.rfind('.');
  return dot == std::string_view::npos ? name : name.substr(dot + 1);
}

/// The name of the figure without the case of a study: `train.goodput [1M, none]` is a goodput.
std::string_view plain_name(std::string_view name) { return name.substr(0, name.find(" [")); }

FigureGroup group_of(std::string_view name) {
  if (std::find(kHeadline.begin(), kHeadline.end(), name) != kHeadline.end()) return FigureGroup::kHeadline;
  if (name.starts_with("chip_seconds_")) return FigureGroup::kChipSeconds;
  const bool is_energy = name.starts_with("joules_") || (name.starts_with("energy_") && name.ends_with("_joules"));
  return is_energy ? FigureGroup::kEnergy : FigureGroup::kOther;
}

std::string with_sign(double value, const std::string& text) {
  return value > 0.0 && text.front() != '+' ? "+" + text : text;
}

/// Collects the figures of workloads under names that begin with the workload's; only those that are shown have a
/// group.
class WorkloadFigures {
 public:
  WorkloadFigures(RunFigures& figures, const WorkloadRecord& work, bool is_shown)
      : figures_(figures),
        work_(work),
        group_(work.kind == "serving" ? FigureGroup::kFleets : FigureGroup::kJobs),
        is_shown_(is_shown) {}

  void add_all(Seconds horizon) {
    if (group_ == FigureGroup::kFleets) {
      add("tokens", work_.tokens);
      add("output_tokens", work_.output_tokens);
      add("requests", work_.requests);
      add("unserved_requests", work_.unserved_requests);
      add("ttft_seconds", work_.ttft.value());
      add("tpot_seconds", work_.tpot.value());
    } else {
      add("goodput", work_.goodput);
      add("mfu", work_.mfu);
      add("steps", work_.steps);
      add("step_seconds", work_.step_time.value());
      add("tokens", work_.tokens);
      add("interruptions", static_cast<double>(work_.interruptions));
      add("wait_seconds", (work_.start.value_or(horizon) - work_.submit).value());
      if (work_.end && work_.start) add("duration_seconds", (*work_.end - *work_.start).value());
    }
    add("chip_hours", work_.chip_seconds / 3600.0);
    add("energy_joules", work_.energy.value());
  }

 private:
  void add(const char* figure, double value) {
    const std::string name = work_.name + "." + figure;
    const bool is_new = figures_.values.emplace(name, value).second;
    if (is_new && is_shown_) figures_.groups.emplace_back(name, group_);
  }

  RunFigures& figures_;
  const WorkloadRecord& work_;
  FigureGroup group_;
  bool is_shown_;
};

/// The chip-seconds that a workload must reach to be among the largest.
double least_of_largest(const RunData& run) {
  if (run.workloads.size() <= kMostComparedWorkloads) return 0.0;
  std::vector<double> sizes;
  for (const WorkloadRecord& work : run.workloads) sizes.push_back(work.chip_seconds);
  std::nth_element(sizes.begin(), sizes.begin() + kMostComparedWorkloads - 1, sizes.end(), std::greater<>());
  return sizes[kMostComparedWorkloads - 1];
}

}  // namespace

const char* group_name(FigureGroup group) {
  switch (group) {
    case FigureGroup::kHeadline: return "headline";
    case FigureGroup::kChipSeconds: return "chip_seconds";
    case FigureGroup::kEnergy: return "energy";
    case FigureGroup::kJobs: return "jobs";
    case FigureGroup::kFleets: return "fleets";
    case FigureGroup::kMeasures: return "measures";
    case FigureGroup::kOther: break;
  }
  return "other";
}

bool is_share(const std::string& name) {
  const std::string_view plain = plain_name(name);
  const std::string_view last = last_part(plain);
  return std::find(kShares.begin(), kShares.end(), last) != kShares.end() || last.ends_with("_fraction") ||
         plain.starts_with("share.");
}

std::string figure_text(const std::string& name, double value) {
  const std::string_view last = last_part(plain_name(name));
  if (is_share(name)) return fmt::format("{:.2f}%", 100.0 * value);
  if (last == "chip_hours") return short_count(value) + " chip-h";
  if (last.find("chip_seconds") != std::string_view::npos) return short_count(value / 3600.0) + " chip-h";
  if (last.ends_with("_joules") || last.starts_with("joules_")) return energy_text(Joules(value));
  if (last.ends_with("watts_per_second")) return short_count(value) + " W/s";
  if (last.ends_with("_watts")) return power_text(Watts(value));
  if (last.ends_with("_seconds")) return duration_text(Seconds(value));
  if (last.ends_with("_dollars")) return money_text(value);
  if (last.ends_with("_kg")) return short_count(value) + " kg";
  return short_count(value);
}

std::string difference_text(const std::string& name, double difference) {
  if (is_share(name)) return fmt::format("{:+.2f} pp", 100.0 * difference);
  return with_sign(difference, figure_text(name, difference));
}

RunFigures run_figures(const RunData& run) {
  RunFigures figures;
  figures.values = run.figures;
  for (const std::string_view name : kHeadline) {
    if (run.figures.count(std::string(name)) != 0) figures.groups.emplace_back(name, FigureGroup::kHeadline);
  }
  for (const FigureGroup group : {FigureGroup::kChipSeconds, FigureGroup::kEnergy}) {
    for (const auto& [name, value] : run.figures) {
      if (group_of(name) == group) figures.groups.emplace_back(name, group);
    }
  }
  const double least = least_of_largest(run);
  for (const WorkloadRecord& work : run.workloads) {
    const bool is_shown = work.chip_seconds >= least;
    WorkloadFigures(figures, work, is_shown).add_all(run.horizon());
    figures.lesser_workloads += is_shown ? 0 : 1;
  }
  for (const auto& [name, value] : run.figures) {
    if (group_of(name) == FigureGroup::kOther) figures.groups.emplace_back(name, FigureGroup::kOther);
  }
  return figures;
}

}  // namespace gigapod
