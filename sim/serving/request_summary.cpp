#include "sim/serving/request_summary.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_set>
#include <vector>

namespace gigapod {
namespace {

/// Between the two nearest values, as numpy does.
double percentile(const std::vector<int>& sorted, double share) {
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto low = static_cast<std::size_t>(place);
  const std::size_t high = std::min(low + 1, sorted.size() - 1);
  return sorted[low] + (place - static_cast<double>(low)) * (sorted[high] - sorted[low]);
}

LengthSummary lengths_of(const RequestTrace& trace, std::int32_t Request::*tokens) {
  std::vector<int> sorted;
  double sum = 0.0;
  for (const Request& request : trace.requests) {
    sorted.push_back(request.*tokens);
    sum += request.*tokens;
  }
  std::sort(sorted.begin(), sorted.end());
  return {sum / static_cast<double>(sorted.size()), percentile(sorted, 0.5), percentile(sorted, 0.9),
          percentile(sorted, 0.99), static_cast<double>(sorted.back())};
}

struct Moments {
  double mean = 0.0;
  double variance = 0.0;
};

Moments moments(const std::vector<double>& values) {
  Moments m;
  if (values.empty()) return m;
  for (const double value : values) m.mean += value / static_cast<double>(values.size());
  for (const double value : values) m.variance += (value - m.mean) * (value - m.mean);
  m.variance /= static_cast<double>(std::max<std::size_t>(1, values.size() - 1));
  return m;
}

/// Of the whole minutes between the first and the last arrival.
double fano(const RequestTrace& trace) {
  const Seconds first = trace.requests.front().arrival;
  const auto minutes = static_cast<std::size_t>((trace.requests.back().arrival - first).value() / 60.0);
  if (minutes < 2) return 0.0;
  std::vector<double> counts(minutes, 0.0);
  for (const Request& request : trace.requests) {
    const auto minute = static_cast<std::size_t>((request.arrival - first).value() / 60.0);
    if (minute < minutes) counts[minute] += 1.0;
  }
  const Moments m = moments(counts);
  return m.variance / m.mean;
}

double arrival_variation(const RequestTrace& trace) {
  std::vector<double> gaps;
  for (std::size_t i = 1; i < trace.requests.size(); ++i) {
    gaps.push_back((trace.requests[i].arrival - trace.requests[i - 1].arrival).value());
  }
  const Moments m = moments(gaps);
  return m.mean > 0.0 ? std::sqrt(m.variance) / m.mean : 0.0;
}

double shared_prefixes(const RequestTrace& trace) {
  std::unordered_set<std::uint64_t> seen;
  double shared = 0.0;
  double tokens = 0.0;
  for (const Request& request : trace.requests) {
    tokens += request.prompt_tokens;
    bool is_shared = true;
    for (std::uint32_t i = 0; i < request.hashes; ++i) {
      is_shared = !seen.insert(trace.prefix_hashes[request.first_hash + i]).second && is_shared;
      if (is_shared)
        shared += std::min(trace.prefix_block_tokens,
                           request.prompt_tokens - static_cast<int>(i) * trace.prefix_block_tokens);
    }
  }
  return shared / tokens;
}

}  // namespace

RequestSummary request_summary(const RequestTrace& trace) {
  RequestSummary summary;
  summary.requests = trace.requests.size();
  if (trace.requests.empty()) return summary;
  summary.duration = trace.requests.back().arrival - trace.requests.front().arrival;
  if (summary.duration > Seconds(0.0)) {
    summary.rate = Hertz(static_cast<double>(summary.requests - 1) / summary.duration.value());
  }
  summary.fano_per_minute = fano(trace);
  summary.arrival_variation = arrival_variation(trace);
  summary.prompt = lengths_of(trace, &Request::prompt_tokens);
  summary.output = lengths_of(trace, &Request::output_tokens);
  summary.shared_prefix_share = shared_prefixes(trace);
  return summary;
}

}  // namespace gigapod
