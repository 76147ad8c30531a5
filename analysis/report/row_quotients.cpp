#include "analysis/report/row_quotients.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <string_view>
#include <utility>

namespace gigapod {
namespace {

using nlohmann::json;

class Quotients {
 public:
  void add(const std::string& row, const std::string& figure, double value, const std::string& of, double below) {
    if (below != 0.0) all_.push_back({row, figure, of, value / below});
  }
  /// Of numbers that the row has.
  void add(const std::string& name, const json& row, const std::string& figure, const std::string& of) {
    add(name, figure, row.at(figure).get<double>(), of, row.at(of).get<double>());
  }
  void add_requests(const std::string& name, const json& row) {
    for (const char* figure : {"served", "rate_limited", "rejected"}) add(name, row, figure, "arrived");
  }
  [[nodiscard]] std::vector<RowQuotient> all() && { return std::move(all_); }

 private:
  std::vector<RowQuotient> all_;
};

std::string name_of(const json& row, std::initializer_list<const char*> keys) {
  std::string name;
  for (const char* key : keys) name += (name.empty() ? "" : "/") + row.at(key).get<std::string>();
  return name;
}

void add_service(const json& page, Quotients& quotients) {
  double arrived = 0.0;
  double served = 0.0;
  for (const json& fleet : page.at("serving")) {
    quotients.add_requests(name_of(fleet, {"fleet"}), fleet);
    arrived += fleet.at("arrived").get<double>();
    served += fleet.at("served").get<double>();
  }
  quotients.add("all fleets", "served", served, "arrived", arrived);
  const auto add_rows = [&](const char* part, std::initializer_list<const char*> keys) {
    for (const json& row : page.at(part)) {
      quotients.add_requests(name_of(row, keys), row);
      quotients.add(name_of(row, keys), row, "reserved_used", "reserved");
    }
  };
  add_rows("service_classes", {"fleet", "class", "agreement"});
  add_rows("service_tenants", {"tenant"});
}

void add_work(const json& works, Quotients& quotients) {
  for (const json& work : works) {
    quotients.add(name_of(work, {"name"}), work, "energy_joules", "tokens");
    double total = 0.0;
    for (const json& cause : work.at("step_seconds_by_cause")) total += cause.at(1).get<double>();
    for (const json& cause : work.at("step_seconds_by_cause")) {
      quotients.add(name_of(work, {"name"}), cause.at(0).get<std::string>(), cause.at(1).get<double>(),
                    "step_seconds_by_cause", total);
    }
  }
}

void add_waits(const json& figures, Quotients& quotients) {
  constexpr std::string_view kReason = "wait_chip_seconds_";
  double total = 0.0;
  for (const auto& [name, value] : figures.items()) {
    if (name.starts_with(kReason)) total += value.get<double>();
  }
  for (const auto& [name, value] : figures.items()) {
    if (name.starts_with(kReason)) quotients.add("all jobs", name, value.get<double>(), "wait_chip_seconds", total);
  }
}

}  // namespace

std::vector<RowQuotient> row_quotients(const json& page) {
  Quotients quotients;
  for (const json& node : page.at("power_nodes")) {
    quotients.add(name_of(node, {"name"}), node, "peak_watts", "rating_watts");
  }
  add_service(page, quotients);
  add_work(page.at("workloads"), quotients);
  add_waits(page.at("figures"), quotients);
  return std::move(quotients).all();
}

}  // namespace gigapod
