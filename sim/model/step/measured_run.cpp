#include "sim/model/step/measured_run.hpp"

#include "sim/model/pipeline_schedule.hpp"
#include "sim/model/step/parallelism_text.hpp"
#include "sim/model/step/published_model.hpp"
#include "sim/model/step/remat_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>

namespace gigapod {

namespace {

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

std::string lower_case(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return result;
}

bool is_gpu(const ChipSpec& chip) { return chip.ici_links > 6; }
bool is_flat_torus(const ChipSpec& chip) { return chip.ici_links <= 4; }

/// Lengths from text like `4x8x8`; empty when there is none.
std::vector<int> shape_lengths(std::string_view text) {
  std::vector<int> lengths;
  int number = 0;
  bool has_digit = false;
  for (const char c : text) {
    if (c >= '0' && c <= '9' && number < 1'000'000) {
      number = number * 10 + (c - '0');
      has_digit = true;
    } else if (c == 'x' && has_digit) {
      lengths.push_back(number);
      number = 0;
      has_digit = false;
    } else {
      return {};
    }
  }
  if (has_digit) lengths.push_back(number);
  return lengths.size() > 1 ? lengths : std::vector<int>{};
}

/// The box of that many chips with the smallest sum of sides, whole cubes in three dimensions where they fit.
std::vector<int> compact_shape(int chips, bool flat) {
  const int unit = !flat && chips % 64 == 0 ? 4 : 1;
  std::vector<int> best{chips};
  int best_sum = flat ? chips + 1 : chips + 2;
  for (int a = unit; a * a <= chips; a += unit) {
    if (chips % a != 0) continue;
    if (flat) {
      if (a + chips / a < best_sum) best = {a, chips / a};
      best_sum = std::min(best_sum, a + chips / a);
      continue;
    }
    for (int b = a; static_cast<std::int64_t>(a) * b * b <= chips; b += unit) {
      if ((chips / a) % b != 0 || (chips / a / b) % unit != 0) continue;
      const int sum = a + b + chips / a / b;
      if (sum < best_sum) best = {a, b, chips / a / b};
      best_sum = std::min(best_sum, sum);
    }
  }
  return best;
}

SliceTopology topology(const ChipSpec& chip, int chips, std::string_view text) {
  SliceTopology slice;
  if (is_gpu(chip)) {
    slice.is_switched = true;
    slice.domain = chip.name.starts_with("gb") ? 72 : chip.chips_per_host;
    slice.axes = {{chips, false}};
    return slice;
  }
  std::vector<int> lengths = shape_lengths(text);
  double product = 1.0;
  for (const int length : lengths) product *= length;
  if (lengths.empty() || product != chips) lengths = compact_shape(chips, is_flat_torus(chip));
  for (const int length : lengths) {
    const bool wraps = is_flat_torus(chip) ? length == 16 : length % 4 == 0 && chips >= 64;
    slice.axes.push_back({length, wraps});
  }
  return slice;
}

void read_remat(std::string_view text, bool gpu, MeasuredRun& run) {
  if (text.empty()) {
    run.plan.remat = gpu ? Remat::kMinimal : Remat::kFull;
    run.assumed.emplace_back(gpu ? "remat: selective" : "remat: full");
    return;
  }
  const PublishedRemat remat = parse_remat(text);
  run.plan.remat = remat.remat;
  run.plan.saved_tensors = remat.saved;
  run.plan.offloaded_tensors = remat.offloaded;
}

/// Master weights and moments that do not fit as fp32 are taken to be bf16.
void fit_states(MeasuredRun& run) {
  const Bytes available = run.machine.chip.hbm_capacity;
  if (training_memory(run.plan, run.machine).total() <= available) return;
  run.plan.parameter_bytes = 2.0;
  run.plan.optimizer_bytes = 4.0;
  run.plan.gradient_bytes = 2.0;
  run.plan.weight_transfer_bytes = 2.0;
  run.plan.gradient_transfer_bytes = 2.0;
  run.assumed.emplace_back("weights and optimizer in bf16");
}

Precision precision_of(std::string_view text) {
  if (contains(text, "FP4") || contains(text, "fp4")) return Precision::kFp4;
  if (contains(text, "fp8") || contains(text, "FP8")) return Precision::kFp8;
  if (contains(text, "int8")) return Precision::kInt8;
  return Precision::kBf16;
}

/// Adapts published degrees to chips: v7 counts two devices per chip, GPU data parallelism contains the expert
/// degree.
void fit_degrees(PublishedParallelism published, const ChipSpec& chip, int chips_per_slice, int slices,
                 MeasuredRun& run) {
  Parallelism& p = run.plan.parallelism;
  p = published.degrees;
  if (p.slices() != slices) {
    p.dcn_data = std::max(1, slices / (p.dcn_fsdp * p.dcn_pipeline));
    if (slices > 1) run.assumed.push_back(fmt::format("dcn_data={}", p.dcn_data));
  }
  if (p.chips_per_slice() == 2 * chips_per_slice && chip.name == "v7") {
    int& halved = p.fsdp % 2 == 0 ? p.fsdp : p.data % 2 == 0 ? p.data : p.tensor % 2 == 0 ? p.tensor : p.context;
    halved = std::max(1, halved / 2);
  }
  const bool gpu = is_gpu(chip);
  if (gpu && p.fsdp == 1) {
    run.plan.shards_optimizer = true;
    // Megatron's expert groups may span the tensor ranks of a stage as well as its replicas.
    const int replicas = std::max(1, chips_per_slice / (p.tensor * p.context * p.pipeline));
    if (p.expert > replicas) {
      p.expert = replicas;
      run.assumed.push_back(fmt::format("expert={}", p.expert));
    }
    p.data = std::max(1, replicas / p.expert);
    return;
  }
  if (p.chips_per_slice() == chips_per_slice) return;
  p.fsdp = 1;
  p.fsdp = std::max(1, chips_per_slice / p.chips_per_slice());
  if (published.names_fsdp) run.assumed.push_back(fmt::format("fsdp={}", p.fsdp));
}

void fit_batch(const MeasuredRow& row, const PublishedParallelism& published, const ChipSpec& chip, double chips,
               MeasuredRun& run) {
  Parallelism& p = run.plan.parallelism;
  double batch = cell_number(row, "global_batch_seqs");
  if (batch <= 0.0) batch = cell_number(row, "per_device_batch") * chips * (chip.name == "v7" ? 2.0 : 1.0);
  run.plan.global_batch = static_cast<int>(std::lround(batch));
  const int replicas = p.fsdp * p.data * p.expert * p.dcn_data * p.dcn_fsdp;
  const int per_replica = std::max(1, run.plan.global_batch / replicas);
  const int stages = pipeline_stages(p);
  if (stages > 1 || published.microbatch > 0) {
    p.microbatches = std::max(1, per_replica / std::max(1, published.microbatch));
  }
  if (stages > 1 && !published.names_interleave) {
    // The usual interleaved schedule gives a stage groups of two layers.
    p.pipeline_interleave = std::max(1, run.plan.model.layers / stages / 2);
    run.assumed.push_back(fmt::format("pipeline_interleave={}", p.pipeline_interleave));
  }
}

/// A stated capacity factor (`cf1.5` in the model's name, `capacity_factor 1.25` in the notes) means that experts
/// have buffers; otherwise they are dropless.
void read_capacity(const MeasuredRow& row, TransformerSpec& model) {
  const auto stated = [](std::string_view text, std::string_view before) {
    const std::size_t at = text.find(before);
    return at == std::string_view::npos ? 0.0
                                        : std::strtod(std::string(text.substr(at + before.size())).c_str(), nullptr);
  };
  double factor = stated(cell_text(row, "model"), " cf");
  if (factor <= 0.0) factor = stated(cell_text(row, "notes"), "capacity_factor");
  if (factor < 1.0) return;
  model.is_dropless = false;
  model.capacity_factor = factor;
}

/// The matrix share of TPU7x is that of its default clock state; runs in the highest compute an eighth faster
/// (Hunyuan 295B, states 3, 5 and 7, with HBM and ICI unchanged: yangwhale/gpu-tpu-pedia, Hunyuan3-295B-Pretraining).
void read_clock(const MeasuredRow& row, MeasuredRun& run) {
  constexpr double kHighestClock = 1.125;
  if (run.chip != "v7" || !contains(cell_text(row, "notes"), "p_state=7")) return;
  run.machine.chip.mxu_efficiency *= kHighestClock;
  run.assumed.emplace_back("highest clock state");
}

/// Step time from the row, or from its throughput.
Seconds step_time(const MeasuredRow& row, const TransformerSpec& model, double tokens, double chips) {
  const double direct = cell_number(row, "step_time_s");
  if (direct > 0.0) return Seconds(direct);
  const double derived = cell_number(row, "step_time_derived_s");
  if (derived > 0.0) return Seconds(derived);
  const double rate = cell_number(row, "tokens_per_s_per_chip");
  if (rate > 0.0) return Seconds(tokens / (rate * chips));
  const int length = static_cast<int>(cell_number(row, "seq"));
  const bool halved = contains(cell_text(row, "flop_convention"), "causal attention (halved)");
  const double counted = cell_number(row, "gflop_per_token_derived") * 1e9;
  // Megatron's count of 2021 includes the repeated forward pass: four thirds of the model's FLOPs.
  const double executed = contains(cell_text(row, "flop_convention"), "recompute") ? 4.0 / 3.0 : 1.0;
  const double per_token =
      counted > 0.0 ? counted : executed * training_flops_per_token(model, length, halved).value();
  const double peak = cell_number(row, "peak_tflops_used");
  const double mfu = cell_number(row, "mfu_pct_reported");
  double teraflops = cell_number(row, "tflops_per_chip");
  if (mfu > 0.0 && peak > 0.0) teraflops = mfu / 100.0 * peak;
  if (teraflops <= 0.0) return Seconds(0.0);
  return Seconds(tokens * per_token / (teraflops * 1e12 * chips));
}

std::string missing(const MeasuredRow& row) {
  for (const std::string_view column : {"layers", "hidden", "heads", "seq", "chips"}) {
    if (cell_number(row, column) <= 0.0) return fmt::format("no {} published", column);
  }
  if (cell_number(row, "global_batch_seqs") <= 0.0 && cell_number(row, "per_device_batch") <= 0.0) {
    return "no batch published";
  }
  if (cell_text(row, "parallelism").empty()) return "no parallelism published";
  if (contains(cell_text(row, "parallelism"), "not checked")) return "parallelism not published";
  return {};
}

}  // namespace

std::vector<MeasuredRow> read_measured_rows(std::string_view text) {
  std::vector<std::vector<std::string>> lines(1, std::vector<std::string>(1));
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    std::string& field = lines.back().back();
    if (c == '"') {
      const bool doubled = quoted && i + 1 < text.size() && text[i + 1] == '"';
      if (doubled) field += text[++i];
      if (!doubled) quoted = !quoted;
    } else if (c == ',' && !quoted) {
      lines.back().emplace_back();
    } else if (c == '\n' && !quoted) {
      lines.emplace_back(1);
    } else if (c != '\r') {
      field += c;
    }
  }
  std::vector<MeasuredRow> rows;
  for (std::size_t line = 1; line < lines.size(); ++line) {
    if (lines[line].size() < lines[0].size()) continue;
    MeasuredRow row;
    for (std::size_t i = 0; i < lines[0].size(); ++i) row[lines[0][i]] = lines[line][i];
    rows.push_back(std::move(row));
  }
  return rows;
}

MeasuredRun measured_run(const MeasuredRow& row, const std::map<std::string, ChipSpec>& chips) {
  MeasuredRun run;
  run.row_id = static_cast<int>(cell_number(row, "row_id"));
  run.system = cell_text(row, "system");
  run.model = cell_text(row, "model");
  run.chip = lower_case(cell_text(row, "chip"));
  run.source = cell_text(row, "source");
  run.mfu = cell_number(row, "mfu_pct_reported") / 100.0;
  run.exclusion = missing(row);
  const auto found = chips.find(run.chip);
  if (found == chips.end()) run.exclusion = fmt::format("no chip '{}' in the catalog", run.chip);
  if (!run.exclusion.empty()) return run;

  const ChipSpec& chip = found->second;
  const int all = static_cast<int>(cell_number(row, "chips"));
  const int slices = std::max(1, static_cast<int>(cell_number(row, "num_slices")));
  run.plan.model = published_model(row);
  if (contains(cell_text(row, "notes"), "parallel transformer block")) run.plan.model.parallel_block = true;
  read_capacity(row, run.plan.model);
  run.plan.sequence_length = static_cast<int>(cell_number(row, "seq"));
  run.plan.precision = precision_of(cell_text(row, "dtype"));
  run.machine.chip = chip;
  read_clock(row, run);
  run.machine.slices = slices;
  run.machine.slice = topology(chip, all / slices, cell_text(row, "slice_topology"));
  run.machine.dcn_bandwidth_per_slice =
      chip.host_nic_bandwidth * (static_cast<double>(all) / slices / chip.chips_per_host);
  run.machine.dcn_latency = Seconds(20e-6);
  const PublishedParallelism published = parse_parallelism(cell_text(row, "parallelism"));
  fit_degrees(published, chip, all / slices, slices, run);
  fit_batch(row, published, chip, all, run);
  const bool counts_recompute =
      contains(cell_text(row, "flop_convention"), "recompute") || cell_number(row, "hfu_pct_reported") > 0.0;
  const std::string_view remat = cell_text(row, "remat");
  read_remat(remat.empty() && counts_recompute ? std::string_view("full") : remat, is_gpu(chip), run);
  if (is_gpu(chip)) run.plan.weight_transfer_bytes = run.plan.gradient_transfer_bytes = 2.0;
  fit_states(run);
  run.is_upper_bound = contains(cell_text(row, "notes"), "UPPER bound");
  run.step =
      step_time(row, run.plan.model, static_cast<double>(run.plan.global_batch) * run.plan.sequence_length, all);
  if (run.step.value() <= 0.0) run.exclusion = "no step time published";
  if (contains(cell_text(row, "notes"), "superseded")) run.exclusion = "superseded by a later run of the same job";
  return run;
}

}  // namespace gigapod
