#include "sim/app/commands.hpp"
#include "sim/app/describe_demand.hpp"
#include "sim/app/describe_metrics.hpp"
#include "sim/app/describe_topology.hpp"
#include "sim/app/field_text.hpp"
#include "sim/app/inputs.hpp"
#include "sim/base/diagnostics.hpp"
#include "sim/base/suggestion.hpp"
#include "sim/fabric/dcn_fabric.hpp"
#include "sim/fabric/pod_topology.hpp"
#include "sim/model/arrival/arrival_process.hpp"
#include "sim/model/collective/collective.hpp"
#include "sim/model/demand/demand.hpp"
#include "sim/model/request/length_mix.hpp"
#include "sim/policy/autoscaler.hpp"
#include "sim/policy/defragmentation.hpp"
#include "sim/policy/placement.hpp"
#include "sim/policy/power_cap.hpp"
#include "sim/policy/request_router.hpp"
#include "sim/policy/request_scheduler.hpp"
#include "sim/policy/scheduler.hpp"

#include <fmt/format.h>

#include <memory>

namespace gigapod::app {
namespace {

/// Prints a list of named things, or one of them in full when `name` is given.
template <class T>
void describe_catalog(const std::string& kind, const std::map<std::string, T>& all, const FieldList<T>& fields,
                      const std::string& name, const Catalog& catalog) {
  if (name.empty()) {
    fmt::print("{}\n", kind);
    for (const auto& [key, value] : all) fmt::print("  {:<24} {}\n", key, value.description);
    return;
  }
  const auto found = all.find(name);
  if (found == all.end()) {
    std::vector<std::string> names;
    for (const auto& [key, value] : all) names.push_back(key);
    const auto nearest = nearest_word(name, names);
    throw InvalidInput(fmt::format("error: the catalog has no '{}' among its {}{}\n", name, kind,
                                   nearest ? fmt::format("; did you mean '{}'?", *nearest) : std::string()));
  }
  fmt::print("{}: {}\n{}", name, found->second.description, object_text(found->second, fields));
  const std::string prefix = kind + "/" + name + ".";
  for (auto source = catalog.sources.lower_bound(prefix);
       source != catalog.sources.end() && source->first.rfind(prefix, 0) == 0; ++source) {
    fmt::print("  source of {:<22} {}\n", source->first.substr(prefix.size()), source->second);
  }
}

void describe_site(const SiteSpec& site) {
  fmt::print("{}: {}\n power\n{} dcn\n{} storage\n{}", site.name, site.description,
             object_text(site.power, power_fields()), object_text(site.dcn, dcn_fields()),
             object_text(site.storage, storage_fields()));
  for (const PodGroup& group : site.pods) {
    fmt::print(" pods of type {}: {}\n", group.type,
               group.count > 0 ? fmt::format("{}", group.count) : std::string("as many as fit the envelope"));
  }
}

void describe_sites(const Catalog& catalog, const std::string& name) {
  const auto found = catalog.sites.find(name);
  if (found != catalog.sites.end()) {
    describe_site(found->second);
    return;
  }
  if (!name.empty()) throw InvalidInput(fmt::format("error: the catalog has no site '{}'\n", name));
  fmt::print("sites\n");
  for (const auto& [key, site] : catalog.sites) fmt::print("  {:<24} {}\n", key, site.description);
}

template <class Interface>
void describe_plugins(const std::string& name) {
  for (const auto& [key, plugin] : Registry<Interface>::plugins()) {
    if (!name.empty() && name != key) continue;
    fmt::print("{} {}: {}\n", Interface::kRegistryName, key, plugin.sentence);
    for (const Field& field : plugin.fields) fmt::print("{}", field_line(field));
  }
}

void describe_all_plugins(const std::string& name) {
  describe_plugins<PodTopology>(name);
  describe_plugins<DcnTopology>(name);
  describe_plugins<Collective>(name);
  describe_plugins<Scheduler>(name);
  describe_plugins<PlacementPolicy>(name);
  describe_plugins<Defragmentation>(name);
  describe_plugins<PowerCapPolicy>(name);
  describe_plugins<ArrivalProcess>(name);
  describe_plugins<LengthMix>(name);
  describe_plugins<DemandCurve>(name);
  describe_plugins<RequestScheduler>(name);
  describe_plugins<RequestRouter>(name);
  describe_plugins<Autoscaler>(name);
}

void describe_failures(const std::string& name) {
  for (const NamedFailureClasses& list : named_failure_classes()) {
    if (!name.empty() && name != list.name) continue;
    fmt::print("failures: {}  {} (docs/models/failure.md)\n", list.name, list.sentence);
    for (const FailureClass& failure : list.classes()) {
      const Seconds between(1.0 / failure.rate.value());
      fmt::print("  {:<24} once in {} {}, repaired in {}\n", failure.name, short_text(between),
                 failure.burst_share > 0.0 ? "at the site" : "a component", short_text(failure.repair));
    }
  }
}

struct DescribeOptions {
  std::string kind;
  std::string name;
  std::vector<std::string> documents;
  CatalogOption catalog;
};

void describe(const DescribeOptions& options) {
  if (!options.documents.empty()) {
    update_metric_tables(options.documents);
    return;
  }
  const Catalog catalog = load_catalog(options.catalog);
  const bool all = options.kind.empty();
  if (all || options.kind == "chips") describe_catalog("chips", catalog.chips, chip_fields(), options.name, catalog);
  if (all || options.kind == "pods") describe_catalog("pods", catalog.pods, pod_fields(), options.name, catalog);
  if (all || options.kind == "sites") describe_sites(catalog, options.name);
  if (all || options.kind == "models") {
    describe_catalog("models", catalog.models, transformer_fields(), options.name, catalog);
  }
  if (all || options.kind == "plugins") describe_all_plugins(options.name);
  if (all || options.kind == "failures") describe_failures(options.name);
  if (all || options.kind == "countries") describe_countries(options.name);
  if (all || options.kind == "sectors") describe_sectors(options.name);
  if (options.kind == "metrics") describe_metrics(options.name);
}

}  // namespace

void add_describe_command(CLI::App& program) {
  auto options = std::make_shared<DescribeOptions>();
  CLI::App* command = program.add_subcommand(
      "describe",
      "List chips, pods, sites, models, plug-ins, failures, countries, sectors, and what every number of results is; "
      "with a name, show one in full");
  command
      ->add_option("KIND", options->kind,
                   "chips, pods, sites, models, plugins, failures, countries, sectors or metrics (default: all but "
                   "metrics)")
      ->check(CLI::IsMember(
          {"chips", "pods", "sites", "models", "plugins", "failures", "countries", "sectors", "metrics"}));
  command->add_option("NAME", options->name,
                      "One of them, in full with its sources; of metrics a name or word of it (mfu), a command "
                      "with results (plan) or a file of them (plan.csv)");
  command->add_option("--catalog", options->catalog.folders, "Further catalog folder, over the program's own");
  command->add_option(
      "--update", options->documents,
      "Instead, write the tables of metrics in this Markdown file anew, between its marks <!-- metrics: NAME -->");
  command->require_subcommand(0, 1);
  add_describe_topology_command(*command);
  command->callback([command, options] {
    if (command->get_subcommands().empty()) describe(*options);
  });
}

}  // namespace gigapod::app
