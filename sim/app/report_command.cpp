#include "analysis/report/report.hpp"
#include "analysis/run_data.hpp"
#include "analysis/summary.hpp"
#include "sim/app/commands.hpp"

#include <fmt/format.h>

#include <memory>

namespace gigapod::app {

void add_report_command(CLI::App& program) {
  auto directory = std::make_shared<std::string>();
  CLI::App* command = program.add_subcommand("report", "Print a run's summary and write its report.html again");
  command->add_option("DIR", *directory, "Run directory")->required();
  command->callback([directory] {
    const RunData run = read_run(*directory);
    write_report(run, run.directory / "report.html");
    fmt::print("{}\nReport: {}\n", summary_text(run), (run.directory / "report.html").string());
  });
}

}  // namespace gigapod::app
