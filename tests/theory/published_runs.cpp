#include "tests/theory/published_runs.hpp"

#include "sim/scenario/catalog.hpp"

#include <fstream>
#include <sstream>
#include <utility>

namespace gigapod::theory {

namespace {

using namespace literals;

/// A GPU that shares its calibration with a relative in the catalog.
ChipSpec relative_of(const ChipSpec& base, std::string name) {
  ChipSpec chip = base;
  chip.name = std::move(name);
  return chip;
}

/// NVIDIA A100 white paper; 12 NVLink ports of 25 GB/s, eight 200 Gbit/s NICs per node (arXiv:2104.04473, section 5).
ChipSpec a100(const ChipSpec& h100) {
  ChipSpec chip = relative_of(h100, "a100");
  chip.peak_bf16 = 312_TFLOPs;
  chip.peak_int8 = chip.peak_fp8 = FlopsPerSecond(0.0);
  chip.hbm_bandwidth = 2_TBps;
  chip.ici_links = 12;
  chip.host_nic_bandwidth = 200_GBps;
  chip.mxu_efficiency = 0.68;
  chip.ici_efficiency = 0.5;
  return chip;
}

/// arXiv:2412.19437, section 3.1: NVLink of 160 GB/s one way.
ChipSpec h800(const ChipSpec& h100) {
  ChipSpec chip = relative_of(h100, "h800");
  chip.ici_link_bandwidth = chip.ici_link_bandwidth * (160.0 / 450.0);
  return chip;
}

/// NVIDIA Blackwell and Blackwell Ultra data sheets, eight GPUs per node.
ChipSpec b200(const ChipSpec& gb200) {
  ChipSpec chip = relative_of(gb200, "b200");
  chip.peak_bf16 = 2250_TFLOPs;
  chip.peak_int8 = chip.peak_fp8 = 4500_TFLOPs;
  chip.peak_fp4 = 9000_TFLOPs;
  chip.hbm_bandwidth = BytesPerSecond(7.7e12);
  chip.hbm_capacity = 180_GB;
  chip.chips_per_host = 8;
  chip.host_nic_bandwidth = 400_GBps;
  return chip;
}

ChipSpec b300(const ChipSpec& gb200) {
  ChipSpec chip = relative_of(b200(gb200), "b300");
  chip.peak_fp4 = 13500_TFLOPs;
  chip.hbm_capacity = 270_GB;
  chip.host_nic_bandwidth = 800_GBps;
  return chip;
}

ChipSpec gb300(const ChipSpec& gb200) {
  ChipSpec chip = relative_of(gb200, "gb300");
  chip.peak_fp4 = 15000_TFLOPs;
  chip.hbm_capacity = 279_GB;
  chip.host_nic_bandwidth = 400_GBps;
  return chip;
}

}  // namespace

std::string source_file(const std::string& path) {
  std::ifstream file(std::string(GIGAPOD_SOURCE_DIR "/") + path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::map<std::string, ChipSpec> chips_of_published_runs() {
  std::map<std::string, ChipSpec> chips = read_catalog({GIGAPOD_SOURCE_DIR "/topologies/catalog"}).chips;
  const ChipSpec h100 = chips.at("h100");
  const ChipSpec gb200 = chips.at("gb200");
  for (const ChipSpec& chip : {a100(h100), h800(h100), b200(gb200), b300(gb200), gb300(gb200)}) {
    chips[chip.name] = chip;
  }
  return chips;
}

std::vector<MeasuredRun> published_runs() {
  const std::map<std::string, ChipSpec> chips = chips_of_published_runs();
  std::vector<MeasuredRun> runs;
  for (const MeasuredRow& row : read_measured_rows(source_file("scenarios/validation/training.csv"))) {
    runs.push_back(measured_run(row, chips));
  }
  return runs;
}

bool is_tpu(const MeasuredRun& run) { return run.chip.starts_with("v"); }

bool is_scored(const MeasuredRun& run) { return run.exclusion.empty() && !run.is_upper_bound; }

}  // namespace gigapod::theory
