#include "analysis/number_text.hpp"
#include "analysis/study/measure_names.hpp"
#include "sim/app/commands.hpp"
#include "sim/app/inputs.hpp"
#include "sim/scenario/read_scenario.hpp"
#include "sim/scenario/study.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace gigapod::app {
namespace {

struct CheckOptions {
  std::string file;
  CatalogOption catalog;
  bool shows_resolved = false;
};

template <class List>
std::string count_of(const List& list, std::string_view one) {
  return counted(static_cast<std::int64_t>(list.size()), one);
}

void check_study(const CheckOptions& options) {
  Diagnostics warnings;
  const Study study = read_study(options.file, load_catalog(options.catalog), measure_names(), warnings);
  if (!warnings.findings().empty()) std::fputs(warnings.text().c_str(), stderr);
  fmt::print("{}: valid (study of {} with {} each)\n", options.file, count_of(study.cases, "case"),
             counted(study.seeds.most, "seed"));
}

void check(const CheckOptions& options) {
  if (has_study(options.file)) check_study(options);
  const Scenario scenario = load_scenario(options.file, options.catalog);
  if (options.shows_resolved) {
    fmt::print("{}", scenario.resolved_text);
    return;
  }
  fmt::print("{}: valid ({}, {}, hash {})\n", options.file, count_of(scenario.jobs, "job"),
             count_of(scenario.fleets, "fleet"), scenario.hash);
}

}  // namespace

void add_check_command(CLI::App& program) {
  auto options = std::make_shared<CheckOptions>();
  CLI::App* command = program.add_subcommand("check", "Validate a scenario without running it");
  command->add_option("FILE", options->file, "Scenario file")->required();
  command->add_option("--catalog", options->catalog.folders, "Further catalog folder, over the program's own");
  command->add_flag("--resolved", options->shows_resolved, "Print the scenario with every default explicit");
  command->callback([options] { check(*options); });

  CLI::App* schema = program.add_subcommand("schema", "Print the JSON Schema of scenario files, for editors");
  schema->callback([] { fmt::print("{}\n", scenario_schema()); });
}

}  // namespace gigapod::app
