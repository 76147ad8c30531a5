#include "sim/app/catalog_choice.hpp"
#include "sim/app/field_options.hpp"
#include "sim/app/inputs.hpp"
#include "sim/app/machine_options.hpp"
#include "sim/app/number_option.hpp"
#include "sim/app/power_command.hpp"
#include "sim/app/power_swing_text.hpp"
#include "sim/model/power/chip_power.hpp"
#include "sim/model/power/step_waveform.hpp"

#include <fmt/format.h>

#include <memory>

namespace gigapod::app {
namespace {

struct SwingOptions {
  MachineOptions machine;
  std::string model;
  PlanOptions plan;
  CatalogOption catalog;
  GivenFields limits;
  GivenFields smoothing;
  int jobs = 1;
  double clock = 1.0;
  bool as_json = false;
  bool as_csv = false;
};

UtilityLimits chosen_limits(const SwingOptions& options) {
  UtilityLimits limits = chosen_fields(utility_limit_fields(), options.limits);
  if (limits.band_low >= limits.band_high) {
    refuse(fmt::format("--band-low {} is not below --band-high {}", short_text(limits.band_low),
                       short_text(limits.band_high)));
  }
  return limits;
}

SmoothingSpec chosen_smoothing(const SwingOptions& options) {
  SmoothingSpec smoothing = chosen_fields(smoothing_fields(), options.smoothing);
  if ((smoothing.battery_power > Watts(0)) != (smoothing.battery_energy > Joules(0))) {
    refuse("a battery needs both --battery-power and --battery-energy");
  }
  return smoothing;
}

SwingAnswer answer_of(const SwingOptions& options) {
  const Catalog catalog = load_catalog(options.catalog);
  const PodSpec& pod = chosen_pod(options.machine.pod, options.machine.chip, catalog);
  SwingAnswer answer;
  answer.limits = chosen_limits(options);
  answer.smoothing = chosen_smoothing(options);
  answer.model = options.model;
  answer.pod = pod.name;
  answer.shape = chosen_shape(options.machine.slice);
  answer.chip = catalog.chips.at(pod.chip);
  answer.clock = options.clock;
  answer.jobs = options.jobs;
  const ChipSpec chip = chip_at_clock(answer.chip, options.clock);
  const StepMachine machine = chosen_machine(options.machine, answer.shape, pod, chip);
  const TrainingPlan plan = chosen_plan(options.plan, catalog_entry("model", options.model, catalog.models), machine);
  check_plan(plan, machine);
  answer.step = training_step(plan, machine);
  answer.job = {step_segments(plan, answer.step, answer.chip, options.clock),
                chip_power_with_host(answer.chip, Activity{}), 1.0 * answer.shape.chips() * options.machine.slices};
  answer.swing = power_swing(answer.job, answer.jobs, answer.limits, answer.smoothing);
  const std::vector<PowerSegment> together = staggered(answer.job.step, answer.jobs);
  answer.staggered = measures(scaled(waveform(together, answer.smoothing.edge), answer.job.chips));
  return answer;
}

void swing(const SwingOptions& options) {
  const SwingAnswer answer = answer_of(options);
  if (options.as_csv) {
    fmt::print("{}", swing_csv(answer));
  } else {
    fmt::print("{}{}", options.as_json ? swing_json(answer) : swing_text(answer), options.as_json ? "\n" : "");
  }
}

}  // namespace

void add_power_swing_command(CLI::App& power) {
  auto options = std::make_shared<SwingOptions>();
  CLI::App* command = power.add_subcommand(
      "swing", "Swings of a synchronous training job: waveform, spectrum, a utility's limits, what smooths them");
  add_machine_options(*command, options->machine)->required();
  command->add_option("--model", options->model, "Model of the catalog, such as llama3.1-70b")->required();
  command->add_option("--jobs", options->jobs, "Jobs of this kind at the site")->check(number_in(1, 1000));
  command->add_option("--clock", options->clock, "Clock of the chips over their full clock")
      ->check(number_in(0.05, 1.0));
  add_field_options(*command, utility_limit_fields(), "Limits of the utility", options->limits);
  add_field_options(*command, smoothing_fields(), "Smoothing", options->smoothing);
  add_plan_options(*command, options->plan);
  CLI::Option* json = command->add_flag("--json", options->as_json, "Print one JSON object");
  command->add_flag("--csv", options->as_csv, "Print one step as a table of times and powers")->excludes(json);
  command->add_option("--catalog", options->catalog.folders, "Further catalog folder, over the program's own");
  command->callback([options] { swing(*options); });
}

}  // namespace gigapod::app
