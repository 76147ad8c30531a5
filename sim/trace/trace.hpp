#pragma once

#include "sim/base/quantity.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace gigapod {

/// What a node of an execution trace does; the values are those of the file format.
enum class TraceNodeType {
  kMetadata = 1,
  kMemoryLoad = 2,
  kMemoryStore = 3,
  kCompute = 4,
  kSend = 5,
  kReceive = 6,
  kCollective = 7,
  kStorage = 8,
  kBatch = 9,
  kCheckpoint = 10
};

/// Kinds of collectives of an execution trace; the values are those of the file format.
enum class TraceCollective {
  kAllReduce = 0,
  kReduce = 1,
  kAllGather = 2,
  kGather = 3,
  kScatter = 4,
  kBroadcast = 5,
  kAllToAll = 6,
  kReduceScatter = 7,
  kReduceScatterBlock = 8,
  kBarrier = 9
};

inline constexpr int kTraceNodeTypes = 11;  ///< one past the largest value
inline constexpr int kTraceCollectives = 10;

/// `COMP_NODE`, as the format spells it.
[[nodiscard]] const char* name_of(TraceNodeType type);
/// `ALL_REDUCE`, as the format spells it.
[[nodiscard]] const char* name_of(TraceCollective kind);

/// One operation of one rank.
struct TraceNode {
  std::uint64_t id = 0;
  std::size_t offset = 0;  ///< byte of the file at which the node's length stands
  std::string name;        ///< printable
  TraceNodeType type = TraceNodeType::kMetadata;
  bool is_host = false;  ///< runs on the host's processor (`is_cpu_op`)
  Seconds duration;      ///< as measured where the trace was taken; 0 when not given
  Flops operations;      ///< `num_ops`
  Bytes tensor_size;     ///< moved to and from HBM by a compute node, to or from the host by a memory node

  Bytes communication_size;  ///< `comm_size`: what this rank puts in
  TraceCollective collective = TraceCollective::kAllReduce;
  std::optional<std::vector<bool>> dimensions;  ///< `involved_dim`; nothing means all
  std::string group;                            ///< `pg_name`; empty means all ranks
  std::optional<std::int64_t> source;           ///< rank, `comm_src`
  std::optional<std::int64_t> destination;      ///< rank, `comm_dst`
  std::int64_t tag = 0;
  std::string process_groups;  ///< of a metadata node: text with a JSON list of groups, as PyTorch writes it

  std::size_t first_dependency = 0;  ///< into RankTrace::dependencies
  std::size_t dependency_count = 0;
};

/// The trace of one rank, or of a rank that stands for all.
struct RankTrace {
  std::string file;
  std::string version;
  std::vector<TraceNode> nodes;  ///< in the order of the file
  /// Positions in `nodes`, without repeats; a node's are control dependencies, then data dependencies.
  std::vector<std::size_t> dependencies;

  [[nodiscard]] std::span<const std::size_t> dependencies_of(const TraceNode& node) const {
    return std::span(dependencies).subspan(node.first_dependency, node.dependency_count);
  }
};

/// `node 7 'forward 0'`
[[nodiscard]] std::string label_of(const TraceNode& node);

}  // namespace gigapod
