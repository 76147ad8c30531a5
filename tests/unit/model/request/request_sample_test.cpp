#include "sim/model/request/request_sample.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace gigapod {
namespace {

/// Published: request_trace_summary.csv of the shipped samples.
struct Lengths {
  const char* name;
  double prompt_mean;
  int prompt_most;
  double output_mean;
  int output_most;
};

TEST(RequestSample, HasTheMeanLengthsOfItsTraceWithinSixPercent) {
  // The means are not fitted: they follow from histograms by powers of two and three percentiles.
  for (const Lengths& published :
       {Lengths{"azure_code", 2047.8, 7437, 27.9, 1899}, Lengths{"azure_conv", 1154.7, 14050, 211.1, 1000},
        Lengths{"mooncake_conversation", 12035.1, 126195, 342.6, 2000},
        Lengths{"mooncake_synthetic", 15325.5, 191378, 149.1, 893}}) {
    const RequestSample sample = request_sample(published.name);

    EXPECT_NEAR(sample.prompt.mean(), published.prompt_mean, 0.06 * published.prompt_mean) << published.name;
    EXPECT_NEAR(sample.output.mean(), published.output_mean, 0.06 * published.output_mean) << published.name;
    EXPECT_EQ(sample.prompt.longest(), published.prompt_most);
    EXPECT_EQ(sample.output.longest(), published.output_most);
  }
}

TEST(RequestSample, HasTheRatesOfServeGenTenMinutesByTenMinutes) {
  // Published: servegen_summary.csv.
  struct Rates {
    const char* name;
    double mean;
    double peak;
    double least;
    double days;
  };
  for (const Rates& published :
       {Rates{"servegen_large", 195.844, 582.992, 48.352, 14}, Rates{"servegen_mid", 1790.058, 3444.76, 0.0, 14},
        Rates{"servegen_small", 1174.404, 3879.508, 0.0, 14}, Rates{"servegen_image", 9.475, 13.287, 4.853, 1},
        Rates{"servegen_deepseek_r1", 16.015, 42.52, 4.312, 1}}) {
    const RateSeries rates = request_sample(published.name).rates;

    EXPECT_NEAR(mean_rate(rates).value(), published.mean, 1e-3) << published.name;
    EXPECT_NEAR(std::max_element(rates.rates.begin(), rates.rates.end())->value(), published.peak, 1e-3);
    EXPECT_NEAR(std::min_element(rates.rates.begin(), rates.rates.end())->value(), published.least, 1e-3);
    EXPECT_EQ(rates.period, Seconds(86400.0 * published.days));
  }
}

TEST(RequestSample, NamesThoseWithLengths) {
  EXPECT_EQ(length_sample_names(),
            (std::vector<std::string>{"azure_code", "azure_conv", "mooncake_conversation", "mooncake_synthetic"}));
  for (const std::string& name : request_sample_names()) {
    const RequestSample sample = request_sample(name);
    EXPECT_EQ(sample.prompt.is_empty(), name.starts_with("servegen")) << name;
    EXPECT_EQ(sample.output.is_empty(), sample.prompt.is_empty()) << name;
    EXPECT_GT(mean_rate(sample.rates), Hertz(0.0));
  }
}

}  // namespace
}  // namespace gigapod
