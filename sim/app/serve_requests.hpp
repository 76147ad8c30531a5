#pragma once

#include "sim/app/field_options.hpp"
#include "sim/model/transformer.hpp"
#include "sim/serving/request.hpp"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <string>

namespace gigapod::app {

/// The requests of a serving question, as given on a command line.
struct RequestOptions {
  std::string trace;     ///< file
  std::string sample;    ///< arrivals and lengths of a published stream
  std::string arrivals;  ///< registered ArrivalProcess
  std::string lengths;   ///< registered LengthMix
  double rate = 0.0;     ///< requests a second; 0: not given
  double rate_scale = 1.0;
  std::string keep = "100%";
  std::string duration;
  std::int64_t requests = 0;  ///< 0: not given
  int context_window = 0;     ///< 0: the model's
  bool drops_long = false;
  int shared_prefix = 0;
  int prefixes = 1;
  int prefix_block = 0;  ///< 0: 512 in a trace, 16 in a generated stream
  int concurrency = 0;   ///< clients of a closed loop; 0: open loop
  std::uint64_t seed = 1;
  GivenFields arrival_fields;
  GivenFields length_fields;
};

/// Adds the options of the groups "Requests", "Arrivals" and "Lengths".
void add_request_options(CLI::App& command, RequestOptions& options);

/// Requests and where they come from, as one line.
struct ChosenRequests {
  RequestTrace trace;
  std::string description;
};

/// Reads or generates the requests; refuses what is wrong with them, and those over the context window of the model.
[[nodiscard]] ChosenRequests chosen_requests(const RequestOptions& options, const TransformerSpec& model);

}  // namespace gigapod::app
