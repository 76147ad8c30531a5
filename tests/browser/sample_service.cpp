#include "tests/browser/sample_service.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <numbers>
#include <string>
#include <utility>

namespace gigapod {
namespace {

constexpr double kHour = 3600.0;
constexpr std::array<const char*, 4> kRegions = {"North America", "Europe", "East Asia", "Latin America"};

void add_tenants(RunData& run, const ServingRecord& fleet) {
  constexpr int kTenants = 60;
  for (int i = 0; i < kTenants; ++i) {
    const bool is_large = i < 6;
    ServiceTenantRecord tenant;
    tenant.fleet = fleet.fleet;
    tenant.tenant = fmt::format("{}-{:05}", fleet.fleet, i + 1);
    tenant.service_class = is_large ? "enterprise" : "free";
    tenant.agreement = is_large ? "provisioned" : "on_demand";
    tenant.sector = i % 3 == 0 ? "coding" : "consumer";
    tenant.country = i % 2 == 0 ? "United States" : "Japan";
    tenant.region = i % 2 == 0 ? kRegions[0] : kRegions[2];
    tenant.arrived = fleet.arrived / (2.0 * (i + 1));
    tenant.rate_limited = is_large ? 0.0 : 0.01 * tenant.arrived;
    tenant.rejected = is_large ? 0.0 : 0.002 * tenant.arrived;
    tenant.served = tenant.arrived - tenant.rate_limited - tenant.rejected;
    tenant.reserved = is_large ? 1.5 * tenant.arrived : 0.0;
    tenant.reserved_used = is_large ? 0.9 * tenant.arrived : 0.0;
    run.service_tenants.push_back(tenant);
  }
}

void add_latency(RunData& run, double horizon) {
  const auto set = [&](const std::string& metric, double at, double value) {
    run.metrics["fleet_" + metric]["chat-405b"].set(Seconds(at), value);
  };
  for (double at = 0.0; at < horizon; at += 900.0) {
    const double demand = 0.5 + 0.5 * std::cos(2.0 * std::numbers::pi * at / 86400.0);
    for (const auto& [quantile, factor] : {std::pair("p50", 0.9), std::pair("p95", 1.4), std::pair("p99", 1.9)}) {
      set(fmt::format("ttft_{}_seconds", quantile), at, (0.62 + 0.24 * demand) * factor);
      set(fmt::format("tpot_{}_seconds", quantile), at, (0.021 + 0.008 * demand) * (0.7 + factor / 3.0));
    }
  }
  set("ttft_target_seconds", 0.0, 2.0);
  set("tpot_target_seconds", 0.0, 0.04);
}

}  // namespace

void add_service(RunData& run, double horizon) {
  ServingRecord fleet;
  fleet.fleet = "chat-405b";
  fleet.arrived = 3.9e10 * horizon / (30 * 86400.0);
  fleet.rate_limited = 0.004 * fleet.arrived;
  fleet.rejected = 4.1e6;
  fleet.served = fleet.arrived - fleet.rate_limited - fleet.rejected;
  fleet.attainment = 0.993;
  fleet.ttft = {Seconds(0.62), Seconds(0.98), Seconds(1.4)};
  fleet.tpot = {Seconds(0.024), Seconds(0.028), Seconds(0.031)};
  fleet.end_to_end = {Seconds(7.4), Seconds(31.0), Seconds(47.0)};
  fleet.prompt_tokens = fleet.served * 1500;
  fleet.output_tokens = fleet.served * 400;
  fleet.chip_seconds = 300'000 * horizon;
  fleet.energy = Joules(5.1e14);
  fleet.chip_cost = Dollars(fleet.chip_seconds / kHour * 12.0);
  run.serving = {fleet};
  add_tenants(run, fleet);
  add_latency(run, horizon);
  for (double at = 0.0; at < horizon; at += kHour) {
    double all = 0.0;
    for (std::size_t i = 0; i < kRegions.size(); ++i) {
      const double phase = 2.0 * std::numbers::pi * (at / 86400.0 - 0.25 * static_cast<double>(i));
      const double rate = 12'000.0 * (1.0 + 0.6 * std::cos(phase)) / (1.0 + 0.3 * static_cast<double>(i));
      all += rate;
      run.metrics["region_demand_requests_per_second"][kRegions[i]].set(Seconds(at), rate);
      run.metrics["region_served_requests_per_second"][kRegions[i]].set(Seconds(at), 0.996 * rate);
    }
    const double chips = 8.0 * all;
    run.metrics["serving_chips"]["ironwood"].set(Seconds(at), chips);
    run.metrics["job_held_chips"]["ironwood"].set(Seconds(at), 900'000.0 - chips);
    run.metrics["reclaimed_chips"]["ironwood"].set(Seconds(at), 350'000.0 - chips);
  }
  run.figures["reclaimed_chip_seconds"] = 1e5 * horizon;
  run.figures["serving_takes"] = 120.0;
  run.figures["serving_taken_chips"] = 120.0 * 2048.0;
  run.figures["serving_resize_chip_seconds"] = 3.1e8;
}

}  // namespace gigapod
