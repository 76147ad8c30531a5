// Published power of servers and clusters against the models; docs/power.md shows the table.

#include "sim/model/power/chip_power.hpp"
#include "sim/model/power/draw_distribution.hpp"
#include "sim/model/power/smoothing.hpp"
#include "sim/model/power/step_waveform.hpp"
#include "sim/model/serving/phase_time.hpp"
#include "sim/scenario/catalog.hpp"
#include "tests/theory/documented_table.hpp"
#include "tests/theory/published_runs.hpp"
#include "tests/unit/model/serving/reference_hardware.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace gigapod::theory {
namespace {

constexpr Seconds kEdge{0.01};

MeasuredRun run_of_row(int id) {
  for (MeasuredRun& run : published_runs()) {
    if (run.row_id == id) return std::move(run);
  }
  throw std::runtime_error("no such row");
}

Watts largest(const std::vector<PowerSegment>& segments) {
  Watts most;
  for (const PowerSegment& segment : segments) most = max(most, segment.power);
  return most;
}

Watts least(const std::vector<PowerSegment>& segments) {
  Watts fewest(1e12);
  for (const PowerSegment& segment : segments) fewest = min(fewest, segment.power);
  return fewest;
}

/// GPT 22B on one DGX A100, the size of GPT-NeoX 20B and Flan-T5 XXL in POLCA.
struct TrainingServer {
  MeasuredRun run = run_of_row(190);
  [[nodiscard]] StepTime step(double clock) const {
    StepMachine machine = run.machine;
    machine.chip = chip_at_clock(machine.chip, clock);
    return training_step(run.plan, machine);
  }
  /// Power of one GPU without its host.
  [[nodiscard]] std::vector<PowerSegment> segments(double clock) const {
    ChipSpec chip = run.machine.chip;
    chip.host_power = Watts(0);
    return step_segments(run.plan, step(clock), chip, clock);
  }
  /// The clock at which the GPU's peak is `share` of that at full clock.
  [[nodiscard]] double clock_of_peak(double share) const {
    const Watts cap = largest(segments(1.0)) * share;
    double low = run.machine.chip.lowest_clock;
    double high = 1.0;
    for (int i = 0; i < 40; ++i) {
      const double middle = 0.5 * (low + high);
      (largest(segments(middle)) <= cap ? low : high) = middle;
    }
    return low;
  }
};

/// A model served by one DGX A100 in bf16 (POLCA: BLOOM 176B on eight GPUs, GPT-NeoX 20B on two).
struct ServingServer {
  ServingPlan plan;
  ChipSpec chip;
  int gpus = 8;

  struct Answer {
    Seconds prefill;
    Seconds decode;
    Activity prefilling;
    Activity decoding;
    [[nodiscard]] Seconds total() const { return prefill + decode; }
  };

  [[nodiscard]] Activity activity(const PhaseTime& phase, const ChipSpec& at) const {
    const double chip_seconds = gpus * phase.total.value();
    return {std::min(1.0, phase.mxu_flops / (chip_seconds * at.peak_bf16.value())),
            std::min(1.0, phase.hbm_bytes.value() / (chip_seconds * at.hbm_bandwidth.value())),
            phase.communication / phase.total * at.ici_efficiency, 1.0};
  }
  /// One request alone: a prompt, then its tokens.
  [[nodiscard]] Answer answer(double clock) const {
    const ChipSpec at = chip_at_clock(chip, clock);
    const SliceTopology slice = gigapod::testing::nvlink(gpus);
    const PhaseTime prefill = prefill_pass(plan, at, slice, 1.0, plan.prompt_tokens);
    const PhaseTime decode = decode_step(plan, at, slice, 1.0, plan.prompt_tokens + 0.5 * plan.output_tokens);
    return {prefill.total, decode.total * plan.output_tokens, activity(prefill, at), activity(decode, at)};
  }
  [[nodiscard]] Watts peak(double clock) const {
    const Answer found = answer(clock);
    return max(chip_power(chip, found.prefilling, clock), chip_power(chip, found.decoding, clock));
  }
  /// Time of a request with the peak held to `share`, over that without, less 1.
  [[nodiscard]] double cost_of_cap(double share) const {
    double low = chip.lowest_clock;
    double high = 1.0;
    for (int i = 0; i < 40; ++i) {
      const double middle = 0.5 * (low + high);
      (peak(middle) <= peak(1.0) * share ? low : high) = middle;
    }
    return answer(low).total() / answer(1.0).total() - 1.0;
  }
};

TransformerSpec dense(int layers, int hidden, int heads, int vocabulary) {
  TransformerSpec model;
  model.layers = layers;
  model.hidden = hidden;
  model.heads = model.kv_heads = heads;
  model.head_dim = hidden / heads;
  model.ffn = 4 * hidden;
  model.mlp = MlpKind::kPlain;
  model.vocabulary = vocabulary;
  return model;
}

ServingServer serving(const TransformerSpec& model, int gpus) {
  ServingServer server;
  server.chip = chips_of_published_runs().at("a100");
  server.gpus = gpus;
  server.plan.model = model;
  server.plan.prompt_tokens = 2048;  // POLCA's larger input; it raises the peak
  server.plan.output_tokens = 512;
  return server;
}
ServingServer bloom() { return serving(dense(70, 14336, 112, 250880), 8); }  // arXiv:2211.05100
ServingServer gpt_neox() { return serving(dense(44, 6144, 64, 50432), 2); }  // arXiv:2204.06745

struct PublishedRow {
  std::string what;
  double published = 0.0;
  double model = 0.0;
};

constexpr double kProvisionedServer = 6500.0;  // W, DGX A100 system maximum (NVIDIA DGX A100 user guide)
constexpr double kServerGpus = 8;

/// A server of eight GPUs from the power of one, W.
double server(const ChipSpec& gpu, double gpu_watts) {
  return kServerGpus * (gpu_watts + gpu.host_power.value() / gpu.chips_per_host);
}

TEST(PolcaTraining, LosesAboutATenthUnderACapOfAFifth) {
  const TrainingServer server;
  const double clock = server.clock_of_peak(0.8);

  const double lost = 1.0 - server.step(1.0).total / server.step(clock).total;

  EXPECT_GE(lost, 0.07);
  EXPECT_LE(lost, 0.12);
}

TEST(PolcaInference, LosesAtMostSevenHundredthsUnderACapOfAFifth) {
  EXPECT_LE(bloom().cost_of_cap(0.8), 0.07);
  EXPECT_LE(gpt_neox().cost_of_cap(0.8), 0.07);
}

/// Peak and fastest change of a row of servers that train one synchronous job, over provisioned power.
std::vector<PublishedRow> training_cluster() {
  const TrainingServer trained;
  const ChipSpec& gpu = trained.run.machine.chip;
  const std::vector<PowerSegment> step = trained.segments(1.0);
  const double peak = server(gpu, largest(step).value()) / kProvisionedServer;
  const double spike = kServerGpus * (largest(step) - least(step)).value() / kProvisionedServer;
  return {{"training cluster, peak over provisioned", 0.97, peak},
          {"training cluster, largest change in 2 s", 0.375, spike}};
}

/// Forty servers that each answer one request of BLOOM 176B after the other, three quarters of the time (assumed):
/// the draw exceeded once in six weeks, and the change between two independent moments 40 s apart.
std::vector<PublishedRow> inference_cluster() {
  constexpr double kServers = 40;
  constexpr double kBusy = 0.75;
  constexpr double kMoments = 6 * 7 * 86400 / 40.0;
  constexpr double kDeviations = 4.24;  // of a normal variable, exceeded once in as many moments
  const ServingServer serving = bloom();
  const ServingServer::Answer answer = serving.answer(1.0);
  const Watts host = serving.chip.host_power / serving.chip.chips_per_host;
  const std::array<JobPower, 1> jobs{JobPower{static_cast<int>(kServers),
                                              kServerGpus,
                                              kBusy,
                                              {{answer.prefill, chip_power(serving.chip, answer.prefilling) + host},
                                               {answer.decode, chip_power(serving.chip, answer.decoding) + host}},
                                              serving.chip.idle_power + host}};
  const DrawDistribution draw = draw_distribution(jobs, Watts(0), kEdge);
  const double provisioned = kServers * kProvisionedServer;
  return {
      {"inference cluster, peak over provisioned", 0.79, draw.exceeded_with(1.0 / kMoments).value() / provisioned},
      {"inference cluster, largest change in 40 s", 0.118,
       kDeviations * std::sqrt(2.0) * draw.deviation().value() / provisioned}};
}

TEST(PolcaClusters, TrainingPeaksAndSwingsMoreThanInference) {
  const std::vector<PublishedRow> training = training_cluster();
  const std::vector<PublishedRow> inference = inference_cluster();

  EXPECT_NEAR(training[0].model, 0.97, 0.05);
  EXPECT_NEAR(training[1].model, 0.375, 0.06);
  EXPECT_NEAR(inference[0].model, 0.79, 0.05);
  EXPECT_NEAR(inference[1].model, 0.118, 0.04);
}

/// MLPerf Inference v4.1 on a DGX H200 in its MaxQ setting. At full speed these runs hold the GPUs at their rating,
/// so the clock is taken as the throughput over that of the max-performance submission; the host as the meter's
/// lowest sample less eight idle GPUs.
struct MlperfRow {
  const char* what;
  double throughput_share;
  double server_watts;
};
constexpr std::array<MlperfRow, 6> kMlperf{{{"llama2-70b offline", 0.807, 6153.0},
                                            {"llama2-70b server", 0.7908, 6280.2},
                                            {"mixtral-8x7b offline", 0.83, 6154.8},
                                            {"mixtral-8x7b server", 0.7957, 6174.9},
                                            {"gptj offline", 0.652, 4775.3},
                                            {"gptj server", 0.608, 4722.6}}};
double mlperf_server(double clock) {
  constexpr double kLowestSample = 2380.0;
  const ChipSpec gpu = chips_of_published_runs().at("h200");
  const double host = kLowestSample - kServerGpus * gpu.idle_power.value();
  const Activity products{0.5, 0.3, 0.1, 1.0};
  return kServerGpus * chip_power(gpu, products, clock).value() + host;
}

TEST(MlperfServers, SlowedToAClockAreWithinAnEighth) {
  for (const MlperfRow& row : kMlperf) {
    EXPECT_NEAR(mlperf_server(row.throughput_share) / row.server_watts, 1.0, 0.15) << row.what;
  }
}

double floor_cost(int row) {
  const MeasuredRun run = run_of_row(row);
  ChipSpec chip = run.machine.chip;
  chip.host_power = Watts(0);
  const std::vector<PowerSegment> step = step_segments(run.plan, training_step(run.plan, run.machine), chip);
  return floor_energy_share(step, largest(step) * 0.9);
}

TEST(PowerFloor, CostsLessInAStepThatComputesMoreThanInThePublishedOne) {
  EXPECT_LT(floor_cost(194), 0.105);  // GPT-3 175B on 1,024 A100
  EXPECT_GT(floor_cost(156), 0.105);  // Llama 3 405B on 16,384 H100
}

/// 65 J beside a GB300 that goes from its rating to idle and back, half the time each: the peak it holds the grid to.
double storage_cut(double hertz) {
  const ChipSpec gpu = chips_of_published_runs().at("gb300");
  const std::vector<PowerSegment> square = {{0.5 / Hertz(hertz), gpu.peak_power},
                                            {0.5 / Hertz(hertz), gpu.idle_power}};
  return 1.0 - peak_with_storage(square, Joules(65)) / gpu.peak_power;
}

TEST(StorageInPowerSupplies, CutsThePeakByThePublishedThirtyPercentOfFastSwingsOnly) {
  EXPECT_GE(storage_cut(5.0), 0.30);
  EXPECT_LE(storage_cut(1.0), 0.30);
}

TEST(PublishedPower, IsDocumented) {
  const TrainingServer trained;
  const double clock = trained.clock_of_peak(0.8);
  std::vector<PublishedRow> rows = {
      {"cap of 20%, training: throughput lost", 0.10, 1.0 - trained.step(1.0).total / trained.step(clock).total},
      {"cap of 20%, inference: time lost, at most (BLOOM 176B)", 0.07, bloom().cost_of_cap(0.8)},
      {"cap of 13%, inference (BLOOM 176B)", 0.05, bloom().cost_of_cap(0.87)},
      {"cap of 13%, inference (GPT-NeoX 20B)", 0.0, gpt_neox().cost_of_cap(0.87)}};
  for (const PublishedRow& row : training_cluster()) rows.push_back(row);
  for (const PublishedRow& row : inference_cluster()) rows.push_back(row);
  rows.push_back({"floor of 90%: energy, GPT-3 175B on 1,024 A100", 0.105, floor_cost(194)});
  rows.push_back({"floor of 90%: energy, Llama 3 405B on 16,384 H100", 0.105, floor_cost(156)});
  rows.push_back({"65 J a GB300: peak cut, swings of 5 Hz", 0.30, storage_cut(5.0)});
  rows.push_back({"65 J a GB300: peak cut, swings of 1 Hz", 0.30, storage_cut(1.0)});
  std::string text = fmt::format("{:<56}{:>10}{:>8}\n", "fraction", "published", "model");
  for (const PublishedRow& row : rows) {
    text += fmt::format("{:<56}{:>9.1f}%{:>7.1f}%\n", row.what, 100 * row.published, 100 * row.model);
  }
  text += fmt::format("\n{:<56}{:>10}{:>8}{:>8}\n", "DGX H200 slowed, at the wall", "measured", "model", "error");
  for (const MlperfRow& row : kMlperf) {
    const double model = mlperf_server(row.throughput_share);
    text += fmt::format("{:<56}{:>8.0f} W{:>6.0f} W{:>7.1f}%\n",
                        fmt::format("{}, clock {:.2f}", row.what, row.throughput_share), row.server_watts, model,
                        100 * (model / row.server_watts - 1));
  }

  expect_documented("published-power", text, "docs/power.md");
}

}  // namespace
}  // namespace gigapod::theory
