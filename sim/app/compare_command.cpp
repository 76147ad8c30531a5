#include "sim/app/compare_command.hpp"

#include "analysis/compare/comparison.hpp"
#include "analysis/compare/tolerance.hpp"
#include "analysis/report/comparison_page.hpp"
#include "sim/app/catalog_choice.hpp"
#include "sim/app/commands.hpp"
#include "sim/app/result_folder.hpp"
#include "sim/base/text_of_file.hpp"

#include <fmt/format.h>

#include <memory>

namespace gigapod::app {
namespace {

struct CompareOptions {
  std::vector<std::string> paths;
  std::string tolerance;
  std::string tolerance_file;
  std::string output;
  bool as_json = false;
  bool as_csv = false;
  bool force = false;
};

ToleranceTable tolerances_of(const std::string& file, Diagnostics& findings) {
  if (file.empty()) return {};
  const auto text = text_of_file(file);
  if (!text) refuse_input(fmt::format("cannot read '{}'", file));
  return read_tolerances(file, *text, findings);
}

std::optional<Tolerance> tolerance_for_all(const std::string& text) {
  if (text.empty()) return std::nullopt;
  const std::optional<Tolerance> tolerance = parse_tolerance(text);
  if (!tolerance || !tolerance->is_relative) {
    refuse(fmt::format("--tolerance {}: it expects a share such as 1%; --tolerance-file takes amounts", text));
  }
  return tolerance;
}

void print(const CompareOptions& options, const Comparison& comparison) {
  if (options.as_json) {
    fmt::print("{}", comparison_json(comparison));
  } else if (options.as_csv) {
    fmt::print("{}", comparison_csv(comparison));
  } else {
    fmt::print("{}", comparison_text(comparison));
  }
}

void compare(const CompareOptions& options) {
  if (options.paths.size() < 2) refuse("compare needs two or more run directories, folders of them or study results");
  const std::optional<Tolerance> for_all = tolerance_for_all(options.tolerance);
  if (!options.output.empty()) check_output_folder(options.output, options.force);
  Diagnostics findings;
  const ToleranceTable tolerances = tolerances_of(options.tolerance_file, findings);
  findings.throw_if_errors();
  Comparison comparison = compare_sides(read_sides(options.paths));
  hold_to_tolerances(comparison, tolerances, for_all, findings);
  findings.throw_if_errors();
  if (!options.output.empty()) {
    write_result_folder(options.output, {{"compare.csv", comparison_csv(comparison)},
                                         {"compare.json", comparison_json(comparison)},
                                         {"compare.txt", comparison_text(comparison)},
                                         {"report.html", comparison_html(comparison)}});
  }
  print(options, comparison);
  const bool is_for_people = !options.as_json && !options.as_csv;
  if (!options.output.empty() && is_for_people) fmt::print("Report: {}/report.html\n", options.output);
  if (comparison.is_outside()) throw OutsideTolerance(outside_text(comparison));
}

}  // namespace

void add_compare_command(CLI::App& program) {
  auto options = std::make_shared<CompareOptions>();
  CLI::App* command = program.add_subcommand(
      "compare", "Compare runs with the first: figures, scenarios, significance over seeds, tolerances");
  command
      ->add_option(
          "DIR", options->paths,
          "Two or more of: a run directory, a folder of runs of one scenario over seeds, a folder of results "
          "of `gigapod sweep`")
      ->required();
  command->add_option("--tolerance", options->tolerance,
                      "Exit with code 4 when a figure differs from the first by more than this share, such as 1%");
  command->add_option("--tolerance-file", options->tolerance_file,
                      "Table with columns figure (a name or a pattern with *) and tolerance (1%, an amount, or any)");
  command->add_option("-o,--output", options->output,
                      "Also write tables, data and a page with charts to this folder");
  CLI::Option* json = command->add_flag("--json", options->as_json, "Print the comparison as JSON");
  command->add_flag("--csv", options->as_csv, "Print a line for each figure and side")->excludes(json);
  command->add_flag("--force", options->force, "Replace the files of an existing folder");
  command->callback([options] { compare(*options); });
}

}  // namespace gigapod::app
