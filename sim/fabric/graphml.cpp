#include "sim/fabric/graphml.hpp"

#include <fmt/format.h>

namespace gigapod {
namespace {

// Written here, since boost::write_graphml rounds numbers to six digits.
constexpr const char* kHead =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n";

/// Characters that XML keeps for itself as references; those that it can't hold as a question mark.
std::string xml_text(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    switch (c) {
      case '&': safe += "&amp;"; break;
      case '<': safe += "&lt;"; break;
      case '>': safe += "&gt;"; break;
      case '"': safe += "&quot;"; break;
      default: safe += static_cast<unsigned char>(c) < 0x20 ? '?' : c;
    }
  }
  return safe;
}

std::string key(const char* name, const char* owner, const char* type) {
  return fmt::format("  <key id=\"{}_{}\" for=\"{}\" attr.name=\"{}\" attr.type=\"{}\"/>\n", owner, name, owner, name,
                     type);
}

std::string data(const char* owner, const char* name, const std::string& value) {
  return fmt::format("<data key=\"{}_{}\">{}</data>", owner, name, xml_text(value));
}

const char* kind_text(VertexKind kind) {
  switch (kind) {
    case VertexKind::kChip: return "chip";
    case VertexKind::kBlock: return "block";
    case VertexKind::kSwitch: return "switch";
    case VertexKind::kStorage: return "storage";
  }
  return "";
}

const char* kind_text(LinkKind kind) {
  switch (kind) {
    case LinkKind::kElectrical: return "electrical";
    case LinkKind::kOptical: return "optical";
    case LinkKind::kNetwork: return "network";
  }
  return "";
}

}  // namespace

std::string fabric_graphml(const FabricGraph& graph) {
  std::string text = kHead + key("label", "node", "string") + key("kind", "node", "string") +
                     key("kind", "edge", "string") + key("bandwidth_bytes_per_second", "edge", "double") +
                     "  <graph id=\"fabric\" edgedefault=\"undirected\">\n";
  for (int i = 0; i < graph.vertex_count(); ++i) {
    const FabricVertex& vertex = graph.vertex(i);
    text += fmt::format("    <node id=\"n{}\">{}{}</node>\n", i, data("node", "label", vertex.label),
                        data("node", "kind", kind_text(vertex.kind)));
  }
  for (const FabricEdge& link : graph.links()) {
    text += fmt::format("    <edge source=\"n{}\" target=\"n{}\">{}{}</edge>\n", link.from, link.to,
                        data("edge", "kind", kind_text(link.kind)),
                        data("edge", "bandwidth_bytes_per_second", fmt::format("{}", link.bandwidth.value())));
  }
  return text + "  </graph>\n</graphml>\n";
}

std::string power_graphml(const PowerTree& tree) {
  std::string text = kHead + key("label", "node", "string") + key("level", "node", "string") +
                     key("rating_watts", "node", "double") + "  <graph id=\"power\" edgedefault=\"directed\">\n";
  for (std::size_t i = 0; i < tree.nodes.size(); ++i) {
    const PowerNode& node = tree.nodes[i];
    text += fmt::format("    <node id=\"n{}\">{}{}{}</node>\n", i, data("node", "label", node.name),
                        data("node", "level", kPowerLevelNames.at(static_cast<std::size_t>(node.level))),
                        data("node", "rating_watts", fmt::format("{}", node.rating.value())));
  }
  for (std::size_t i = 0; i < tree.nodes.size(); ++i) {
    const int feed = tree.nodes[i].parent;
    if (feed >= 0) text += fmt::format("    <edge source=\"n{}\" target=\"n{}\"/>\n", feed, i);
  }
  return text + "  </graph>\n</graphml>\n";
}

}  // namespace gigapod
