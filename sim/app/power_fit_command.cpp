#include "sim/app/amount_option.hpp"
#include "sim/app/catalog_choice.hpp"
#include "sim/app/inputs.hpp"
#include "sim/app/machine_options.hpp"
#include "sim/app/number_option.hpp"
#include "sim/app/power_command.hpp"
#include "sim/app/power_fit_text.hpp"
#include "sim/model/power/chip_power.hpp"
#include "sim/model/power/step_waveform.hpp"

#include <fmt/format.h>

#include <memory>

namespace gigapod::app {
namespace {

struct FitOptions {
  MachineOptions machine;
  std::string model;
  PlanOptions plan;
  CatalogOption catalog;
  std::string power;
  std::string oversubscription = "0%";
  std::string running = "100%";
  std::string accepted = "0.1%";
  double pue = 1.09;
  bool as_json = false;
};

double share_within(const char* option, const std::string& text, double least, double most) {
  const double share = share_option(option, text);
  if (share < least || share > most) {
    refuse(fmt::format("{} {}: it must be from {:g}% to {:g}%", option, text, 100 * least, 100 * most));
  }
  return share;
}

/// A name may be that of a pod or of its chip.
const PodSpec& pod_of(const MachineOptions& machine, const Catalog& catalog) {
  if (machine.pod.empty() && catalog.pods.contains(machine.chip)) return catalog.pods.at(machine.chip);
  return chosen_pod(machine.pod, machine.chip, catalog);
}

JobPower job_of(const FitOptions& options, const FitSite& site, const Catalog& catalog, double running) {
  const Shape shape = chosen_shape(options.machine.slice);
  const StepMachine machine = chosen_machine(options.machine, shape, site.pod, site.chip);
  const TrainingPlan plan = chosen_plan(options.plan, catalog_entry("model", options.model, catalog.models), machine);
  check_plan(plan, machine);
  return {1, 1.0 * shape.chips() * options.machine.slices, running,
          step_segments(plan, training_step(plan, machine), site.chip), chip_power_with_host(site.chip, Activity{})};
}

void fit(const FitOptions& options) {
  const Catalog catalog = load_catalog(options.catalog);
  FitAnswer answer;
  answer.site.pod = pod_of(options.machine, catalog);
  answer.site.chip = catalog.chips.at(answer.site.pod.chip);
  answer.site.rating = Watts(amount_option("--power", options.power, Dimension::kPower));
  if (answer.site.rating <= Watts(0)) refuse(fmt::format("--power {}: it must be above 0", options.power));
  answer.site.pue = options.pue;
  answer.oversubscription = share_within("--oversubscription", options.oversubscription, 0.0, 2.0);
  answer.accepted = share_within("--accept", options.accepted, 1e-9, 0.5);
  const double running = share_within("--running", options.running, 0.0, 1.0);
  if (options.model.empty() != options.machine.slice.empty()) {
    refuse("jobs need both --model and --slice; without both, chips are counted by nameplate only");
  }
  if (!options.model.empty()) {
    answer.model = options.model;
    answer.job = job_of(options, answer.site, catalog, running);
  }
  answer_fit(answer);
  fmt::print("{}{}", options.as_json ? fit_json(answer) : fit_text(answer), options.as_json ? "\n" : "");
}

}  // namespace

void add_power_fit_command(CLI::App& power) {
  auto options = std::make_shared<FitOptions>();
  CLI::App* command =
      power.add_subcommand("fit", "Chips and pods that a rating carries, by nameplate and by what jobs draw");
  command->add_option("--power", options->power, "Rating of the grid connection, such as 1.2GW")->required();
  command->add_option("--pue", options->pue, "Facility power over IT power")->check(number_in(1.0, 3.0));
  command->add_option("--oversubscription", options->oversubscription,
                      "Chips installed beyond what the rating carries at their peak, such as 5%");
  command->add_option("--running", options->running, "Share of time in which a job runs; its chips idle otherwise");
  command->add_option("--accept", options->accepted, "Share of time in which the draw may be above the rating");
  add_machine_options(*command, options->machine);
  command->add_option("--model", options->model, "Model that the jobs train; with --slice, the chips of one job");
  add_plan_options(*command, options->plan);
  command->add_flag("--json", options->as_json, "Print one JSON object");
  command->add_option("--catalog", options->catalog.folders, "Further catalog folder, over the program's own");
  command->callback([options] { fit(*options); });
}

}  // namespace gigapod::app
