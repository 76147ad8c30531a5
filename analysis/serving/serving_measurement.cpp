// A row of a table of serving measurements. Free text says what the run did ("decode low-latency", "MLPerf v4.1
// closed Server", "vLLM TP8 online random, 3000 prompts"); cells that are empty and matter leave the row out.

#include "analysis/serving/serving_measurement.hpp"

#include "analysis/validation/validation_cells.hpp"
#include "sim/base/suggestion.hpp"
#include "sim/model/step/published_model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

namespace gigapod {
namespace {

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

/// The number after a word, as in `TP8` or `+1920 cached`; 0 when there is none.
double number_after(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const bool is_word = at == 0 || std::isalnum(static_cast<unsigned char>(text[at - 1])) == 0;
    std::size_t end = at + word.size();
    double number = 0.0;
    while (end < text.size() && std::isdigit(static_cast<unsigned char>(text[end])) != 0) {
      number = 10.0 * number + (text[end++] - '0');
    }
    if (is_word && number > 0.0) return number;
  }
  return 0.0;
}

/// The number before a word, as in `3000 prompts`; 0 when there is none.
double number_before(std::string_view text, std::string_view word) {
  const std::size_t end = text.find(word);
  if (end == std::string_view::npos) return 0.0;
  std::size_t begin = end;
  while (begin > 0 && std::isdigit(static_cast<unsigned char>(text[begin - 1])) != 0) --begin;
  return written_number(text.substr(begin, end - begin)).value_or(0.0);
}

/// A cell's number; text after it that is no unit is left out, as in `64 (+1920 cached)`.
double leading_number(const MeasuredRow& row, std::string_view column) {
  const std::string_view text = cell_text(row, column);
  return written_number(text.substr(0, text.find(" ("))).value_or(0.0);
}

struct PhaseWord {
  std::string_view word;
  ServingPhase phase;
};
constexpr std::array kPhaseWords{PhaseWord{"max context", ServingPhase::kBatch},
                                 PhaseWord{"closed_loop", ServingPhase::kClosedLoop},
                                 PhaseWord{"closed loop", ServingPhase::kClosedLoop},
                                 PhaseWord{"online", ServingPhase::kClosedLoop},
                                 PhaseWord{"concurrency", ServingPhase::kClosedLoop},
                                 PhaseWord{"batch", ServingPhase::kBatch},
                                 PhaseWord{"turn", ServingPhase::kTurn},
                                 PhaseWord{"server", ServingPhase::kServer},
                                 PhaseWord{"offline", ServingPhase::kOffline},
                                 PhaseWord{"prefill", ServingPhase::kPrefill},
                                 PhaseWord{"decode", ServingPhase::kDecode},
                                 PhaseWord{"vllm", ServingPhase::kClosedLoop}};

std::optional<ServingPhase> phase_of(std::string_view text) {
  for (const PhaseWord& known : kPhaseWords) {
    if (has(text, known.word)) return known.phase;
  }
  return std::nullopt;
}

struct FigureWord {
  std::string_view word;
  ServingFigure figure;
};
constexpr std::array kFigureWords{FigureWord{"mfu", ServingFigure::kMfu},
                                  FigureWord{"ttft", ServingFigure::kTtft},
                                  FigureWord{"tpot", ServingFigure::kTpot},
                                  FigureWord{"itl", ServingFigure::kItl},
                                  FigureWord{"total_tok", ServingFigure::kTotalThroughput},
                                  FigureWord{"input_tok", ServingFigure::kInputThroughput},
                                  FigureWord{"tok_per_s", ServingFigure::kOutputThroughput},
                                  FigureWord{"req_per_s", ServingFigure::kRequestRate},
                                  FigureWord{"samples_per_s", ServingFigure::kRequestRate},
                                  FigureWord{"qps", ServingFigure::kRequestRate},
                                  FigureWord{"latency_per_token", ServingFigure::kStep},
                                  FigureWord{"step", ServingFigure::kStep},
                                  FigureWord{"latency", ServingFigure::kTime},
                                  FigureWord{"duration", ServingFigure::kTime}};

std::optional<ServingFigure> figure_of(std::string_view text) {
  if (has(text, "increase")) return std::nullopt;
  for (const FigureWord& known : kFigureWords) {
    if (has(text, known.word)) return known.figure;
  }
  return std::nullopt;
}

Percentile statistic_of(std::string_view text) {
  if (has(text, "99")) return Percentile::kP99;
  if (has(text, "95")) return Percentile::kP95;
  return has(text, "50") || has(text, "median") ? Percentile::kP50 : Percentile::kMean;
}

struct Format {
  std::string_view word;
  Precision precision;
  double bytes;
};
constexpr std::array kFormats{Format{"fp4", Precision::kFp4, 0.5},   Format{"int4", Precision::kInt8, 0.5},
                              Format{"fp8", Precision::kFp8, 1.0},   Format{"int8", Precision::kInt8, 1.0},
                              Format{"bf16", Precision::kBf16, 2.0}, Format{"bfloat16", Precision::kBf16, 2.0},
                              Format{"fp16", Precision::kBf16, 2.0}};

const Format* format_in(std::string_view text) {
  for (const Format& format : kFormats) {
    if (has(text, format.word)) return &format;
  }
  return nullptr;
}

void read_formats(const MeasuredRow& row, ServingMeasurement& m) {
  const std::string weights = lower_case(cell_text(row, "weights"));
  const std::string rest = lower_case(cell_text(row, "kv_or_quant"));
  const std::string products = lower_case(cell_text(row, "precision"));
  const Format* of_weights = format_in(weights);
  if (of_weights == nullptr) of_weights = format_in(rest);
  if (of_weights == nullptr) {
    m.assumed.emplace_back("bf16 weights");
    of_weights = &kFormats[4];
  }
  m.plan.weight_bytes = of_weights->bytes;
  const Format* of_products = format_in(products);
  m.plan.precision = of_products != nullptr ? of_products->precision : of_weights->precision;
  // Weights alone in int8 are widened before the products (PaLM, arXiv:2211.05102 section 3.6).
  const bool is_weight_only = of_weights->precision == Precision::kInt8 && !has(rest, "int8");
  if (of_products == nullptr && is_weight_only) m.plan.precision = Precision::kBf16;
  const Format* of_cache = format_in(rest);
  m.plan.kv_bytes = of_cache != nullptr && !rest.starts_with("bf16 flops") ? std::max(1.0, of_cache->bytes) : 2.0;
  if (rest == "int4") m.plan.kv_bytes = 0.5;
  m.mxu_share = number_before(rest, "% mfu") / 100.0;
}

std::vector<int> shape_of(std::string_view text) {
  std::vector<int> lengths;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('x'), text.size());
    const auto length = written_number(text.substr(0, end));
    if (!length || *length < 1.0 || *length > 1e6 || *length != std::floor(*length)) return {};
    lengths.push_back(static_cast<int>(*length));
    text.remove_prefix(std::min(text.size(), end + 1));
  }
  return lengths;
}

bool is_flat(const ChipSpec& chip) { return chip.ici_links == 4; }

/// The usual shape of a small slice: as square as its chips allow.
std::vector<int> usual_shape(const ChipSpec& chip, int chips) {
  std::vector<int> lengths(is_flat(chip) ? 2 : 3, 1);
  for (int rest = chips; rest > 1;) {
    const int factor = rest % 2 == 0 ? 2 : rest;
    *std::min_element(lengths.begin(), lengths.end()) *= factor;
    rest /= factor;
  }
  std::sort(lengths.begin(), lengths.end());
  return lengths;
}

SliceTopology slice_of(const ChipSpec& chip, std::vector<int> lengths) {
  SliceTopology slice;
  int chips = 1;
  for (const int length : lengths) chips *= length;
  if (!chip.name.starts_with("v")) {
    slice.is_switched = true;
    slice.domain = chip.name.starts_with("gb") ? 72 : chip.chips_per_host;
    slice.axes = {{chips, false}};
    return slice;
  }
  for (const int length : lengths) {
    const bool wraps = is_flat(chip) ? length == 16 : length % 4 == 0 && chips >= 64;
    slice.axes.push_back({length, wraps});
  }
  return slice;
}

void read_slice(const MeasuredRow& row, std::string_view phase, ServingMeasurement& m) {
  const double chips = leading_number(row, "chips");
  std::vector<int> lengths = shape_of(cell_text(row, "slice"));
  // An expert-parallel group in the text is larger than the node that the figure is published for.
  double of_replica =
      std::max(number_after(phase, "tp") / (m.chip.name == "v7" ? 2.0 : 1.0), number_after(phase, "ep"));
  if (of_replica < 1.0) of_replica = chips;
  if (lengths.empty() && of_replica >= 1.0 && of_replica <= 1e5) {
    lengths = usual_shape(m.chip, static_cast<int>(of_replica));
  }
  if (lengths.empty()) {
    m.exclusion = "no number of chips published";
    return;
  }
  m.slice = slice_of(m.chip, lengths);
  m.replicas = std::max(1, static_cast<int>(std::round(chips / m.slice.chips())));
  if (lower_case(cell_text(row, "attention")) == "data_parallel" ||
      number_after(phase, "ep") > m.chip.chips_per_host) {
    m.plan.layout = ServingLayout::kDataParallelAttention;
  }
}

void read_load(const MeasuredRow& row, std::string_view phase, ServingMeasurement& m) {
  m.plan.prompt_tokens = leading_number(row, "input_len");
  m.plan.output_tokens = leading_number(row, "output_len");
  m.batch = leading_number(row, "batch_or_concurrency");
  m.cached_tokens = std::max(leading_number(row, "cached"), number_after(cell_text(row, "input_len"), "+"));
  const double ratio = leading_number(row, "length_ratio");
  if (ratio > 0.0 && ratio < 1.0) m.length_ratio = ratio;
  m.requests =
      static_cast<int>(std::min(1e8, std::max(leading_number(row, "requests"), number_before(phase, " prompts"))));
  m.rate = leading_number(row, "rate");
  m.plan.max_batch = static_cast<int>(
      std::min(1e6, std::max(leading_number(row, "max_batch"), number_after(phase, "max-num-seqs "))));
  m.step_tokens = static_cast<int>(std::min(1e6, leading_number(row, "step_tokens")));
  m.beams = std::max(1, static_cast<int>(std::min(64.0, leading_number(row, "beams"))));
  m.plan.ttft_target = Seconds(1e9);
  m.plan.tpot_target = Seconds(1e9);
}

/// What the row counts for one of the base unit: a thousand for `ms`, the share of one chip for `/chip`.
bool read_unit(std::string_view metric, ServingMeasurement& m) {
  const std::string unit = lower_case(m.unit);
  const double chips = static_cast<double>(m.slice.chips()) * m.replicas;
  if (has(unit, "/chip") || has(unit, "/gpu")) m.per_unit /= chips;
  if (has(metric, "per_node") || has(unit, "/node")) m.per_unit *= m.chip.chips_per_host / chips;
  if (unit == "ms") m.per_unit *= 1e3;
  if (unit == "us") m.per_unit *= 1e6;
  if (unit == "%") m.per_unit *= 100.0;
  const bool is_time = m.figure == ServingFigure::kTime || m.figure == ServingFigure::kStep ||
                       m.figure == ServingFigure::kTtft || m.figure == ServingFigure::kTpot ||
                       m.figure == ServingFigure::kItl;
  const bool has_time_unit = unit == "s" || unit == "ms" || unit == "us";
  const bool has_share_unit = unit == "fraction" || unit == "%";
  if (m.figure == ServingFigure::kMfu) return has_share_unit;
  return is_time ? has_time_unit : !has_time_unit && !has_share_unit;
}

/// What the closed forms can't do without.
std::string missing_load(const ServingMeasurement& m) {
  if (m.plan.prompt_tokens <= 0.0) return "no input_len published";
  const bool needs_output = m.phase != ServingPhase::kPrefill && m.phase != ServingPhase::kDecode;
  if (needs_output && m.plan.output_tokens <= 0.0) return "no output_len published";
  const bool needs_batch = m.phase != ServingPhase::kOffline && m.phase != ServingPhase::kServer;
  if (needs_batch && m.batch <= 0.0) return "no batch_or_concurrency published";
  return m.phase == ServingPhase::kServer && m.rate <= 0.0 ? "no rate published" : "";
}

void read_chip_and_model(const MeasuredRow& row, const std::map<std::string, ChipSpec>& chips,
                         const std::map<std::string, TransformerSpec>& models, ServingMeasurement& m) {
  const std::string_view hardware = cell_text(row, "hardware");
  const auto chip = chip_named(hardware, chips);
  const std::string_view name = cell_text(row, "model");
  const auto model = model_named(name, models);
  const auto unknown = [](const char* what, std::string_view text, const auto& known) {
    std::vector<std::string> names;
    for (const auto& [key, value] : known) names.push_back(key);
    const auto near = nearest_word(lower_case(text), names);
    return fmt::format("no {} '{}' in the catalog{}", what, text,
                       near ? fmt::format("; did you mean '{}'?", *near) : std::string());
  };
  if (chip) m.chip = chips.at(*chip);
  if (model) m.plan.model = models.at(*model);
  if (!model) m.exclusion = unknown("model", name, models);
  if (!chip) m.exclusion = unknown("chip", hardware, chips);
}

}  // namespace

ServingMeasurement serving_measurement(const TableRow& row, const std::map<std::string, ChipSpec>& chips,
                                       const std::map<std::string, TransformerSpec>& models) {
  ServingMeasurement m;
  const MeasuredRow& cells = row.cells;
  const std::string phase = lower_case(cell_text(cells, "phase_or_scenario"));
  const std::string metric = lower_case(cell_text(cells, "metric"));
  m.id = std::string(cell_text(cells, "id"));
  if (m.id.empty()) m.id = fmt::format("line {}", row.line);
  m.system = std::string(cell_text(cells, "hardware"));
  m.subject = fmt::format("{} {} {}", cell_text(cells, "model"), phase, metric);
  m.source = std::string(cell_text(cells, "source"));
  m.unit = std::string(cell_text(cells, "unit"));
  if (!is_unknown(cell_text(cells, "exclusion"))) m.uncounted = std::string(cell_text(cells, "exclusion"));
  m.value = written_number(cell_text(cells, "value")).value_or(0.0);
  const std::string kind = lower_case(cell_text(cells, "kind"));
  m.is_roofline = kind.starts_with("roofline");
  if (!kind.empty() && !kind.starts_with("measured") && !m.is_roofline) {
    m.exclusion = fmt::format("not a measurement ({})", kind);
    return m;
  }
  read_chip_and_model(cells, chips, models, m);
  if (!m.exclusion.empty()) return m;
  const auto phase_found = phase_of(phase);
  const auto figure = figure_of(metric);
  m.phase = phase_found.value_or(ServingPhase::kDecode);
  m.figure = figure.value_or(ServingFigure::kTime);
  m.statistic = statistic_of(metric);
  if (!phase_found)
    m.exclusion =
        fmt::format("'{}' names no phase (prefill, decode, batch, turn, closed_loop, offline, server)", phase);
  if (!figure) m.exclusion = fmt::format("no model of '{}'", metric);
  if (m.value <= 0.0) m.exclusion = "no value published";
  if (!m.exclusion.empty()) return m;
  read_formats(cells, m);
  read_slice(cells, phase, m);
  read_load(cells, phase, m);
  if (m.exclusion.empty() && !read_unit(metric, m))
    m.exclusion = fmt::format("'{}' is no unit of '{}'", m.unit, metric);
  if (m.exclusion.empty()) m.exclusion = missing_load(m);
  return m;
}

}  // namespace gigapod
