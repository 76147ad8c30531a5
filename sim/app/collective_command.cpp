#include "sim/app/catalog_choice.hpp"
#include "sim/app/collective_text.hpp"
#include "sim/app/commands.hpp"
#include "sim/app/inputs.hpp"
#include "sim/app/number_option.hpp"
#include "sim/app/plugin_options.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>
#include <string_view>

namespace gigapod::app {
namespace {

constexpr int kMostAxes = 3;  ///< of any slice

struct CollectiveOptions {
  std::string kind;
  std::string chip;
  std::string pod;
  std::string slice;
  std::string topology;
  std::vector<std::string> bytes;
  std::vector<int> axes;
  GivenFields parameters;
  std::string check;
  CatalogOption catalog;
  bool is_twisted = false;
  bool as_json = false;
};

/// Fills chip or pod, slice and twist from text such as `v5p:8x8x16`, `ironwood:4x4x8 twisted`.
CollectiveOptions with_topology(CollectiveOptions options, const Catalog& catalog) {
  std::string text = options.topology;
  constexpr std::string_view kTwisted = " twisted";
  if (text.ends_with(kTwisted)) {
    options.is_twisted = true;
    text.resize(text.size() - kTwisted.size());
  }
  const std::size_t colon = text.find(':');
  options.slice = colon == std::string::npos ? text : text.substr(colon + 1);
  if (colon == std::string::npos) return options;
  const std::string machine = text.substr(0, colon);
  (catalog.pods.contains(machine) && !catalog.chips.contains(machine) ? options.pod : options.chip) = machine;
  return options;
}

/// Keeps the axes that take part; groups along the others work at the same time and share no link.
void choose_axes(const CollectiveOptions& options, const SliceTopology& slice, CollectiveAnswer& answer) {
  answer.group = slice;
  for (int axis = 0; axis < static_cast<int>(slice.axes.size()); ++axis) answer.axes.push_back(axis);
  if (options.axes.empty()) return;
  if (slice.is_switched) refuse("a switched domain has no axes; leave out --axes");
  const int axes = static_cast<int>(slice.axes.size());
  std::vector<int> chosen = options.axes;
  std::sort(chosen.begin(), chosen.end());
  if (std::adjacent_find(chosen.begin(), chosen.end()) != chosen.end()) refuse("--axes names an axis twice");
  if (chosen.back() >= axes) {
    refuse(fmt::format("a slice of {} has axes 0 to {}", to_text(answer.shape), axes - 1));
  }
  if (slice.is_twisted && static_cast<int>(chosen.size()) < axes) {
    refuse("rings of a twisted torus pass through all axes; leave out --axes");
  }
  answer.group.axes.clear();
  for (const int axis : chosen) answer.group.axes.push_back(slice.axes[static_cast<std::size_t>(axis)]);
  answer.axes = chosen;
}

/// Answers for every size; one in full, several as a table.
void print_sizes(const std::vector<Bytes>& sizes, const CollectiveOptions& options, CollectiveAnswer& answer) {
  std::vector<std::string> answers;
  for (const Bytes size : sizes) {
    answer.bytes = size;
    add_closed_form(answer);
    if (!options.check.empty()) add_flows(answer);
    if (options.as_json) {
      answers.push_back(collective_json(answer));
    } else {
      answers.push_back(sizes.size() > 1 ? collective_row(answer) : collective_text(answer));
    }
  }
  if (options.as_json) {
    const std::string all = fmt::format("{}", fmt::join(answers, ",\n"));
    fmt::print("{}\n", sizes.size() > 1 ? "[" + all + "]" : all);
    return;
  }
  if (sizes.size() > 1) fmt::print("{}", collective_table_head(answer));
  fmt::print("{}", fmt::join(answers, ""));
}

void collective(const CollectiveOptions& given) {
  const Catalog catalog = load_catalog(given.catalog);
  const CollectiveOptions options = given.topology.empty() ? given : with_topology(given, catalog);
  if (options.slice.empty()) refuse("name a slice with --slice 8x8x16 or --topology v5p:8x8x16");
  const PodSpec& pod = chosen_pod(options.pod, options.chip, catalog);
  CollectiveAnswer answer;
  answer.kind_name = options.kind;
  const auto& plugin = chosen_plugin<Collective>("collective", options.kind);
  answer.kind = plugin.make(plugin_values<Collective>("collective", plugin, options.parameters));
  answer.pod = pod.name;
  answer.chip = catalog.chips.at(pod.chip);
  answer.shape = chosen_shape(options.slice);
  const std::vector<Bytes> sizes = collective_sizes(options.bytes);
  choose_axes(options, collective_slice(answer.shape, pod, options.is_twisted), answer);
  print_sizes(sizes, options, answer);
}

}  // namespace

void add_collective_command(CLI::App& program) {
  auto options = std::make_shared<CollectiveOptions>();
  CLI::App* command = program.add_subcommand(
      "collective", "Time of one collective on a slice: closed form, physical bound and SimGrid flows");
  const std::vector<std::string> kinds = Registry<Collective>::names();
  command->add_option("KIND", options->kind, fmt::format("One of {}", fmt::join(kinds, ", ")))
      ->required()
      ->check(CLI::IsMember(kinds));
  command->add_option("--chip", options->chip, "Chip of the catalog, such as v5p");
  command->add_option("--pod", options->pod, "Pod of the catalog, where several have the chip");
  CLI::Option* slice = command->add_option("--slice", options->slice, "Shape of the slice, such as 8x8x16");
  command
      ->add_option("--topology", options->topology,
                   "Chip or pod and slice in one, such as v5p:8x8x16 or \"v4:4x4x8 twisted\"")
      ->excludes(slice);
  command->add_flag("--twisted", options->is_twisted, "Close the rings as a twisted torus");
  command->add_option("--axes", options->axes, "Axes that take part, counted from 0, such as 0,1 (default: all)")
      ->delimiter(',')
      ->check(number_in(0, kMostAxes - 1));
  command
      ->add_option(
          "--bytes", options->bytes,
          "Size of the whole array, such as 1GiB, in an all_to_all what one chip sends in total; a list such "
          "as 1MiB,1GiB or 64KiB..1GiB, which doubles, gives a table")
      ->delimiter(',')
      ->required();
  command->add_option("--check", options->check, "`flows` plays the collective link by link on SimGrid")
      ->check(CLI::IsMember({"flows"}));
  command->add_flag("--json", options->as_json, "Print one JSON object");
  command->add_option("--catalog", options->catalog.folders, "Further catalog folder, over the program's own");
  add_plugin_options<Collective>(*command, {}, "Parameters of collectives", options->parameters);
  command->callback([options] { collective(*options); });
}

}  // namespace gigapod::app
