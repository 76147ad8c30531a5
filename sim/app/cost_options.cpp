#include "sim/app/cost_options.hpp"

#include "sim/app/amount_option.hpp"
#include "sim/app/catalog_choice.hpp"
#include "sim/app/number_option.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace gigapod::app {
namespace {

/// `12` or `10..20`.
Estimate read_range(const std::string& option, const std::string& text) {
  const std::size_t dots = text.find("..");
  const auto number = [&](const std::string& part) {
    const std::optional<double> value = parse_count(part);
    if (value && *value >= 0.0) return *value;
    refuse(fmt::format("{} {}: it expects a number such as 12 or a range such as 10..20", option, text));
  };
  const double least = number(text.substr(0, dots));
  const double most = dots == std::string::npos ? least : number(text.substr(dots + 2));
  if (most < least) refuse(fmt::format("{} {}: the range ends below its begin", option, text));
  return {least, most};
}

/// assumed: below it k$ were meant. Published capitals are 21 to 70 k$ (docs/models/cost.md); 0 is a chip that is
/// paid.
constexpr double kLeastCapital = 1e3;

void check_capital(const std::string& text, const Estimate& capital) {
  const auto is_plausible = [](double dollars) { return dollars == 0.0 || dollars >= kLeastCapital; };
  if (is_plausible(capital.least) && is_plausible(capital.most)) return;
  refuse(fmt::format("--capital {}: it expects dollars, 0 or at least {:g}, of a chip; write 20k for 20 thousand",
                     text, kLeastCapital));
}

}  // namespace

std::vector<PodSpec> chosen_kinds(const CostOptions& options, const Catalog& catalog) {
  if (options.chips.empty() && options.pods.empty()) refuse("name kinds of chips with --chip or --pod");
  std::vector<PodSpec> kinds;
  std::set<std::string> names;
  const auto add = [&](const std::string& pod, const std::string& chip) {
    const PodSpec& chosen = chosen_pod(pod, chip, catalog);
    if (!names.insert(chosen.name).second) {
      refuse(fmt::format("pod '{}' with chip '{}' is named twice", chosen.name, chosen.chip));
    }
    kinds.push_back(chosen);
  };
  for (const std::string& chip : options.chips) add({}, chip);
  for (const std::string& pod : options.pods) add(pod, {});
  return kinds;
}

CostTerms chosen_terms(const CostOptions& options) {
  CostTerms terms = options.terms;
  const auto read = [](const char* option, const std::string& text, Estimate& range) {
    if (!text.empty()) range = read_range(option, text);
  };
  read("--facility", options.facility, terms.facility_dollars);
  read("--upkeep", options.upkeep, terms.upkeep_dollars);
  read("--equipment-life", options.equipment_life, terms.equipment_years);
  read("--facility-life", options.facility_life, terms.facility_years);
  read("--electricity", options.electricity, terms.electricity);
  if (!options.interest.empty()) {
    const Estimate percent = read_range("--interest", options.interest);
    terms.interest = {percent.least / 100.0, percent.most / 100.0};
  }
  if (terms.equipment_years.least <= 0.0 || terms.facility_years.least <= 0.0)
    refuse("a life must be more than 0 years");
  return terms;
}

Capitals chosen_capitals(const CostOptions& options, const std::vector<PodSpec>& kinds) {
  Capitals capitals;
  for (const std::string& text : options.capitals) {
    const std::size_t sign = text.find('=');
    if (sign == std::string::npos) {
      refuse(fmt::format("--capital {}: it expects a chip and dollars, such as v7=20k..30k", text));
    }
    const std::string chip = text.substr(0, sign);
    if (std::none_of(kinds.begin(), kinds.end(), [&](const PodSpec& pod) { return pod.chip == chip; })) {
      refuse(fmt::format("--capital {}: '{}' is not one of the chips compared", text, chip));
    }
    capitals[chip] = read_range("--capital", text.substr(sign + 1));
    check_capital(text, capitals[chip]);
  }
  return capitals;
}

std::optional<Estimate> given_capital(const Capitals& capitals, const std::string& chip) {
  const auto found = capitals.find(chip);
  return found == capitals.end() ? std::nullopt : std::optional(found->second);
}

void add_kind_options(CLI::App& command, CostOptions& options) {
  command.add_option("--chip", options.chips, "Kinds of chips, such as v7,h100,gb200")->delimiter(',');
  command.add_option("--pod", options.pods, "Pods of the catalog, where several have a chip")->delimiter(',');
}

void add_terms_options(CLI::App& command, CostOptions& options) {
  command
      .add_option("--capital", options.capitals,
                  "Dollars of a chip with its share of hosts and networks, such as v7=20k..30k")
      ->delimiter(',');
  command.add_option("--facility", options.facility,
                     "Buildings, power and cooling, dollars a watt (default: 10..20)");
  command.add_option("--upkeep", options.upkeep,
                     "Staff, repairs and taxes, dollars a watt and year (default: 0.2..0.4)");
  command.add_option("--equipment-life", options.equipment_life, "Years that chips are used (default: 4..6)");
  command.add_option("--facility-life", options.facility_life, "Years that the facility is used (default: 12..16)");
  command.add_option("--interest", options.interest, "Percent a year on capital (default: 5..9)");
  command.add_option("--electricity", options.electricity, "Dollars a MWh at the meter (default: 40..90)");
  command.add_option("--carbon", options.terms.carbon, "Grams of CO2 a kWh (default: 384, United States 2025)")
      ->check(number_in(0.0, 2000.0));
  command.add_option("--draws", options.terms.draws, "Draws from the ranges (default: 4000)")
      ->check(number_in(100, 1000000));
}

}  // namespace gigapod::app
