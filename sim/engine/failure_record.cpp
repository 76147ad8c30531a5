// What is recorded of a failure beside its own event: jobs that start again, and blocks that are out of service.

#include "sim/engine/failure_reaction.hpp"
#include "sim/record/block_ranges.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace gigapod {

void FailureReaction::write_restart(const TrainingJob& job, const Incident& incident, const std::string& what) {
  context_.writer.add(
      EventRecord{context_.now(), "restart", job.name(),
                  incident.failure.blocks.size() == 0 ? "" : context_.site.pod(incident.failure.pod).name,
                  static_cast<double>(job.chips()), incident.failure.kind->name + ": " + what});
}

/// One row a pod.
void FailureReaction::write_out_of_service(const Incident& incident, std::vector<std::uint32_t> blocks,
                                           const std::string& state, Seconds since) {
  std::sort(blocks.begin(), blocks.end());
  for (auto first = blocks.begin(); first != blocks.end() && since < context_.now();) {
    const PodInstance& pod = context_.site.pod_of(BlockId{*first});
    const std::uint32_t origin = pod.first_block.value;
    const auto next = std::lower_bound(first, blocks.end(), origin + static_cast<std::uint32_t>(pod.blocks));
    std::vector<std::uint32_t> places(first, next);
    for (std::uint32_t& place : places) place -= origin;
    context_.writer.add(BlockStayRecord{pod.name, block_ranges_text(places), since, context_.now(), state,
                                        incident.failure.kind->name, std::nullopt});
    first = next;
  }
}

void FailureReaction::write_outage(const Incident& incident) {
  if (!incident.out_since) return;
  std::vector<std::uint32_t> blocks(incident.failure.blocks.size());
  std::iota(blocks.begin(), blocks.end(), incident.failure.blocks.begin);
  const char* state = incident.is_planned ? "maintenance" : incident.is_outage ? "outage" : "repair";
  write_out_of_service(incident, std::move(blocks), state, *incident.out_since);
}

void FailureReaction::write_cordon(const Incident& incident) {
  for (const auto& [since, blocks] : incident.cordoned) write_out_of_service(incident, blocks, "drain", since);
}

void FailureReaction::close() {
  for (const Incident& incident : incidents_) {
    write_cordon(incident);
    write_outage(incident);
  }
}

}  // namespace gigapod
