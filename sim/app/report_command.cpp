#include "analysis/export/run_tables.hpp"
#include "analysis/report/chart_files.hpp"
#include "analysis/report/report.hpp"
#include "analysis/run/run_data.hpp"
#include "analysis/run/summary.hpp"
#include "sim/app/commands.hpp"
#include "sim/app/result_folder.hpp"

#include <fmt/format.h>

#include <memory>

namespace gigapod::app {
namespace {

struct ReportOptions {
  std::string directory;
  std::string csv;
  bool force = false;
};

/// Every number of the report: the tables of the run, and what the page works out of them.
void write_csv(const ReportOptions& options) {
  RunTables tables(options.directory);
  ResultFiles files = run_csv_files(tables);
  for (auto& file : chart_csv_files(tables.run())) files.push_back(std::move(file));
  write_result_folder(options.csv, files);
  fmt::print("{}\n", options.csv);
}

void write_page(const ReportOptions& options) {
  const RunData run = read_run(options.directory);
  write_report(run, run.directory / "report.html");
  fmt::print("{}\nReport: {}\n", summary_text(run), (run.directory / "report.html").string());
}

}  // namespace

void add_report_command(CLI::App& program) {
  auto options = std::make_shared<ReportOptions>();
  CLI::App* command = program.add_subcommand("report", "Print a run's summary and write its report.html again");
  command->add_option("DIR", options->directory, "Run directory")->required();
  command->add_option("--csv", options->csv, "Instead, write every number of the report to CSV files in this folder");
  command->add_flag("--force", options->force, "Replace the files of an existing folder");
  command->callback([options] {
    if (options->csv.empty()) return write_page(*options);
    check_output_folder(options->csv, options->force);
    write_csv(*options);
  });
}

}  // namespace gigapod::app
