// Samples from aggregates of published traces.
//
// Rates: a published count of n requests in an interval is a draw around the rate r of that time, with variance c^2 r
// for gaps of variation c. Of the counts' spread over their mean, F, the part (F - c^2) / F is that of the rates, so
// that r = m + (n - m) sqrt((F - c^2) / F) around the mean m gives counts as spread as the published ones; intervals
// without a request keep the rate 0. c is fitted so that the gaps of the whole stream vary as published. Lengths:
// histograms by powers of two, with the published percentiles as further knots. Prompts and answers are drawn apart,
// as the aggregates do not say how they go together.
#include "sim/model/request/request_sample.hpp"

#include "sim/base/check.hpp"
#include "sim/model/request/sample_files.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <numeric>
#include <string_view>

namespace gigapod {
namespace {

struct Source {
  const char* name;
  const char* sentence;
  const char* stem;   ///< of its files; nothing for ServeGen
  const char* trace;  ///< its name in them
  double variation;   ///< c
  double kept;        ///< k
};

constexpr std::array<Source, 9> kSources = {{
    {"azure_code", "Azure 2023, code completion: an hour in bursts, prompts of 2,000 tokens, short answers.",
     "azure2023_code", "AzureLLM2023_code", 9.5, 0.5},
    {"azure_conv", "Azure 2023, conversation: an hour, prompts of 1,150 tokens, answers of 210.", "azure2023_conv",
     "AzureLLM2023_conv", 1.045, 0.965},
    {"mooncake_conversation", "Mooncake 2025, conversation: an hour, prompts of 12,000 tokens, answers of 340.",
     "mooncake_conversation", "Mooncake_FAST25_conversation", 1.0, 0.81},
    {"mooncake_synthetic", "Mooncake 2025, synthetic long prompts: 17 minutes, prompts of 15,000 tokens.",
     "mooncake_synthetic", "Mooncake_FAST25_synthetic", 1.0, 0.4},
    {"servegen_deepseek_r1", "ServeGen 2025, DeepSeek-R1: rates of a day.", "", "deepseek-r1", 1.0, 1.0},
    {"servegen_image", "ServeGen 2025, image model: rates of a day.", "", "mm-image", 1.0, 1.0},
    {"servegen_large", "ServeGen 2025, large language model: rates of two weeks.", "", "m-large", 1.0, 1.0},
    {"servegen_mid", "ServeGen 2025, middle language model: rates of two weeks.", "", "m-mid", 1.0, 1.0},
    {"servegen_small", "ServeGen 2025, small language model: rates of two weeks.", "", "m-small", 1.0, 1.0},
}};

/// The rows of a shipped file that have `key` in `column`, as cells. No field of these files is quoted but those of
/// the last columns, which nothing reads.
std::vector<std::vector<std::string_view>> rows_of(std::string_view file, std::size_t column, std::string_view key) {
  std::vector<std::vector<std::string_view>> rows;
  std::string_view text = sample_file(file);
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    std::vector<std::string_view> cells;
    for (bool is_more = true; is_more;) {
      const std::size_t comma = line.find(',');
      cells.push_back(line.substr(0, comma));
      is_more = comma != std::string_view::npos;
      if (is_more) line.remove_prefix(comma + 1);
    }
    if (cells.size() > column && cells[column] == key) rows.push_back(std::move(cells));
  }
  GIGAPOD_CHECK(!rows.empty(), "a sample file has rows of its trace");
  return rows;
}

double number(std::string_view text) {
  double value = 0.0;
  const auto [stop, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  GIGAPOD_CHECK(failure == std::errc{} && stop == text.data() + text.size(), "a sample file holds numbers");
  return value;
}

/// The last count may be of a minute cut short, and stays as it is.
RateSeries rates_of_counts(const std::vector<double>& counts, Seconds interval, Seconds period, double kept) {
  RateSeries series{interval, period, {}};
  const std::size_t whole = counts.size() - 1;
  const double all = std::accumulate(counts.begin(), counts.end() - 1, 0.0);
  const double mean = all / static_cast<double>(whole);
  double smoothed = 0.0;
  for (std::size_t i = 0; i < whole; ++i) {
    const double count = counts[i] > 0.0 ? mean + kept * (counts[i] - mean) : 0.0;
    series.rates.emplace_back(count / interval.value());
    smoothed += count;
  }
  for (Hertz& rate : series.rates) rate *= all / smoothed;
  series.rates.emplace_back(counts.back() / (period - interval * static_cast<double>(whole)).value());
  return series;
}

RateSeries traced_rates(const Source& source, Seconds duration) {
  std::vector<double> counts;
  for (const auto& row : rows_of(std::string(source.stem) + "_per_minute.csv", 0, source.trace)) {
    counts.push_back(number(row[3]));
  }
  return rates_of_counts(counts, Seconds(60.0), duration, source.kept);
}

RateSeries servegen_rates(const Source& source) {
  RateSeries series{Seconds(600.0), Seconds(0.0), {}};
  for (const auto& row : rows_of("servegen_rate_10min.csv", 1, source.trace))
    series.rates.emplace_back(number(row[3]));
  series.period = series.interval * static_cast<double>(series.rates.size());
  return series;
}

/// `percentiles` are the 50th, 90th and 99th and the maximum.
LengthCurve curve_of(const Source& source, std::string_view field, const std::array<double, 4>& percentiles) {
  std::vector<std::vector<std::string_view>> bins;
  double total = 0.0;
  for (auto& row : rows_of(std::string(source.stem) + "_length_hist.csv", 0, source.trace)) {
    if (row[1] != field) continue;
    total += number(row[4]);
    bins.push_back(std::move(row));
  }
  const double most = percentiles[3] + 1.0;
  std::vector<LengthCurve::Knot> knots = {{number(bins.front()[2]), 0.0}};
  double before = 0.0;
  for (const auto& bin : bins) {
    before += number(bin[4]);
    knots.push_back({std::min(number(bin[3]), most), before / total});
  }
  // A draw is the whole number below: half a token more lets as many be above a percentile as below.
  knots.push_back({percentiles[0] + 0.5, 0.5});
  knots.push_back({percentiles[1] + 0.5, 0.9});
  knots.push_back({percentiles[2] + 0.5, 0.99});
  std::sort(knots.begin(), knots.end(), [](const auto& a, const auto& b) {
    return a.share != b.share ? a.share < b.share : a.tokens < b.tokens;
  });
  return LengthCurve(std::move(knots));
}

}  // namespace

std::vector<std::string> request_sample_names() {
  std::vector<std::string> names;
  for (const Source& source : kSources) names.emplace_back(source.name);
  return names;
}

std::vector<std::string> length_sample_names() {
  std::vector<std::string> names;
  for (const Source& source : kSources) {
    if (*source.stem != '\0') names.emplace_back(source.name);
  }
  return names;
}

RequestSample request_sample(const std::string& name) {
  const auto found = std::find_if(kSources.begin(), kSources.end(), [&](const Source& s) { return s.name == name; });
  GIGAPOD_CHECK(found != kSources.end(), "no sample of requests is called '" + name + "'");
  RequestSample sample{found->name, found->sentence, {}, found->variation, {}, {}};
  if (*found->stem == '\0') {
    sample.rates = servegen_rates(*found);
    return sample;
  }
  const auto summary = rows_of("request_trace_summary.csv", 0, found->trace).front();
  sample.rates = traced_rates(*found, Seconds(number(summary[2])));
  sample.prompt =
      curve_of(*found, "input", {number(summary[5]), number(summary[6]), number(summary[7]), number(summary[8])});
  sample.output = curve_of(*found, "output",
                           {number(summary[10]), number(summary[11]), number(summary[12]), number(summary[13])});
  return sample;
}

}  // namespace gigapod
