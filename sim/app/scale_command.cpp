#include "analysis/report/report.hpp"
#include "analysis/scaling/scaling.hpp"
#include "sim/app/commands.hpp"
#include "sim/app/inputs.hpp"
#include "sim/app/result_folder.hpp"
#include "sim/app/run_directory_name.hpp"
#include "sim/app/scale_request.hpp"

#include <fmt/format.h>

#include <memory>

namespace gigapod::app {
namespace {

struct ScaleOptions {
  std::string file;
  std::string output;
  ScaleRequest request;
  bool as_json = false;
  bool force = false;
};

void scale(const ScaleOptions& options) {
  const Scenario scenario = with_scale(load_scenario(options.file, options.request.catalog));
  const ScalingOptions scaling = scaling_options(options.request, scenario);
  const std::filesystem::path folder =
      options.output.empty() ? new_run_directory(scenario.name) : std::filesystem::path(options.output);
  check_output_folder(folder, options.force);
  const ScalingStudy study = analyse_scaling(scenario, scaling);
  write_result_folder(folder, {{"scaling.csv", scaling_csv(study)},
                               {"ends.csv", curve_ends_csv(study)},
                               {"sensitivity.csv", end_shift_csv(study)},
                               {"scaling.json", scaling_json(study)},
                               {"resolved.yaml", scenario.resolved_text},
                               {"report.html", scaling_html(study)}});
  if (options.as_json) {
    fmt::print("{}", scaling_json(study));
  } else {
    fmt::print("{}\nTable, plot and data: {}\n", scaling_text(study), folder.string());
  }
}

}  // namespace

void add_scale_command(CLI::App& program) {
  auto options = std::make_shared<ScaleOptions>();
  CLI::App* command = program.add_subcommand("scale", "Where scaling of one training job stops, and what stops it");
  command
      ->add_option("FILE", options->file,
                   "Scenario file; without a `scale:` section its largest training job grows to a million chips")
      ->required();
  add_scale_request(*command, options->request);
  command->add_option("-o,--output", options->output,
                      "Folder for table, CSV and plot (default: a new one under runs/)");
  command->add_flag("--json", options->as_json, "Print one JSON object");
  command->add_flag("--force", options->force, "Replace the files of an existing folder");
  command->callback([options] { scale(*options); });
}

}  // namespace gigapod::app
