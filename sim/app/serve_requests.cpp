#include "sim/app/serve_requests.hpp"

#include "analysis/number_text.hpp"
#include "sim/app/amount_option.hpp"
#include "sim/app/number_option.hpp"
#include "sim/app/plugin_options.hpp"
#include "sim/base/text_of_file.hpp"
#include "sim/model/request/request_sample.hpp"
#include "sim/serving/generate_requests.hpp"
#include "sim/serving/read_requests.hpp"

#include <algorithm>
#include <cstdio>

namespace gigapod::app {
namespace {

constexpr double kMostRequests = 5e6;

std::string text_of(const std::string& file) {
  const auto text = text_of_file(file);
  if (!text) refuse_input(fmt::format("the trace '{}' can't be read", file));
  return *text;
}

int context_window_of(const RequestOptions& options, const TransformerSpec& model) {
  return options.context_window > 0 ? options.context_window : model.context_window;
}

double kept_share(const RequestOptions& options) {
  const double share = share_option("--keep", options.keep);
  if (share <= 0.0 || share > 1.0)
    refuse(fmt::format("--keep {}: it must be above 0% and at most 100%", options.keep));
  return share;
}

/// The rate over that of the stream.
double rate_factor(const RequestOptions& options, Hertz rate) {
  if (options.rate > 0.0 && rate <= Hertz(0.0))
    refuse("--rate: the trace has no rate, all its requests arrive at once");
  return options.rate_scale * (options.rate > 0.0 ? options.rate / rate.value() : 1.0);
}

void keep_first(RequestTrace& trace, const RequestOptions& options) {
  const auto most = static_cast<std::size_t>(options.requests);
  if (options.requests > 0 && trace.requests.size() > most) trace.requests.resize(most);
}

RequestTrace read_trace(const RequestOptions& options, const TransformerSpec& model) {
  RequestRules rules;
  rules.model = model.name;
  rules.context_window = options.drops_long ? 0 : context_window_of(options, model);
  if (options.prefix_block > 0) rules.prefix_block_tokens = options.prefix_block;
  Diagnostics findings;
  RequestTrace trace = read_requests(options.trace, text_of(options.trace), rules, findings);
  findings.throw_if_errors();
  if (!findings.findings().empty()) std::fputs(findings.text().c_str(), stderr);
  const Seconds duration = trace.requests.back().arrival;
  const double count = static_cast<double>(trace.requests.size());
  return at_rate(std::move(trace),
                 rate_factor(options, Hertz(duration > Seconds(0) ? count / duration.value() : 0.0)));
}

/// Where a stream is made of: names of plug-ins with their values.
struct StreamParts {
  std::string arrivals;
  ParameterValues arrival_values;
  std::string lengths;
  ParameterValues length_values;
  Seconds duration;
};

Hertz sample_rate(const std::string& name) { return mean_rate(request_sample(name).rates); }

/// The rate that the arrivals have with the options.
Hertz wanted_rate(const RequestOptions& options, const StreamParts& parts) {
  if (parts.arrivals == "sample") {
    const Hertz rate = sample_rate(std::get<std::string>(parts.arrival_values.at("sample")));
    return rate * rate_factor(options, rate);
  }
  return Hertz(options.rate * options.rate_scale);
}

void set_rate(const RequestOptions& options, StreamParts& parts) {
  if (parts.arrivals == "sample") {
    const Hertz rate = sample_rate(std::get<std::string>(parts.arrival_values.at("sample")));
    parts.arrival_values["scale"] = rate_factor(options, rate);
    return;
  }
  if (options.concurrency == 0 && options.rate <= 0.0) {
    refuse(fmt::format("--arrivals {}: give the requests a second with --rate", parts.arrivals));
  }
  parts.arrival_values["mean_interval"] = options.rate > 0.0 ? 1.0 / (options.rate * options.rate_scale) : 1.0;
}

void check_sample(const std::string& name) {
  const std::vector<std::string> names = request_sample_names();
  if (std::find(names.begin(), names.end(), name) != names.end()) return;
  const auto nearest = nearest_word(name, names);
  refuse(fmt::format("there is no sample '{}'{}; samples: {}", name,
                     nearest ? fmt::format(" (did you mean '{}'?)", *nearest) : std::string(),
                     fmt::join(names, ", ")));
}

/// Without a length mix: that of the sample, or fixed lengths.
std::string lengths_name(const RequestOptions& options) {
  if (!options.lengths.empty()) return options.lengths;
  if (options.sample.empty() || !options.length_fields.empty()) return "fixed";
  const std::vector<std::string> with_lengths = length_sample_names();
  if (std::find(with_lengths.begin(), with_lengths.end(), options.sample) != with_lengths.end()) return "sample";
  refuse(fmt::format("the sample '{}' has rates only; give --lengths, such as lognormal", options.sample));
}

Seconds chosen_duration(const RequestOptions& options, const StreamParts& parts) {
  if (!options.duration.empty()) {
    const Seconds duration(amount_option("--duration", options.duration, Dimension::kTime));
    if (duration <= Seconds(0)) refuse(fmt::format("--duration {}: it must be above 0", options.duration));
    return duration;
  }
  if (options.requests > 0 || options.concurrency > 0) return Seconds(1e12);
  if (parts.arrivals == "sample") return std::min(request_sample(options.sample).rates.period, Seconds(3600.0));
  return Seconds(600.0);
}

StreamParts parts_of(const RequestOptions& options) {
  StreamParts parts;
  if (!options.sample.empty()) check_sample(options.sample);
  parts.arrivals = !options.arrivals.empty() ? options.arrivals : options.sample.empty() ? "poisson" : "sample";
  const auto& arrivals = chosen_plugin<ArrivalProcess>("arrival process", parts.arrivals);
  parts.arrival_values = plugin_values<ArrivalProcess>("arrival process", arrivals, options.arrival_fields);
  parts.lengths = lengths_name(options);
  const auto& lengths = chosen_plugin<LengthMix>("length mix", parts.lengths);
  parts.length_values = plugin_values<LengthMix>("length mix", lengths, options.length_fields);
  if ((parts.arrivals == "sample" || parts.lengths == "sample") && options.sample.empty()) {
    refuse(fmt::format("name the sample with --sample, one of {}", fmt::join(request_sample_names(), ", ")));
  }
  if (parts.arrivals == "sample") parts.arrival_values["sample"] = options.sample;
  if (parts.lengths == "sample") parts.length_values["sample"] = options.sample;
  set_rate(options, parts);
  parts.duration = chosen_duration(options, parts);
  return parts;
}

/// What is needed to see a closed loop at work: twenty rounds of its clients.
std::int64_t request_count(const RequestOptions& options) {
  if (options.requests > 0) return options.requests;
  return options.concurrency > 0 ? std::max<std::int64_t>(200, 20 * std::int64_t{options.concurrency}) : -1;
}

RequestTrace generate(const RequestOptions& options, const StreamParts& parts) {
  const std::int64_t count = request_count(options);
  const double expected = wanted_rate(options, parts) * parts.duration;
  if (count < 0 && expected > kMostRequests) {
    refuse(fmt::format("about {} requests arrive in {}; shorten --duration, or lower --rate or --rate-scale",
                       short_count(expected), duration_text(parts.duration)));
  }
  const auto arrivals = Registry<ArrivalProcess>::make(parts.arrivals, parts.arrival_values);
  const auto lengths = Registry<LengthMix>::make(parts.lengths, parts.length_values);
  const SharedPrefixes prefixes{options.shared_prefix, options.prefixes,
                                options.prefix_block > 0 ? options.prefix_block : 16};
  return generate_requests(*arrivals, *lengths, {parts.duration, count}, prefixes, RandomStreams(options.seed));
}

std::string description_of(const RequestOptions& options, const StreamParts& parts) {
  const auto named = [&](const std::string& name) { return name == "sample" ? options.sample : name; };
  const std::string lengths = fmt::format("lengths {}", named(parts.lengths));
  if (options.concurrency > 0) return lengths;
  return fmt::format("arrivals {}, {}", named(parts.arrivals), lengths);
}

/// Takes out, or refuses, what the model has no room for.
void check_context(RequestTrace& trace, const RequestOptions& options, const TransformerSpec& model) {
  const int window = context_window_of(options, model);
  if (window <= 0) return;
  const auto is_long = [window](const Request& r) {
    return std::int64_t{r.prompt_tokens} + r.output_tokens > window;
  };
  const std::size_t all = trace.requests.size();
  const auto count = std::count_if(trace.requests.begin(), trace.requests.end(), is_long);
  if (count == 0) return;
  if (!options.drops_long) {
    refuse_input(
        fmt::format("{} of {} requests have more tokens than the context window of {}: {}; leave them out with "
                    "--drop-long, or serve a model with a longer context",
                    grouped(count), grouped(static_cast<std::int64_t>(all)), model.name, window));
  }
  std::erase_if(trace.requests, is_long);
  fmt::print(stderr, "warning: {} of {} requests are over the context window of {} tokens and left out\n",
             grouped(count), grouped(static_cast<std::int64_t>(all)), window);
}

}  // namespace

ChosenRequests chosen_requests(const RequestOptions& options, const TransformerSpec& model) {
  ChosenRequests chosen;
  if (!options.trace.empty()) {
    if (!options.arrival_fields.empty() || !options.length_fields.empty() || options.shared_prefix > 0) {
      refuse("a trace has its own arrivals, lengths and prefixes; leave the options of generated streams out");
    }
    chosen.trace = read_trace(options, model);
    chosen.description = fmt::format("trace {}", options.trace);
  } else {
    if (options.sample.empty() && options.arrivals.empty() && options.concurrency == 0) {
      refuse("name the requests: --trace FILE, --sample NAME, --arrivals NAME with --rate, or --concurrency");
    }
    const StreamParts parts = parts_of(options);
    chosen.trace = generate(options, parts);
    chosen.description = description_of(options, parts);
  }
  check_context(chosen.trace, options, model);
  const double share = kept_share(options);
  if (share < 1.0) chosen.trace = thinned(std::move(chosen.trace), share, RandomStreams(options.seed));
  keep_first(chosen.trace, options);
  if (chosen.trace.requests.empty())
    refuse("no request is left to serve; give a longer --duration or a higher --rate");
  return chosen;
}

void add_request_options(CLI::App& command, RequestOptions& options) {
  const auto group = [](CLI::Option* option) {
    option->group("Requests");
    return option;
  };
  CLI::Option* trace = group(command.add_option("--trace", options.trace, "Requests from a CSV or JSONL file"));
  CLI::Option* sample = group(command.add_option("--sample", options.sample,
                                                 "Arrivals and lengths of a published stream, such as azure_conv"));
  CLI::Option* arrivals =
      group(command.add_option("--arrivals", options.arrivals, "Arrival process: poisson, burst, daily or sample"));
  CLI::Option* lengths = group(
      command.add_option("--lengths", options.lengths, "Length mix: fixed (default), lognormal, uniform or sample"));
  for (CLI::Option* other : {sample, arrivals, lengths}) trace->excludes(other);
  group(command.add_option("--rate", options.rate, "Mean requests a second"))->check(positive_number());
  group(command.add_option("--rate-scale", options.rate_scale, "Rate over that of the trace or sample"))
      ->check(positive_number());
  group(command.add_option("--keep", options.keep, "Share of the requests to keep, such as 10%"));
  group(command.add_option("--duration", options.duration,
                           "How long requests arrive (default: 10 min; of a sample, its own up to 1 h)"));
  group(command.add_option("--requests", options.requests, "At most so many requests"))
      ->check(number_in(1, 100'000'000));
  group(command.add_option("--concurrency", options.concurrency,
                           "Clients that each wait for their answer (closed loop)"))
      ->check(number_in(1, 1'000'000));
  group(command.add_option("--context-window", options.context_window,
                           "Most tokens of a request (default: the model's)"))
      ->check(number_in(2, 100'000'000));
  group(command.add_flag("--drop-long", options.drops_long, "Leave out requests over the context window"));
  group(command.add_option("--shared-prefix", options.shared_prefix,
                           "Tokens that generated prompts begin with in common"))
      ->check(number_in(1, 10'000'000));
  group(command.add_option("--prefixes", options.prefixes, "Different shared prefixes"))
      ->check(number_in(1, 1'000'000));
  group(command.add_option("--prefix-block", options.prefix_block,
                           "Tokens of one prefix hash (default: 512 of a trace, else 16)"))
      ->check(number_in(1, 1'000'000));
  group(command.add_option("--seed", options.seed, "Seed of generated requests"))->check(seed_number());
  add_plugin_options<ArrivalProcess>(command, {"mean_interval", "sample", "scale"}, "Arrivals",
                                     options.arrival_fields);
  add_plugin_options<LengthMix>(command, {"sample"}, "Lengths", options.length_fields);
}

}  // namespace gigapod::app
