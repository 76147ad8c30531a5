#include "analysis/report/report.hpp"
#include "analysis/scaling.hpp"
#include "sim/app/commands.hpp"
#include "sim/app/inputs.hpp"
#include "sim/app/result_folder.hpp"
#include "sim/app/run_directory_name.hpp"

#include <fmt/format.h>

#include <memory>

namespace gigapod::app {
namespace {

struct ScaleOptions {
  std::string file;
  std::string output;
  CatalogOption catalog;
  bool force = false;
};

void scale(const ScaleOptions& options) {
  const Scenario scenario = load_scenario(options.file, options.catalog);
  const ScalingStudy study = analyse_scaling(scenario);
  const std::filesystem::path folder =
      options.output.empty() ? new_run_directory(scenario.name) : std::filesystem::path(options.output);
  check_output_folder(folder, options.force);
  write_result_folder(folder, {{"scaling.csv", scaling_csv(study)},
                               {"scaling.json", scaling_json(study)},
                               {"resolved.yaml", scenario.resolved_text},
                               {"report.html", scaling_html(study)}});
  fmt::print("{}\nTable, plot and data: {}\n", scaling_text(study), folder.string());
}

}  // namespace

void add_scale_command(CLI::App& program) {
  auto options = std::make_shared<ScaleOptions>();
  CLI::App* command = program.add_subcommand("scale", "Where scaling of one training job stops, and what stops it");
  command->add_option("FILE", options->file, "Scenario file with a `scale:` section")->required();
  command->add_option("-o,--output", options->output,
                      "Folder for table, CSV and plot (default: a new one under runs/)");
  command->add_flag("--force", options->force, "Replace the files of an existing folder");
  command->add_option("--catalog", options->catalog.folders, "Further catalog folder, over the program's own");
  command->callback([options] { scale(*options); });
}

}  // namespace gigapod::app
