#include "analysis/export/run_tables.hpp"
#include "analysis/export/run_trace.hpp"
#include "sim/app/catalog_choice.hpp"
#include "sim/app/commands.hpp"
#include "sim/app/result_folder.hpp"
#include "sim/app/update_documents.hpp"

#include <fmt/format.h>

#include <memory>

namespace gigapod::app {
namespace {

struct ExportOptions {
  std::string directory;
  std::string format = "csv";
  std::string output;
  bool force = false;
};

/// The one file of every format but CSV.
std::string single_file(const std::string& format, RunTables& tables) {
  if (format == "json") return run_json(tables);
  if (format == "perfetto") return run_trace_json(tables.run());
  return text_of_file(tables.run().directory / "run.sqlite");
}

void export_run(const ExportOptions& options) {
  const bool is_folder = options.format == "csv";
  if (options.output.empty() && (is_folder || options.format == "sqlite")) {
    refuse(fmt::format("--format {} needs --output, a {}", options.format, is_folder ? "folder" : "file"));
  }
  if (!options.output.empty()) (is_folder ? check_output_folder : check_output_file)(options.output, options.force);
  RunTables tables(options.directory);
  if (is_folder) {
    write_result_folder(options.output, run_csv_files(tables));
  } else if (!options.output.empty()) {
    write_result_file(options.output, single_file(options.format, tables));
  } else {
    fmt::print("{}", single_file(options.format, tables));
    return;
  }
  fmt::print("{}\n", options.output);
}

}  // namespace

void add_export_command(CLI::App& program) {
  auto options = std::make_shared<ExportOptions>();
  CLI::App* command = program.add_subcommand(
      "export", "Write a run as CSV, JSON, SQLite or a trace for Perfetto and chrome://tracing");
  command->add_option("DIR", options->directory, "Run directory")->required();
  command
      ->add_option("--format", options->format,
                   "csv (a folder with a file for each table), json, sqlite, or perfetto (Chrome trace events)")
      ->check(CLI::IsMember({"csv", "json", "sqlite", "perfetto"}))
      ->capture_default_str();
  command->add_option("-o,--output", options->output,
                      "Folder (csv) or file (others; json and perfetto default to standard output)");
  command->add_flag("--force", options->force, "Replace what is there");
  command->callback([options] { export_run(*options); });
}

}  // namespace gigapod::app
