#include "analysis/report/report_series.hpp"

#include "analysis/report/downsample.hpp"
#include "analysis/report/heat_map.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

namespace gigapod {
namespace {

using nlohmann::json;

constexpr std::size_t kStackPoints = 720;
constexpr std::size_t kMostHalls = 24;
constexpr std::size_t kMostPowerNodes = 40;
constexpr std::size_t kMostLinks = 30;
constexpr std::string_view kStorage = "storage";

/// Milliseconds are finer than a plot of days needs.
double rounded(Seconds time) { return std::round(time.value() * 1e3) / 1e3; }

json empty_stack(Seconds interval, Seconds horizon) {
  json times = json::array();
  for (std::size_t i = 0; i < interval_count(interval, horizon); ++i) {
    times.push_back(rounded(interval * static_cast<double>(i)));
  }
  return {{"interval", interval.value()}, {"time", std::move(times)}, {"value", json::object()}};
}

json chip_stack(const RunData& run, Seconds interval) {
  constexpr std::string_view kPrefix = "chips_";
  json stack = empty_stack(interval, run.horizon());
  for (const auto& [name, metric] : run.metrics) {
    const auto site = metric.find("");
    if (!name.starts_with(kPrefix) || site == metric.end()) continue;
    stack["value"][name.substr(kPrefix.size())] = interval_means(site->second, interval, run.horizon());
  }
  return stack;
}

bool is_hall(const std::string& name) { return name.starts_with("hall"); }

/// Halls in the order of their names; past `kMostHalls` the rest is one sum.
json hall_stack(const RunData& run, const MetricSeries& power, Seconds interval) {
  json stack = empty_stack(interval, run.horizon());
  std::size_t halls = 0;
  std::vector<double> rest(interval_count(interval, run.horizon()), 0.0);
  for (const auto& [name, series] : power) {
    if (!is_hall(name)) continue;
    const std::vector<double> means = interval_means(series, interval, run.horizon());
    if (++halls <= kMostHalls) {
      stack["value"][name] = means;
    } else {
      std::transform(rest.begin(), rest.end(), means.begin(), rest.begin(), std::plus<>());
    }
  }
  if (halls > kMostHalls) stack["value"]["other halls"] = rest;
  return stack;
}

json link_stack(const RunData& run, const MetricSeries& links, Seconds interval) {
  json stack = empty_stack(interval, run.horizon());
  const std::size_t columns = interval_count(interval, run.horizon());
  std::vector<double> busiest(columns, 0.0);
  std::vector<double> sum(columns, 0.0);
  std::size_t count = 0;
  for (const auto& [name, series] : links) {
    const std::vector<double> means = interval_means(series, interval, run.horizon());
    if (name == kStorage) {
      stack["value"]["storage"] = means;
      continue;
    }
    ++count;
    for (std::size_t i = 0; i < columns; ++i) {
      busiest[i] = std::max(busiest[i], means[i]);
      sum[i] += means[i];
    }
  }
  if (count > 0) {
    for (double& value : sum) value /= static_cast<double>(count);
    stack["value"]["busiest"] = busiest;
    stack["value"]["mean"] = sum;
  }
  stack["count"] = count;
  return stack;
}

/// Each region's mean rate of requests.
json region_stack(const RunData& run, const MetricSeries& regions, Seconds interval) {
  json stack = empty_stack(interval, run.horizon());
  for (const auto& [name, series] : regions) {
    stack["value"][name] = interval_means(series, interval, run.horizon());
  }
  return stack;
}

/// The `kMostLinks` links with the most traffic.
MetricSeries busiest_links(const MetricSeries& links, Seconds horizon) {
  std::vector<std::pair<double, std::string>> order;
  for (const auto& [name, series] : links) order.emplace_back(-series.integral(horizon), name);
  std::sort(order.begin(), order.end());
  order.resize(std::min(order.size(), kMostLinks));
  MetricSeries busiest;
  for (const auto& [traffic, name] : order) busiest[name] = links.at(name);
  return busiest;
}

json heat_map_json(const HeatMap& map) {
  return {{"rows", map.rows},
          {"row_members", map.row_members},
          {"columns", map.columns},
          {"seconds", map.interval.value()},
          {"cells", base64(map.cells)}};
}

int level(const std::string& name) {
  if (name == "grid") return 0;
  return is_hall(name) ? 2 : 1;
}

const MetricSeries* find_metric(const RunData& run, const std::string& name) {
  const auto found = run.metrics.find(name);
  return found == run.metrics.end() || found->second.empty() ? nullptr : &found->second;
}

}  // namespace

json stacks_json(const RunData& run) {
  const Seconds interval = report_interval(run.horizon(), kStackPoints);
  json stacks = json::object();
  if (json chips = chip_stack(run, interval); !chips["value"].empty()) stacks["chips"] = std::move(chips);
  if (const MetricSeries* power = find_metric(run, "power_watts")) {
    if (json halls = hall_stack(run, *power, interval); !halls["value"].empty()) stacks["halls"] = std::move(halls);
  }
  if (const MetricSeries* links = find_metric(run, "dcn_utilization")) {
    stacks["links"] = link_stack(run, *links, interval);
  }
  if (const MetricSeries* regions = find_metric(run, "region_demand_requests_per_second")) {
    stacks["regions"] = region_stack(run, *regions, interval);
  }
  if (const MetricSeries* regions = find_metric(run, "region_served_requests_per_second")) {
    stacks["regions_served"] = region_stack(run, *regions, interval);
  }
  return stacks;
}

std::map<std::string, HeatMap> heat_maps(const RunData& run) {
  std::map<std::string, HeatMap> maps;
  if (const MetricSeries* pods = find_metric(run, "pod_busy_fraction")) {
    maps["pods"] = build_heat_map(*pods, run.horizon());
  }
  if (const MetricSeries* links = find_metric(run, "dcn_utilization"); links != nullptr && links->size() > 2) {
    maps["links"] = build_heat_map(busiest_links(*links, run.horizon()), run.horizon());
  }
  return maps;
}

json heat_json(const RunData& run) {
  json heat = json::object();
  for (const auto& [name, map] : heat_maps(run)) heat[name] = heat_map_json(map);
  return heat;
}

std::vector<std::string> shown_power_nodes(const RunData& run) {
  const MetricSeries* ratings = find_metric(run, "power_rating_watts");
  const MetricSeries* power = find_metric(run, "power_watts");
  if (ratings == nullptr || power == nullptr) return {};
  std::vector<std::pair<int, std::string>> order;
  for (const auto& [name, series] : *power) {
    const auto rating = ratings->find(name);
    if (rating != ratings->end() && rating->second.maximum() > 0.0) order.emplace_back(level(name), name);
  }
  std::sort(order.begin(), order.end());
  order.resize(std::min(order.size(), kMostPowerNodes));
  std::vector<std::string> names;
  for (auto& [depth, name] : order) names.push_back(std::move(name));
  return names;
}

json power_nodes_json(const RunData& run) {
  json nodes = json::array();
  for (const std::string& name : shown_power_nodes(run)) {
    const PiecewiseSeries& series = run.metrics.at("power_watts").at(name);
    nodes.push_back({{"name", name},
                     {"rating_watts", run.metrics.at("power_rating_watts").at(name).maximum()},
                     {"mean_watts", series.integral(run.horizon()) / run.horizon().value()},
                     {"peak_watts", series.maximum()}});
  }
  return nodes;
}

}  // namespace gigapod
