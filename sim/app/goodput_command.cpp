#include "analysis/goodput/slice_goodput.hpp"
#include "sim/app/catalog_choice.hpp"
#include "sim/app/commands.hpp"
#include "sim/app/inputs.hpp"
#include "sim/app/number_option.hpp"
#include "sim/fabric/slice.hpp"

#include <fmt/format.h>

#include <memory>
#include <numeric>

namespace gigapod::app {
namespace {

constexpr int kLeastDraws = 30;  ///< for an interval that means something
constexpr int kMostDraws = 1'000'000;

struct GoodputOptions {
  std::string pod;
  std::vector<std::string> slices;
  std::vector<double> host_availabilities{99.0, 99.5, 99.9};
  int draws = 1000;
  std::uint64_t seed = 1;
  CatalogOption catalog;
  bool as_json = false;
};

/// The most cubic slice of that many chips.
Shape shape_of_chips(int chips, const PodSpec& pod) {
  const std::vector<Shape> shapes = slice_shapes(pod);
  const Shape* best = nullptr;
  int nearest = 0;
  for (const Shape& shape : shapes) {
    if (shape.chips() <= chips) nearest = shape.chips();
    if (shape.chips() != chips) continue;
    const auto lengths = [](const Shape& s) { return std::accumulate(s.axes.begin(), s.axes.end(), 0); };
    if (best == nullptr || lengths(shape) < lengths(*best)) best = &shape;
  }
  if (best == nullptr) {
    refuse(fmt::format("pod '{}' has no slice of {} chips{}", pod.name, chips,
                       nearest > 0 ? fmt::format("; the next smaller has {}", nearest) : std::string()));
  }
  return *best;
}

Shape slice_of(const std::string& text, const PodSpec& pod) {
  const Shape shape = chosen_shape(text);
  if (shape.axes.size() == 1) return shape_of_chips(shape.axes[0], pod);
  if (const std::string fault = slice_shape_fault(shape, pod); !fault.empty()) refuse(fault);
  return shape;
}

/// Slices of whole blocks that double from one block to the pod, with three quarters of it.
std::vector<std::string> default_slices(const PodSpec& pod) {
  std::vector<std::string> sizes;
  const int whole = pod.shape.chips();
  for (int chips = chips_per_block(pod); chips < whole; chips *= 2) sizes.push_back(std::to_string(chips));
  if (whole % 4 == 0 && slice_rule(pod) == SliceRule::kCubes) sizes.push_back(std::to_string(whole / 4 * 3));
  return sizes;
}

void goodput(const GoodputOptions& options) {
  const Catalog catalog = load_catalog(options.catalog);
  const PodSpec& pod = chosen_pod(options.pod, "", catalog);
  std::vector<Shape> slices;
  for (const std::string& text : options.slices.empty() ? default_slices(pod) : options.slices) {
    slices.push_back(slice_of(text, pod));
  }
  std::vector<double> availabilities;
  for (const double value : options.host_availabilities) availabilities.push_back(value / 100.0);
  const SliceGoodputStudy study =
      slice_goodput(pod, catalog.chips.at(pod.chip), slices, availabilities, options.draws, options.seed);
  fmt::print("{}{}", options.as_json ? slice_goodput_json(study) : slice_goodput_text(study),
             options.as_json ? "\n" : "");
}

}  // namespace

void add_goodput_command(CLI::App& program) {
  auto options = std::make_shared<GoodputOptions>();
  CLI::App* command = program.add_subcommand(
      "goodput", "What slices of one shape make of a pod with failed hosts, with and without optical switches");
  command->add_option("--pod", options->pod, "Pod of the catalog, such as v4")->required();
  command->add_option("--slice", options->slices, "Slices, as chips or shapes, such as 1024,12x16x16")
      ->delimiter(',');
  command
      ->add_option("--host-availability", options->host_availabilities,
                   "Chance that a host is up, in percent (default: 99.0,99.5,99.9)")
      ->delimiter(',')
      ->check(number_in(0.0, 100.0));
  command->add_option("--draws", options->draws, "Draws of failed hosts (default: 1000)")
      ->check(number_in(kLeastDraws, kMostDraws));
  command->add_option("--seed", options->seed, "Seed of the draws (default: 1)")->check(seed_number());
  command->add_flag("--json", options->as_json, "Print one JSON object");
  command->add_option("--catalog", options->catalog.folders, "Further catalog folder, over the program's own");
  command->callback([options] { goodput(*options); });
}

}  // namespace gigapod::app
