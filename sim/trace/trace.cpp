#include "sim/trace/trace.hpp"

#include <fmt/format.h>

namespace gigapod {

const char* name_of(TraceNodeType type) {
  switch (type) {
    case TraceNodeType::kMetadata: return "METADATA_NODE";
    case TraceNodeType::kMemoryLoad: return "MEM_LOAD_NODE";
    case TraceNodeType::kMemoryStore: return "MEM_STORE_NODE";
    case TraceNodeType::kCompute: return "COMP_NODE";
    case TraceNodeType::kSend: return "COMM_SEND_NODE";
    case TraceNodeType::kReceive: return "COMM_RECV_NODE";
    case TraceNodeType::kCollective: return "COMM_COLL_NODE";
    case TraceNodeType::kStorage: return "STORAGE_NODE";
    case TraceNodeType::kBatch: return "BATCH_NODE";
    case TraceNodeType::kCheckpoint: return "CHECKPOINT_NODE";
  }
  return "";
}

const char* name_of(TraceCollective kind) {
  switch (kind) {
    case TraceCollective::kAllReduce: return "ALL_REDUCE";
    case TraceCollective::kReduce: return "REDUCE";
    case TraceCollective::kAllGather: return "ALL_GATHER";
    case TraceCollective::kGather: return "GATHER";
    case TraceCollective::kScatter: return "SCATTER";
    case TraceCollective::kBroadcast: return "BROADCAST";
    case TraceCollective::kAllToAll: return "ALL_TO_ALL";
    case TraceCollective::kReduceScatter: return "REDUCE_SCATTER";
    case TraceCollective::kReduceScatterBlock: return "REDUCE_SCATTER_BLOCK";
    case TraceCollective::kBarrier: return "BARRIER";
  }
  return "";
}

std::string label_of(const TraceNode& node) {
  if (node.name.empty()) return fmt::format("node {}", node.id);
  return fmt::format("node {} '{}'", node.id, node.name);
}

}  // namespace gigapod
