#include "sim/app/describe_topology.hpp"

#include "sim/app/catalog_choice.hpp"
#include "sim/app/inputs.hpp"
#include "sim/app/result_folder.hpp"
#include "sim/base/diagnostics.hpp"
#include "sim/base/dimension.hpp"
#include "sim/base/registry.hpp"
#include "sim/fabric/draw.hpp"
#include "sim/fabric/graphml.hpp"
#include "sim/fabric/pod_topology.hpp"
#include "sim/fabric/site_graph.hpp"
#include "sim/record/system_error_text.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>

namespace gigapod::app {
namespace {

struct TopologyOptions {
  std::string file;
  std::string view = "network";
  std::string job;
  std::string output;
  bool as_graphml = false;
  bool may_replace = false;
  CatalogOption catalog;
};

/// The job or fleet whose slice is drawn: the named one, else the first.
std::pair<Shape, std::string> slice_to_draw(const Scenario& scenario, const std::string& name) {
  for (const JobSpec& job : scenario.jobs) {
    if (name.empty() || job.name == name) return {job.slice, job.pod_type};
  }
  for (const FleetSpec& fleet : scenario.fleets) {
    if (name.empty() || fleet.name == name) return {fleet.slice, fleet.pod_type};
  }
  throw InvalidInput(fmt::format("error: the scenario has no job or fleet '{}' whose slice could be drawn\n", name));
}

std::string graph_text(const Scenario& scenario, const TopologyOptions& options) {
  const SiteLayout layout = lay_out(scenario.site, scenario.pods, scenario.chips);
  if (options.view == "power") {
    const PowerTree tree = build_power_tree(scenario.site, layout);
    return options.as_graphml ? power_graphml(tree) : power_dot(tree);
  }
  if (options.view == "network") {
    const DcnFabric dcn = Registry<DcnTopology>::make(scenario.site.dcn.family)->build(scenario.site, layout);
    return options.as_graphml ? fabric_graphml(build_site_graph(layout, dcn).graph) : network_dot(layout, dcn);
  }
  const auto [shape, pod_type] = slice_to_draw(scenario, options.job);
  const PodSpec& pod = scenario.pods.at(pod_type);
  const ChipSpec& chip = scenario.chips.at(pod.chip);
  const SliceTopology slice = slice_topology(shape, pod);
  const auto topology = Registry<PodTopology>::make(pod.topology);
  const SliceFigures figures = topology->figures(slice, pod, chip);
  fmt::print(stderr, "{} of {}: degree {}, diameter {}, mean hops {:.2f}, bisection {}, all-to-all {} a chip\n",
             to_text(shape), pod_type, figures.degree, figures.diameter, figures.mean_hops,
             short_text(figures.bisection), short_text(figures.all_to_all_per_chip));
  return options.as_graphml ? fabric_graphml(topology->slice_graph(slice, pod, chip)) : slice_dot(slice, pod, chip);
}

bool is_picture(const std::filesystem::path& file) {
  const std::string ending = file.extension().string();
  return ending == ".svg" || ending == ".png" || ending == ".pdf";
}

/// What Graphviz's `dot` makes of the text in a format. It reads a file that has no name, so that no path goes by the
/// shell and a picture that fails leaves nothing behind.
std::string picture(const std::string& text, const std::string& format) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> source(std::tmpfile(), &std::fclose);
  if (!source || std::fputs(text.c_str(), source.get()) < 0 || std::fflush(source.get()) != 0) {
    throw RunFailed(fmt::format("cannot write a file for Graphviz's dot: {}", system_error_text(errno)));
  }
  std::FILE* pipe = popen(fmt::format("dot -T{} /dev/fd/{}", format, fileno(source.get())).c_str(), "r");
  if (pipe == nullptr) throw RunFailed("cannot start Graphviz's dot");
  std::string drawing;
  std::array<char, 1 << 16> part;
  while (const std::size_t size = std::fread(part.data(), 1, part.size(), pipe)) drawing.append(part.data(), size);
  if (pclose(pipe) != 0) throw RunFailed("Graphviz's dot cannot draw: is it installed (apt-get install graphviz)?");
  return drawing;
}

void describe_topology(const TopologyOptions& options) {
  if (options.as_graphml && is_picture(options.output)) {
    refuse(fmt::format("--graphml is no picture: name a file such as site.graphml, not '{}'", options.output));
  }
  if (!options.output.empty()) check_output_file(options.output, options.may_replace);
  const Scenario scenario = load_scenario(options.file, options.catalog);
  const std::string text = graph_text(scenario, options);
  if (options.output.empty()) {
    fmt::print("{}", text);
    return;
  }
  const std::filesystem::path file = options.output;
  write_result_file(file, is_picture(file) ? picture(text, file.extension().string().substr(1)) : text);
  fmt::print("{}\n", options.output);
}

}  // namespace

void add_describe_topology_command(CLI::App& describe) {
  auto options = std::make_shared<TopologyOptions>();
  CLI::App* command = describe.add_subcommand(
      "topology", "A scenario's network, power tree or a job's slice as Graphviz, SVG or GraphML");
  command->add_option("FILE", options->file, "Scenario file")->required();
  command->add_option("--view", options->view, "network (pods and DCN blocks), power or slice")
      ->check(CLI::IsMember({"network", "power", "slice"}))
      ->capture_default_str();
  command->add_option("--job", options->job, "Job or fleet whose slice is drawn (default: the first)");
  command->add_option("-o,--output", options->output,
                      "File: .svg, .png, .pdf, or text (default: text on standard output)");
  command->add_flag("--graphml", options->as_graphml,
                    "Every vertex and link as GraphML, with amounts in base units, in place of the drawing");
  command->add_flag("--force", options->may_replace, "Replace an existing file");
  command->add_option("--catalog", options->catalog.folders, "Further catalog folder, over the program's own");
  command->callback([options] { describe_topology(*options); });
}

}  // namespace gigapod::app
