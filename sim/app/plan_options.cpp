#include "sim/app/plan_options.hpp"

#include "sim/app/catalog_choice.hpp"
#include "sim/app/number_option.hpp"
#include "sim/base/fields.hpp"
#include "sim/scenario/scenario_fields.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>
#include <sstream>

namespace gigapod::app {
namespace {

/// `global_batch` is `--global-batch`, and the short names people type.
std::string option_name(const std::string& field) {
  std::string name = "--" + field;
  std::replace(name.begin(), name.end(), '_', '-');
  if (field == "global_batch") return name + ",--batch";
  if (field == "sequence_length") return name + ",--seq";
  return name;
}

void add_option(CLI::App& command, const Field& field, PlanOptions& options) {
  const std::string name = field.name;
  const auto keep = [&options, name](const std::string& text) { options.given[name] = text; };
  if (field.kind == FieldKind::kBoolean) {
    command
        .add_flag_callback(
            option_name(name), [keep] { keep("true"); }, field.sentence)
        ->group("Plan");
    return;
  }
  if (field.kind == FieldKind::kTextList) {
    const auto join = [keep](const std::vector<std::string>& parts) {
      keep(fmt::format("{}", fmt::join(parts, ",")));
    };
    CLI::Option* list =
        command.add_option_function<std::vector<std::string>>(option_name(name), join, field.sentence);
    list->group("Plan")->check(CLI::IsMember(field.choices))->delimiter(',');
    return;
  }
  CLI::Option* option = command.add_option_function<std::string>(option_name(name), keep, field.sentence);
  option->group("Plan");
  if (field.kind == FieldKind::kChoice) option->check(CLI::IsMember(field.choices));
  if (field.kind == FieldKind::kInteger) {
    const double largest = std::min<double>(field.range.maximum, std::numeric_limits<int>::max());
    option->check(number_in(static_cast<int>(field.range.minimum), static_cast<int>(largest)));
  }
  if (field.kind == FieldKind::kNumber) option->check(number_in(field.range.minimum, field.range.maximum));
}

std::vector<std::string> list_of(const std::string& text) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, ',');) parts.push_back(part);
  return parts;
}

FieldValue value_of(const Field& field, const std::string& text) {
  switch (field.kind) {
    case FieldKind::kInteger: return static_cast<std::int64_t>(std::stoll(text));
    case FieldKind::kNumber: return std::stod(text);
    case FieldKind::kBoolean: return text == "true";
    case FieldKind::kTextList: return list_of(text);
    default: return text;
  }
}

template <class T>
void fill(T& object, const FieldList<T>& fields, const PlanOptions& options) {
  for (const auto& entry : fields.entries()) {
    const auto found = options.given.find(entry.field.name);
    if (found != options.given.end()) entry.write(object, value_of(entry.field, found->second));
  }
}

/// What is left of `whole` for a degree that is not given; 1 where the others do not divide it, which `plan_faults`
/// then reports.
int rest_of(int whole, double others) {
  const double rest = whole / others;
  return rest >= 1.0 && rest == static_cast<int>(rest) ? static_cast<int>(rest) : 1;
}

/// Keeps products of degrees inside whole numbers.
void check_product(double degrees) {
  constexpr double kLargest = 1e9;
  if (degrees <= kLargest) return;
  refuse(
      fmt::format("the degrees of parallelism multiply to {:g}; at most {:g} can be simulated", degrees, kLargest));
}

}  // namespace

void add_plan_options(CLI::App& command, PlanOptions& options, const std::set<std::string>& left_out) {
  for (const auto& entry : training_plan_fields().entries()) {
    if (!left_out.contains(entry.field.name)) add_option(command, entry.field, options);
  }
  for (const auto& entry : parallelism_fields().entries()) {
    if (!left_out.contains(entry.field.name)) add_option(command, entry.field, options);
  }
}

void fill_plan(const PlanOptions& options, TrainingPlan& plan, Parallelism& degrees) {
  fill(plan, training_plan_fields(), options);
  fill(degrees, parallelism_fields(), options);
}

Precision chosen_precision(const PlanOptions& options) {
  TrainingPlan plan;
  fill(plan, training_plan_fields(), options);
  return plan.precision;
}

TrainingPlan chosen_plan(const PlanOptions& options, const TransformerSpec& model, const StepMachine& machine) {
  TrainingPlan plan;
  plan.model = model;
  Parallelism& p = plan.parallelism;
  fill_plan(options, plan, p);
  if (!options.given.contains("fsdp")) {
    const double others = 1.0 * p.tensor * p.data * p.pipeline * p.expert * p.context;
    p.fsdp = rest_of(machine.slice.chips(), others);
  }
  if (!options.given.contains("dcn_data")) p.dcn_data = rest_of(machine.slices, 1.0 * p.dcn_fsdp * p.dcn_pipeline);
  check_product(1.0 * p.fsdp * p.tensor * p.data * p.pipeline * p.expert * p.context * p.dcn_data * p.dcn_fsdp *
                p.dcn_pipeline);
  if (!options.given.contains("global_batch")) {
    const double replicas = 1.0 * p.fsdp * p.data * p.expert * p.dcn_data * p.dcn_fsdp;
    const double batch = replicas * plan.gradient_accumulation * p.microbatches;
    plan.global_batch = batch < std::numeric_limits<int>::max() ? static_cast<int>(batch) : 1;
  }
  return plan;
}

}  // namespace gigapod::app
