#include "analysis/number_text.hpp"
#include "analysis/plan/plan_answer.hpp"
#include "analysis/text_table.hpp"
#include "sim/base/dimension.hpp"

#include <fmt/format.h>

namespace gigapod {
namespace {

constexpr std::size_t kWidth = 118;
constexpr std::size_t kMostRows = 24;

std::string days(Seconds time) { return fmt::format("{:.2f}", time.value() / 86400); }

std::string cost_text(const PlanAnswer& answer, const PlannedRun& run) {
  return answer.query.price ? money_text(run.value.cost.value()) : "-";
}

std::string limits_text(const PlanLimits& limits) {
  std::string text;
  if (limits.deadline > Seconds(0)) text += fmt::format(" within {}", duration_text(limits.deadline));
  if (limits.budget > Dollars(0)) text += fmt::format(" for at most {}", money_text(limits.budget.value()));
  if (limits.power > Watts(0)) text += fmt::format(" with at most {}", power_text(limits.power));
  return text;
}

std::string chips_text(std::int64_t least, std::int64_t most) {
  return (least == most ? std::string() : grouped(least) + " to ") + counted(most, "chip");
}

std::string heading(const PlanAnswer& answer) {
  const PlanQuery& query = answer.query;
  const SearchCounts& counts = answer.counts;
  const std::string question =
      fmt::format("{}, {} tokens in sequences of {}, on {} of type {} (pod {}), at most {} a step",
                  query.start.model.name, short_count(query.tokens), grouped(query.start.sequence_length),
                  chips_text(query.least_chips, query.most_chips), query.chip.name, query.pod.name,
                  counted(query.most_batch, "sequence"));
  std::string text = wrapped(question, kWidth, 2) + "\n";
  text += fmt::format(
      "Searched {} plans on {} of slices: {} evaluated, {} ruled out by a bound, {} too large for HBM\n",
      short_count(static_cast<double>(counts.evaluated + counts.bounded + counts.too_large)),
      counted(static_cast<std::int64_t>(answer.blocks_done), "choice"),
      short_count(static_cast<double>(counts.evaluated)), short_count(static_cast<double>(counts.bounded)),
      short_count(static_cast<double>(counts.too_large)));
  if (!answer.is_complete()) {
    text += fmt::format("Stopped after {} of {} of slices: the best so far\n",
                        grouped(static_cast<std::int64_t>(answer.blocks_done)),
                        counted(static_cast<std::int64_t>(answer.blocks), "choice"));
  }
  return text;
}

std::string winner_text(const PlanAnswer& answer) {
  const PlannedRun& run = *answer.winner();
  const StepTime& step = run.step;
  std::string text = fmt::format("\nLeast {}{}: {} days on {} as {}\n", objective_name(answer.query.objective),
                                 limits_text(answer.query.limits), days(run.value.time), counted(run.chips(), "chip"),
                                 allocation_text(run.allocation));
  const auto line = [&text](const char* name, const std::string& value) {
    text += fmt::format("  {:<10}{}\n", name, wrapped(value, kWidth - 12, 12));
  };
  line("Layout", layout_text(run.plan));
  line("Batch", fmt::format("{}, {} tokens; remat {}; {}", counted(run.plan.global_batch, "sequence"),
                            short_count(1.0 * run.plan.global_batch * run.plan.sequence_length), remat_text(run.plan),
                            precision_text(run.plan.precision)));
  line("Step", fmt::format("{}, MFU {}, {} tokens/s; {} of {} of HBM", short_text(step.total), percent(step.mfu),
                           short_count(step.tokens_per_second), short_text(step.memory.total()),
                           short_text(answer.query.chip.hbm_capacity)));
  const std::string failures = run.goodput.mean_time_between_interruptions > Seconds(0)
                                   ? fmt::format("{}, interrupted every {}", percent(run.goodput.goodput),
                                                 duration_text(run.goodput.mean_time_between_interruptions))
                                   : percent(run.goodput.goodput);
  line("Goodput", failures);
  line("Power", fmt::format("{} while stepping, {} at full activity; {}", power_text(run.power),
                            power_text(run.provisioned_power), energy_text(run.value.energy)));
  if (answer.query.price) {
    line("Cost", fmt::format("{} at {} a chip and hour", money_text(run.value.cost.value()),
                             fmt::format("${:.2f}", answer.query.price->value() * 3600)));
  }
  return text;
}

std::string reasons_text(const PlanAnswer& answer) {
  std::string text = "\nWhy\n";
  for (const std::string& reason : plan_reasons(answer)) text += "  " + wrapped(reason, kWidth - 2, 2) + "\n";
  return text;
}

std::string parts_text(const PlanAnswer& answer) {
  TextTable table;
  table.column("days of", TextTable::Align::kLeft).column("winner");
  const PlannedRun* other = answer.runner_up();
  if (other != nullptr) table.column("runner-up").column("difference");
  const std::vector<RunPart> a = run_parts(*answer.winner());
  const std::vector<RunPart> b = other == nullptr ? a : run_parts(*other);
  const auto row = [&](const char* name, Seconds mine, Seconds its) {
    std::vector<std::string> cells = {name, days(mine)};
    if (other != nullptr)
      cells.insert(cells.end(), {days(its), fmt::format("{:+.2f}", (its - mine).value() / 86400)});
    table.row(std::move(cells));
  };
  for (std::size_t i = 0; i < a.size(); ++i) row(a[i].name, a[i].time, b[i].time);
  row("all", answer.winner()->value.time, other == nullptr ? Seconds(0) : other->value.time);
  return "\nWhere the time goes\n" + table.text();
}

std::string gains_text(const PlanAnswer& answer) {
  if (answer.gains.empty()) return {};
  TextTable table;
  table.column("with", TextTable::Align::kLeft).column("saves");
  for (const PlanGain& gain : answer.gains) table.row({gain.what, percent(gain.gain)});
  return fmt::format("\nWhat binds: share of the {} that more would save, planned anew\n{}",
                     objective_name(answer.query.objective), table.text());
}

TextTable run_table() {
  TextTable table;
  table.column("days").column("chips").column("energy").column("cost").column("MFU");
  table.column("slices", TextTable::Align::kLeft).column("remat", TextTable::Align::kLeft);
  table.column("layout", TextTable::Align::kLeft);
  return table;
}

void add_run(TextTable& table, const PlanAnswer& answer, const PlannedRun& run) {
  table.row({days(run.value.time), grouped(run.chips()), energy_text(run.value.energy), cost_text(answer, run),
             percent(run.step.mfu), allocation_text(run.allocation), remat_text(run.plan), layout_text(run.plan)});
}

std::string clipped_lines(const std::string& text) {
  std::string all;
  std::size_t begin = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', begin)) {
    all += clipped(text.substr(begin, end - begin), kWidth) + "\n";
    begin = end + 1;
  }
  return all;
}

std::string tables_text(const PlanAnswer& answer) {
  std::string text;
  if (!answer.top.empty()) {
    TextTable table = run_table();
    for (const PlannedRun& run : answer.top) add_run(table, answer, run);
    text += fmt::format("\nBest layouts\n{}", clipped_lines(table.text()));
  }
  const std::vector<const PlannedRun*> shown = shown_front(answer);
  if (shown.empty()) return text;
  TextTable table = run_table();
  for (std::size_t i = 0; i < shown.size() && i < kMostRows; ++i) add_run(table, answer, *shown[i]);
  text += fmt::format("\nFront of time, chips, energy and cost, limits aside\n{}", clipped_lines(table.text()));
  if (shown.size() > kMostRows) text += fmt::format("  and {} more\n", shown.size() - kMostRows);
  return text;
}

}  // namespace

std::string plan_text(const PlanAnswer& answer) {
  std::string text = heading(answer);
  if (answer.winner() != nullptr) {
    text += winner_text(answer) + reasons_text(answer) + parts_text(answer) + gains_text(answer);
  }
  text += tables_text(answer);
  if (answer.winner() == nullptr) return text;
  for (const std::string& warning : answer.winner()->step.warnings) text += fmt::format("warning: {}\n", warning);
  return text;
}

}  // namespace gigapod
