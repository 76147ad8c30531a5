#pragma once

#include "sim/app/inputs.hpp"
#include "sim/app/machine_options.hpp"
#include "sim/app/plan_options.hpp"
#include "sim/app/step_text.hpp"

#include <CLI/CLI.hpp>

#include <string>

namespace gigapod::app {

/// One training step as a user asks for it, as texts.
struct StepRequest {
  MachineOptions machine;
  std::string model;
  PlanOptions plan;
  CatalogOption catalog;
};

/// Adds the options of a request. Returns the option --model.
CLI::Option* add_step_request(CLI::App& command, StepRequest& request);

/// The step of the request's model. Throws InvalidInput with what is wrong.
[[nodiscard]] StepAnswer step_answer(const StepRequest& request);

}  // namespace gigapod::app
