// The Python module: what the commands answer, as Python values. Nothing is printed.
#include "analysis/plan/plan_answer.hpp"
#include "sim/app/commands.hpp"
#include "sim/app/cost_request.hpp"
#include "sim/app/plan_request.hpp"
#include "sim/app/python/arguments.hpp"
#include "sim/app/python/inputs.hpp"
#include "sim/app/python/json_value.hpp"
#include "sim/app/python/run.hpp"
#include "sim/app/python/sweep.hpp"
#include "sim/app/scale_request.hpp"
#include "sim/app/step_request.hpp"
#include "sim/base/diagnostics.hpp"
#include "sim/base/version.hpp"
#include "sim/base/worker_threads.hpp"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

namespace gigapod::app {
namespace {

namespace py = pybind11;

void add_step_options(CLI::App& options, StepRequest& request) { add_step_request(options, request)->required(); }

py::object step(const py::kwargs& arguments) {
  CLI::App options;
  StepRequest request;
  add_step_options(options, request);
  parse_arguments(options, "step", arguments);
  return from_json(step_json(step_answer(request)));
}

PlanAnswer searched(const PlanQuery& query) {
  SearchControl control;
  SearchOptions options;
  options.jobs = jobs_or_cores(0);
  options.on_progress = [&](const SearchProgress&) {
    const py::gil_scoped_acquire with_python;
    if (PyErr_CheckSignals() != 0) control.is_stopped = true;  // Ctrl-C
  };
  const py::gil_scoped_release others_may_run;
  return search_plan(query, options, control);
}

py::object plan_search(const py::kwargs& arguments, const char* function) {
  CLI::App options;
  PlanRequest request;
  add_plan_request(options, request);
  parse_arguments(options, function, arguments);
  const PlanAnswer answer = searched(plan_query(request));
  if (PyErr_Occurred() != nullptr) throw py::error_already_set();
  if (answer.winner() == nullptr) throw InvalidInput(shortfall_text(answer));
  return from_json(plan_json(answer));
}

py::object plan(const py::kwargs& arguments) { return plan_search(arguments, "plan")["top"]; }
py::object plan_details(const py::kwargs& arguments) { return plan_search(arguments, "plan_details"); }

void add_cost_options(CLI::App& options, CostRequest& request) {
  add_cost_request(options, request);
  options.get_option("--model")->required();
}

py::object cost(const py::kwargs& arguments) {
  CLI::App options;
  CostRequest request;
  add_cost_options(options, request);
  parse_arguments(options, "cost", arguments);
  const auto goes_on = [](const std::string&, const SearchProgress&) {
    const py::gil_scoped_acquire with_python;
    return PyErr_CheckSignals() == 0;  // Ctrl-C
  };
  std::string answer;
  try {
    const py::gil_scoped_release others_may_run;
    answer = cost_json(cost_answer(request, goes_on));
  } catch (const Interrupted&) {
    throw py::error_already_set();
  }
  return from_json(answer);
}

py::object scale(const py::object& scenario, const py::kwargs& arguments) {
  CLI::App options;
  ScaleRequest request;
  add_scale_request(options, request);
  parse_arguments(options, "scale", arguments);
  const Scenario grown = with_scale(scenario_of(scenario, {}, load_catalog(request.catalog)));
  const ScalingOptions scaling = scaling_options(request, grown);
  std::string answer;
  {
    const py::gil_scoped_release others_may_run;
    answer = scaling_json(analyse_scaling(grown, scaling));
  }
  return from_json(answer);
}

template <class Request>
std::string doc(const char* text, void (*add)(CLI::App&, Request&)) {
  CLI::App options;
  Request request;
  add(options, request);
  return text + arguments_doc(options);
}

void add_answers(py::module_& module) {
  module.def("step", &step,
             doc<StepRequest>(R"(Works out one training step; returns a dict.

    step(model='llama3.1-70b', chip='v5p', slice='8x16x16', tensor=4)['step_seconds']

Names of the answer carry their units: step_seconds, mfu and hfu (fractions of the bf16 peak), tokens_per_second;
'parts' by cause in seconds (they add up to step_seconds), 'operators' a list of dicts, 'communication' in seconds and
bytes, 'memory' in bytes a chip. Raises ScenarioError with every reason why the plan does not run.

Arguments are the options of `gigapod step`; amounts with units are texts, as '30 days':
)",
                              &add_step_options)
                 .c_str());
  const std::string plan_doc = doc<PlanRequest>(R"(
    plan(model='llama3.1-70b', chip='v5p', chips='256..4096', tokens='2T', deadline='30 days')[0]['slice']

A plan has its degrees of parallelism, batch, remat and precision, and what the run comes to: time_seconds,
energy_joules, cost_dollars (None without a price), chips, step_seconds, mfu_fraction, goodput_fraction, power_watts,
hbm_bytes_per_chip, and the run's time by cause (*_run_seconds). Raises ScenarioError with what is missing when no
plan does what is asked for. Uses every core.

Arguments are the options of `gigapod plan`; amounts with units are texts:
)",
                                                &add_plan_request);
  module.def("plan", &plan,
             ("Searches the best ways to train a model; returns a list of dicts, the best plan first.\n" + plan_doc)
                 .c_str());
  module.def("plan_details", &plan_details,
             ("As plan, with everything `gigapod plan --json` says: a dict with 'query', 'top', 'front' (of time,\n"
              "chips, energy and cost), 'gains', 'binding' and 'reasons'.\n" +
              plan_doc)
                 .c_str());
  module.def("cost", &cost,
             doc<CostRequest>(R"(A training job on kinds of chips side by side; returns a dict.

    answer = cost(model='llama3.1-8b', chip=['v7', 'h100'], tokens='1T', deadline='30 days')
    pandas.DataFrame(answer['kinds'])

The dict is cost.json of `gigapod cost` (docs/metrics.md): dollars owned and rented, joules and carbon of each kind,
with 95% intervals, and their ratios to the first. Raises ScenarioError with what is missing when a kind can't do the
job. Uses every core.

Arguments are the options of `gigapod cost`; amounts with units are texts:
)",
                              &add_cost_options)
                 .c_str());
  module.def("scale", &scale, py::arg("scenario"),
             doc<ScaleRequest>(R"(How far a training job scales, and what stops it; returns a dict.

    study = scale('scenarios/scaling.yaml', critical_batch='16M')
    pandas.DataFrame(study['curves'][0]['points'])

The scenario is a path or a text, as for run; without a `scale` section its largest training job grows to a million
chips. The dict is scaling.json of `gigapod scale` (docs/metrics.md): 'curves' are the weak, the strong and the
best one, each with its 'points' and where it ends and what ends it; 'sensitivities' what twice and half of each
resource would move.

Further arguments are the options of `gigapod scale`; amounts with units are texts:
)",
                               &add_scale_request)
                 .c_str());
}

}  // namespace

PYBIND11_MODULE(gigapod, module) {
  spdlog::set_default_logger(spdlog::stderr_color_mt("gigapod"));
  spdlog::set_level(spdlog::level::warn);
  module.doc() = R"(Gigapod: a simulator of gigawatt-scale TPU clusters.

run(scenario) simulates, read(folder) opens a run directory, sweep(scenario) runs every variant with many seeds;
step(...) works out one training step, plan(...) searches the best ways to train a model, scale(scenario) says where
scaling stops, cost(...) compares kinds of chips. Names of numbers carry their units. docs/python.md has a worked example.)";
  module.attr("__version__") = version();
  py::register_exception<InvalidInput>(module, "ScenarioError", PyExc_ValueError).doc() =
      "What was asked for is wrong; the text has every finding as file:line:column.";
  py::register_exception<RunFailed>(module, "RunError", PyExc_RuntimeError).doc() =
      "A run could not be done or written for a reason outside the input.";
  add_runs(module);
  add_sweeps(module);
  add_answers(module);
}

}  // namespace gigapod::app
