#pragma once

#include "analysis/serving/serving_measurement.hpp"
#include "tests/unit/model/serving/reference_hardware.hpp"
#include "tests/unit/model/serving/reference_models.hpp"

namespace gigapod::testing {

inline std::map<std::string, ChipSpec> serving_chips() {
  return {{"v4", chip_v4()}, {"v5e", chip_v5e()}, {"v6e", chip_v6e()}, {"v7", chip_v7()}, {"h100", chip_h100()}};
}

inline std::map<std::string, TransformerSpec> serving_models() {
  return {{"palm-540b", palm_540b()},
          {"llama3.1-70b", llama3_70b()},
          {"qwen3-32b", qwen3_32b()},
          {"qwen3.5-397b-a17b", qwen35_397b()},
          {"deepseek3-671b", deepseek_v3()}};
}

/// A row of a table with these cells.
inline TableRow serving_row(const MeasuredRow& cells) {
  TableRow row;
  row.line = 2;
  row.cells = cells;
  return row;
}

inline ServingMeasurement serving_of(const MeasuredRow& cells) {
  return serving_measurement(serving_row(cells), serving_chips(), serving_models());
}

/// A decode step of PaLM 540B on 64 chips of v4.
inline MeasuredRow palm_step() {
  return {{"id", "step"},
          {"kind", "measured"},
          {"model", "PaLM-540B"},
          {"hardware", "TPU v4"},
          {"chips", "64"},
          {"phase_or_scenario", "decode low-latency"},
          {"weights", "int8"},
          {"input_len", "2048"},
          {"output_len", "64"},
          {"batch_or_concurrency", "64"},
          {"metric", "latency_per_token"},
          {"value", "28.5"},
          {"unit", "ms"},
          {"source", "paper"}};
}

/// Llama 3 70B with 64 clients on eight chips of v6e.
inline MeasuredRow llama_clients() {
  return {{"id", "clients"},
          {"kind", "measured (vendor-published)"},
          {"model", "Llama-3.3-70B-Instruct"},
          {"hardware", "TPU v6e"},
          {"chips", "8"},
          {"phase_or_scenario", "vLLM TP8 online random, 300 prompts"},
          {"input_len", "1000"},
          {"output_len", "200"},
          {"batch_or_concurrency", "64"},
          {"kv_or_quant", "bf16 (no quant flag)"},
          {"metric", "output_tok_per_s_per_chip"},
          {"value", "300"},
          {"unit", "tok/s/chip"}};
}

}  // namespace gigapod::testing
