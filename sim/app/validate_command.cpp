#include "analysis/validation/validation_markdown.hpp"
#include "analysis/validation/validation_page.hpp"
#include "analysis/validation/validation_ranking.hpp"
#include "analysis/validation/validation_slices.hpp"
#include "analysis/validation/validation_targets.hpp"
#include "analysis/validation/validation_text.hpp"
#include "sim/app/commands.hpp"
#include "sim/app/inputs.hpp"
#include "sim/app/result_folder.hpp"
#include "sim/app/update_documents.hpp"
#include "sim/app/validate_flows.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <memory>

namespace gigapod::app {
namespace {

namespace fs = std::filesystem;

struct ValidateOptions {
  std::string csv;
  std::string output;
  std::vector<std::string> documents;
  CatalogOption catalog;
  bool as_json = false;
  bool force = false;
  bool must_meet_targets = false;
};

/// The measurements that belong to this program: beside the catalog where it is installed, else in the source tree.
fs::path shipped_tables() {
  const fs::path catalog = default_catalog_folder();
  for (const char* way : {"../scenarios/validation", "../../scenarios/validation"}) {
    const fs::path folder = (catalog / way).lexically_normal();
    std::error_code failure;
    if (fs::is_directory(folder, failure)) return folder;
  }
  throw InvalidInput(
      fmt::format("error: no folder scenarios/validation beside the catalog '{}'; name a table with "
                  "--csv\n",
                  catalog.string()));
}

void append(Validation more, Validation& all) {
  all.rows.insert(all.rows.end(), more.rows.begin(), more.rows.end());
  all.left_out.insert(all.left_out.end(), more.left_out.begin(), more.left_out.end());
}

Validation validation_of_table(const fs::path& file, const Catalog& catalog) {
  Diagnostics findings;
  const MeasuredTable table = read_measured_table(file.string(), text_of_file(file), catalog.chips, findings);
  findings.throw_if_errors();
  switch (table.kind) {
    case TableKind::kTraining: return validate_training(table.rows, catalog.chips);
    case TableKind::kCollectives: return validate_collectives(table.rows, catalog.chips);
    case TableKind::kFlows: return validate_flows(table.rows, catalog);
    case TableKind::kServing: return validate_serving(table.rows, catalog.chips, catalog.models);
  }
  return {};
}

Validation validation_of(const ValidateOptions& options) {
  const Catalog catalog = load_catalog(options.catalog);
  Validation validation;
  if (!options.csv.empty()) {
    validation = validation_of_table(options.csv, catalog);
  } else {
    const fs::path shipped = shipped_tables();
    for (const char* table : {"training.csv", "collectives.csv", "collective_flows.csv", "serving.csv"}) {
      append(validation_of_table(shipped / table, catalog), validation);
    }
    append({request_level_rows(catalog.chips, catalog.models), {}}, validation);
    append({surrogate_rows(catalog.chips, catalog.models), {}}, validation);
  }
  add_slice_loss(validation.rows);
  const std::vector<ValidationRow> ranking = ranking_rows(validation.rows);
  validation.rows.insert(validation.rows.end(), ranking.begin(), ranking.end());
  return validation;
}

std::string json_of(const ValidateOptions& options, const Validation& validation) {
  return options.csv.empty() ? validation_json(validation) : own_table_json(validation);
}

void write_files(const ValidateOptions& options, const Validation& validation) {
  check_output_folder(options.output, options.force);
  write_result_folder(options.output, {{"validation.csv", validation_csv(validation)},
                                       {"validation.json", json_of(options, validation) + "\n"},
                                       {"parity.html", validation_html(validation)},
                                       {"validation.txt", validation_text(validation)}});
}

void print(const ValidateOptions& options, const Validation& validation) {
  if (!options.as_json) {
    fmt::print("{}", validation_text(validation));
    return;
  }
  for (const LeftOutRow& row : validation.left_out) {
    fmt::print(stderr, "gigapod: row {} left out: {}\n", row.id, row.reason);
  }
  fmt::print("{}\n", json_of(options, validation));
}

void require_targets(const std::vector<AccuracyTarget>& targets) {
  std::string missed;
  for (const AccuracyTarget& target : targets) {
    if (target.is_met()) continue;
    missed += fmt::format("gigapod: outside tolerance: {}: {}, wanted {}\n", target.what, reached_text(target),
                          wanted_text(target));
  }
  if (!missed.empty()) throw OutsideTolerance(missed);
}

void validate(const ValidateOptions& options) {
  const Validation validation = validation_of(options);
  if (!options.output.empty()) write_files(options, validation);
  update_documents(options.documents, [&](const std::string& file, const std::string& text, Diagnostics& findings) {
    return with_tables(file, text, validation, findings);
  });
  if (options.documents.empty()) print(options, validation);
  if (options.must_meet_targets) require_targets(accuracy_targets(validation.rows));
}

}  // namespace

void add_validate_command(CLI::App& program) {
  auto options = std::make_shared<ValidateOptions>();
  CLI::App* command = program.add_subcommand(
      "validate", "Compare the models with published training runs, collectives and serving runs");
  command->add_option("--csv", options->csv,
                      "Table of your own, with the columns of training.csv, collectives.csv, collective_flows.csv or "
                      "serving.csv in scenarios/validation");
  command->add_flag("--check", options->must_meet_targets, "Exit with code 4 when an accuracy target is missed");
  CLI::Option* json = command->add_flag("--json", options->as_json, "Print the scored rows as a JSON list");
  command->add_option("-o,--output", options->output, "Also write the comparison and a parity plot to this folder");
  command
      ->add_option(
          "--update", options->documents,
          "Write the tables of this Markdown file anew, between its marks <!-- validate: NAME -->, and say so in "
          "place of the comparison")
      ->excludes(json);
  command->add_flag("--force", options->force, "Replace the files of an existing folder");
  command->add_option("--catalog", options->catalog.folders, "Further catalog folder, over the program's own");
  command->callback([options] { validate(*options); });
}

}  // namespace gigapod::app
