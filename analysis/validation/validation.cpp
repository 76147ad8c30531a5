#include "analysis/validation/validation.hpp"

#include "analysis/validation/validation_cells.hpp"
#include "sim/model/step/parallelism_text.hpp"
#include "sim/model/step/published_model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

namespace gigapod {
namespace {

std::string text_of(const MeasuredRow& row, std::string_view column) { return std::string(cell_text(row, column)); }

std::string id_of(const TableRow& row) {
  std::string id = text_of(row.cells, "row_id");
  if (id.empty()) id = text_of(row.cells, "id");
  return id.empty() ? fmt::format("line {}", row.line) : id;
}

/// What makes a row senseless before it is read as a plan.
std::string row_fault(const MeasuredRow& row) {
  const double chips = cell_number(row, "chips");
  const double slices = std::max(1.0, cell_number(row, "num_slices"));
  if (std::fmod(chips, slices) != 0.0) return fmt::format("{} chips do not divide into {} slices", chips, slices);
  const Parallelism p = parse_parallelism(cell_text(row, "parallelism")).degrees;
  double degrees = 1.0;
  for (const int degree : {p.tensor, p.fsdp, p.data, p.pipeline, p.expert, p.context}) degrees *= degree;
  if (degrees > 1e8) return fmt::format("degrees of parallelism that multiply to {:g}", degrees);
  if (static_cast<double>(p.dcn_data) * p.dcn_fsdp * p.dcn_pipeline > 1e8) return "degrees over more slices than 1e8";
  return {};
}

std::string exclusion_of(const MeasuredRow& row, const MeasuredRun& run) {
  if (!run.exclusion.empty()) return run.exclusion;
  if (run.is_upper_bound) return "the published step is an upper bound: it includes evaluation";
  const Parallelism& p = run.plan.parallelism;
  if (run.plan.global_batch < 1) return "no batch published";
  if (p.chips_per_slice() != run.machine.slice.chips()) {
    return fmt::format("parallelism '{}' takes {} chips a slice, but a slice has {}", cell_text(row, "parallelism"),
                       p.chips_per_slice(), run.machine.slice.chips());
  }
  return {};
}

std::string family_of(const MeasuredRow& row) {
  return fmt::format("{} {} {}-slice", cell_text(row, "chip"), cell_number(row, "moe_experts") > 0 ? "MoE" : "dense",
                     cell_number(row, "num_slices") > 1 ? "multi" : "single");
}

/// The rate that MFU is published against: that of the row's precision, but of bf16 for int8 (as MLPerf's TPU
/// entries).
FlopsPerSecond usual_peak(const ChipSpec& chip, std::string_view dtype) {
  const auto names = [&](std::string_view small, std::string_view capital) {
    return dtype.find(small) != std::string_view::npos || dtype.find(capital) != std::string_view::npos;
  };
  if (names("fp4", "FP4")) return peak_rate(chip, Precision::kFp4);
  return peak_rate(chip, names("fp8", "FP8") ? Precision::kFp8 : Precision::kBf16);
}

/// Chips, slices and the peak rate follow from other cells where a row leaves them open.
void fill_in(const std::map<std::string, ChipSpec>& chips, TableRow& row) {
  MeasuredRow& cells = row.cells;
  const double per_slice = cell_number(cells, "chips_per_slice");
  const auto fill = [&](const char* column, double value) {
    cells[column] = fmt::format("{}", value);
    row.notes.push_back(fmt::format("{} taken as {:g}", column, value));
  };
  if (cell_number(cells, "chips") <= 0.0 && per_slice > 0.0) {
    fill("chips", per_slice * std::max(1.0, cell_number(cells, "num_slices")));
  }
  const double all = cell_number(cells, "chips");
  if (cell_number(cells, "num_slices") <= 0.0 && per_slice > 0.0 && all > per_slice)
    fill("num_slices", all / per_slice);
  if (cell_number(cells, "mfu_pct_reported") <= 0.0) cells["mfu_pct_reported"] = cell_text(cells, "mfu_pct_derived");
  const double mfu = cell_number(cells, "mfu_pct_reported");
  if (mfu > 0.0 && mfu <= 1.0) fill("mfu_pct_reported", 100.0 * mfu);
  const auto chip = chips.find(text_of(cells, "chip"));
  if (chip == chips.end() || mfu <= 0.0 || cell_number(cells, "peak_tflops_used") > 0.0) return;
  cells["peak_tflops_used"] = fmt::format("{}", usual_peak(chip->second, cell_text(cells, "dtype")).value() / 1e12);
}

/// The row's own unit: seconds where it gives a step time, its throughput where it gives that alone.
bool gives_throughput(const MeasuredRow& row) {
  return cell_number(row, "step_time_s") <= 0.0 && cell_number(row, "step_time_derived_s") <= 0.0 &&
         cell_number(row, "tokens_per_s_per_chip") > 0.0;
}

/// Why the table does not let the run's multi-slice loss count.
std::string slice_loss_exclusion(const MeasuredRow& row) {
  std::string reason = text_of(row, "slice_loss_exclusion");
  return is_unknown(reason) ? std::string() : reason;
}

ValidationRow simulated_row(const TableRow& row, const MeasuredRun& run) {
  const StepTime step = training_step(run.plan, run.machine);
  ValidationRow result{id_of(row), family_of(row.cells), run.system, run.model, run.chip, run.source};
  result.measured = run.step.value();
  result.simulated = step.total.value();
  result.unit = gives_throughput(row.cells) ? "tokens/s/chip" : "s";
  const int chips = run.machine.slice.chips() * run.machine.slices;
  if (gives_throughput(row.cells)) {
    result.measured = cell_number(row.cells, "tokens_per_s_per_chip");
    result.simulated = step.tokens_per_second / chips;
  }
  result.dominant = dominant_term(step);
  result.run = {chips,
                run.machine.slices,
                run.plan.global_batch,
                run.plan.sequence_length,
                step.mfu * (step.total / run.step),
                step.mfu,
                slice_loss_exclusion(row.cells)};
  result.warnings = row.notes;
  for (const std::string& assumed : run.assumed) result.warnings.push_back(fmt::format("assumed {}", assumed));
  for (const std::string& fault : plan_faults(run.plan, run.machine)) result.warnings.push_back(fault);
  result.warnings.insert(result.warnings.end(), step.warnings.begin(), step.warnings.end());
  return result;
}

LeftOutRow left_out_row(const TableRow& row, std::string reason) {
  for (const std::string& note : row.notes) reason += "; " + note;
  const MeasuredRow& cells = row.cells;
  return {id_of(row),       text_of(cells, "system"), text_of(cells, "model"), std::move(reason),
          family_of(cells), text_of(cells, "chip"),   text_of(cells, "source")};
}

ErrorScore score_of(const std::string& name, std::vector<double> errors) {
  std::sort(errors.begin(), errors.end());
  const std::size_t count = errors.size();
  ErrorScore score{name, count};
  for (const double error : errors) score.mean += error / static_cast<double>(count);
  score.median = (errors[(count - 1) / 2] + errors[count / 2]) / 2.0;
  score.p90 = errors[static_cast<std::size_t>(std::ceil(0.9 * static_cast<double>(count))) - 1];
  score.worst = errors.back();
  return score;
}

std::vector<ErrorScore> scores_by(const std::vector<ValidationRow>& rows,
                                  const std::function<std::string(const ValidationRow&)>& group) {
  std::map<std::string, std::vector<double>> errors;
  for (const ValidationRow& row : rows) {
    if (row.kind != RowKind::kRanking) errors[group(row)].push_back(std::abs(row.error()));
  }
  std::vector<ErrorScore> scores;
  for (auto& [name, values] : errors) scores.push_back(score_of(name, std::move(values)));
  return scores;
}

}  // namespace

const char* dominant_term(const StepTime& step) {
  const std::pair<Seconds, const char*> terms[] = {{step.compute, "compute"},  {step.hbm, "hbm"},
                                                   {step.ici, "ici"},          {step.dcn, "dcn"},
                                                   {step.bubble, "bubble"},    {step.straggler, "straggler"},
                                                   {step.overhead, "overhead"}};
  return std::max_element(std::begin(terms), std::end(terms), [](auto a, auto b) { return a.first < b.first; })
      ->second;
}

Validation validate_training(const std::vector<TableRow>& rows, const std::map<std::string, ChipSpec>& chips) {
  Validation validation;
  for (TableRow row : rows) {
    fill_in(chips, row);
    std::string reason = row_fault(row.cells);
    if (reason.empty()) {
      const MeasuredRun run = measured_run(row.cells, chips);
      reason = exclusion_of(row.cells, run);
      if (reason.empty()) validation.rows.push_back(simulated_row(row, run));
    }
    if (!reason.empty()) validation.left_out.push_back(left_out_row(row, std::move(reason)));
  }
  return validation;
}

bool is_tpu_training(const ValidationRow& row) { return row.kind == RowKind::kTraining && row.chip.starts_with("v"); }

bool is_gpu_training(const ValidationRow& row) {
  return row.kind == RowKind::kTraining && !row.chip.starts_with("v");
}

std::vector<ErrorScore> family_scores(const std::vector<ValidationRow>& rows) {
  return scores_by(rows, [](const ValidationRow& row) { return row.family; });
}

std::vector<ErrorScore> overall_scores(const std::vector<ValidationRow>& rows) {
  return scores_by(rows, [](const ValidationRow& row) -> std::string {
    if (is_tpu_training(row)) return "all training, TPU";
    if (is_gpu_training(row)) return "all training, GPU";
    if (row.kind == RowKind::kSliceLoss) return "all multi-slice throughput";
    if (row.kind == RowKind::kServing) return row.exclusion.empty() ? "all serving" : "all serving, excluded rows";
    if (row.kind == RowKind::kRequests) return "all serving closed forms, against requests";
    if (row.kind == RowKind::kSurrogate) return "all serving surrogates, against requests";
    if (row.kind == RowKind::kServingRoofline) return "all serving rooflines";
    return row.kind == RowKind::kFlows ? "all closed forms, against flows" : "all collectives";
  });
}

}  // namespace gigapod
