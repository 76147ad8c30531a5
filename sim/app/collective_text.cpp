#include "sim/app/collective_text.hpp"

#include "sim/base/dimension.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace gigapod::app {
namespace {

BytesPerSecond algorithm_bandwidth(const CollectiveAnswer& answer) { return answer.bytes / answer.closed_form; }

/// What reaches each chip over its links, as microbenchmarks report it.
BytesPerSecond received_bandwidth(const CollectiveAnswer& answer) {
  return algorithm_bandwidth(answer) * answer.kind->received_share(answer.group.chips());
}

std::string group_text(const CollectiveAnswer& answer) {
  return fmt::format("{} chips: {}slice {} of {} (pod {})", answer.group.chips(),
                     answer.group.is_twisted ? "twisted " : "", to_text(answer.shape), answer.chip.name, answer.pod);
}

std::string axis_text(const CollectiveAnswer& answer, std::size_t i) {
  const SliceAxis& axis = answer.group.axes[i];
  std::string text = fmt::format("  axis {:<16}{} chip{}", answer.axes[i], axis.length, axis.length == 1 ? "" : "s");
  if (axis.length == 1) return text + "\n";
  if (answer.group.is_twisted) {
    int longest = 0;
    for (const SliceAxis& other : answer.group.axes) longest = std::max(longest, other.length);
    text += fmt::format(", twisted into rings of {}: 2 links a chip", longest);
  } else if (is_ring(axis)) {
    text += fmt::format(", ring: 2 links a chip, {} hops", axis.length / 2);
  } else {
    text += fmt::format(", line: 1 link at its ends, {} hop{}", axis.length - 1, axis.length == 2 ? "" : "s");
  }
  return text + (answer.group.is_twisted ? std::string() : answer.kind->axis_note(axis)) + "\n";
}

std::string formula_text(const CollectiveAnswer& answer) {
  if (group_size(answer.group.axes) < 2) return "one chip has nothing to send";
  return answer.kind->formula(answer.bytes, {answer.group.axes, answer.group.is_twisted}, answer.link);
}

std::string flows_text(const CollectiveAnswer& answer) {
  const FlowCheck& flows = *answer.flows;
  if (flows.flows == 0) return {};
  const double error = closed_form_error(answer);
  std::string text = fmt::format("  {:<20} {:<12} the closed form {}\n", "SimGrid flows", short_text(flows.time),
                                 std::abs(error) < 5e-5 ? "agrees"
                                                        : fmt::format("is {:.2f}% {}", 100.0 * std::abs(error),
                                                                      error < 0.0 ? "faster" : "slower"));
  text += fmt::format("  {:<20} {:<12} each chip played stands for {}, data cut in {} chunk{}\n", "flows played",
                      flows.flows, flows.chips_per_representative, flows.chunks, flows.chunks == 1 ? "" : "s");
  text += "  link class           links    closing a ring   mean use   busiest link\n";
  for (const LinkClassUse& use : flows.classes) {
    text += fmt::format("  axis {} {:<13} {:<8} {:<16} {:<10} {}\n", answer.axes[static_cast<std::size_t>(use.axis)],
                        use.direction > 0 ? "up" : "down", use.links, use.wrap_links,
                        fmt::format("{:.1f}%", 100.0 * use.mean_utilization),
                        fmt::format("{:.1f}%", 100.0 * use.most_utilization));
  }
  return text;
}

nlohmann::json flows_json(const CollectiveAnswer& answer) {
  const FlowCheck& flows = *answer.flows;
  nlohmann::json classes = nlohmann::json::array();
  for (const LinkClassUse& use : flows.classes) {
    classes.push_back({{"axis", answer.axes[static_cast<std::size_t>(use.axis)]},
                       {"direction", use.direction},
                       {"links", use.links},
                       {"wrap_links", use.wrap_links},
                       {"mean_bytes", use.mean_bytes.value()},
                       {"busiest_bytes", use.most_bytes.value()},
                       {"mean_utilization", use.mean_utilization},
                       {"busiest_utilization", use.most_utilization}});
  }
  return {{"seconds", flows.time.value()}, {"closed_form_error", closed_form_error(answer)},
          {"flows", flows.flows},          {"chips_per_representative", flows.chips_per_representative},
          {"chunks", flows.chunks},        {"link_classes", classes}};
}

}  // namespace

std::string collective_text(const CollectiveAnswer& answer) {
  const bool is_switched = answer.group.is_switched;
  std::string text =
      fmt::format("{} of {} over {}\n", answer.kind_name, short_text(answer.bytes), group_text(answer));
  text += fmt::format("  {:<20} {} one way ({} x {:g}), {} a hop\n", is_switched ? "chip" : "link",
                      short_text(answer.link.one_way), short_text(answer.link.one_way / answer.chip.ici_efficiency),
                      answer.chip.ici_efficiency, short_text(answer.link.hop_latency));
  for (std::size_t i = 0; !is_switched && i < answer.group.axes.size(); ++i) text += axis_text(answer, i);
  text += fmt::format(
      "  {:<20} {:<12} {}\n", "closed form", short_text(answer.closed_form),
      is_switched ? "inside domains and over the rails at once; the slower sets the time" : formula_text(answer));
  if (answer.bound) {
    text += fmt::format("  {:<20} {:<12} no schedule is faster: injection, bisection and distance\n",
                        "physical bound", short_text(*answer.bound));
  }
  if (answer.closed_form.value() > 0.0) {
    text += fmt::format("  {:<20} {:<12} bytes over time of the closed form\n", "algorithm bandwidth",
                        short_text(algorithm_bandwidth(answer)));
    text += fmt::format("  {:<20} {:<12} without what a chip keeps, both halves of an all-reduce counted\n",
                        "into each chip", short_text(received_bandwidth(answer)));
  }
  return answer.flows ? text + flows_text(answer) : text;
}

std::string collective_table_head(const CollectiveAnswer& answer) {
  std::string text = fmt::format("{} over {}\n", answer.kind_name, group_text(answer));
  text += fmt::format("  {:<12} {:<12}", "size", "closed form");
  if (answer.bound) text += fmt::format(" {:<15}", "physical bound");
  text += fmt::format(" {:<14}", "into each chip");
  if (answer.flows) text += fmt::format(" {:<14} {}", "SimGrid flows", "closed form over flows");
  return text + "\n";
}

std::string collective_row(const CollectiveAnswer& answer) {
  std::string text = fmt::format("  {:<12} {:<12}", short_text(answer.bytes), short_text(answer.closed_form));
  if (answer.bound) text += fmt::format(" {:<15}", short_text(*answer.bound));
  const bool takes_time = answer.closed_form.value() > 0.0;
  text += fmt::format(" {:<14}", takes_time ? short_text(received_bandwidth(answer)) : "-");
  if (answer.flows) {
    text += fmt::format(" {:<14} {:+.2f}%", short_text(answer.flows->time), 100.0 * closed_form_error(answer));
  }
  return text + "\n";
}

std::string collective_json(const CollectiveAnswer& answer) {
  nlohmann::json axes = nlohmann::json::array();
  for (std::size_t i = 0; i < answer.group.axes.size(); ++i) {
    const SliceAxis& axis = answer.group.axes[i];
    axes.push_back({{"axis", answer.axes[i]}, {"length", axis.length}, {"is_ring", is_ring(axis)}});
  }
  nlohmann::json json{{"kind", answer.kind_name},
                      {"chip", answer.chip.name},
                      {"pod", answer.pod},
                      {"slice", to_text(answer.shape)},
                      {"is_twisted", answer.group.is_twisted},
                      {"chips", answer.group.chips()},
                      {"axes", axes},
                      {"bytes", answer.bytes.value()},
                      {"link_bytes_per_second", answer.link.one_way.value()},
                      {"hop_latency_seconds", answer.link.hop_latency.value()},
                      {"launch_seconds", answer.link.launch.value()},
                      {"closed_form_seconds", answer.closed_form.value()}};
  if (answer.closed_form.value() > 0.0) {
    json["algorithm_bytes_per_second"] = algorithm_bandwidth(answer).value();
    json["received_bytes_per_second"] = received_bandwidth(answer).value();
  }
  if (answer.bound) json["bound_seconds"] = answer.bound->value();
  if (answer.flows) json["flows"] = flows_json(answer);
  return json.dump(2);
}

}  // namespace gigapod::app
