#include "sim/fabric/pod_topology.hpp"

#include "sim/base/registry.hpp"

#include <map>
#include <memory>

namespace gigapod {
namespace {

using Topologies = std::map<std::string, std::unique_ptr<PodTopology>>;

Topologies make_all() {
  Topologies all;
  for (const std::string& name : Registry<PodTopology>::names()) {
    all.emplace(name, Registry<PodTopology>::make(name));
  }
  return all;
}

}  // namespace

const PodTopology* find_pod_topology(const std::string& name) {
  static const Topologies kAll = make_all();
  const auto found = kAll.find(name);
  return found == kAll.end() ? nullptr : found->second.get();
}

}  // namespace gigapod
