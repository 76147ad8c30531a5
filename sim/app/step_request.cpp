#include "sim/app/step_request.hpp"

#include "sim/app/catalog_choice.hpp"

namespace gigapod::app {

CLI::Option* add_step_request(CLI::App& command, StepRequest& request) {
  add_machine_options(command, request.machine)->required();
  CLI::Option* model = command.add_option("--model", request.model, "Model of the catalog, such as llama3.1-70b");
  command.add_option("--catalog", request.catalog.folders, "Further catalog folder, over the program's own");
  add_plan_options(command, request.plan);
  return model;
}

StepAnswer step_answer(const StepRequest& request) {
  const Catalog catalog = load_catalog(request.catalog);
  const PodSpec& pod = chosen_pod(request.machine.pod, request.machine.chip, catalog);
  StepAnswer answer;
  answer.pod = pod.name;
  answer.shape = chosen_shape(request.machine.slice);
  answer.machine = chosen_machine(request.machine, answer.shape, pod, catalog.chips.at(pod.chip));
  answer.plan = chosen_plan(request.plan, catalog_entry("model", request.model, catalog.models), answer.machine);
  check_plan(answer.plan, answer.machine);
  answer.step = training_step(answer.plan, answer.machine);
  answer.operators = operator_breakdown(answer.plan, answer.machine);
  return answer;
}

}  // namespace gigapod::app
