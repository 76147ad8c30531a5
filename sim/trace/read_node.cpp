#include "sim/trace/read_node.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <execution_trace.pb.h>
#include <limits>
#include <string_view>
#include <utility>

namespace gigapod {

namespace {

using message::AttributeProto;

constexpr std::size_t kLongestName = 120;
constexpr int kMostDimensions = 16;
constexpr const char* kCollectiveNames =
    "comm_type is one of ALL_REDUCE 0, REDUCE 1, ALL_GATHER 2, GATHER 3, SCATTER 4, BROADCAST 5, ALL_TO_ALL 6, "
    "REDUCE_SCATTER 7, REDUCE_SCATTER_BLOCK 8, BARRIER 9";

std::optional<std::int64_t> whole(double value) {
  constexpr double kLimit = 9.2e18;
  if (!(std::abs(value) < kLimit) || value != std::floor(value)) return {};
  return static_cast<std::int64_t>(value);
}

std::optional<std::int64_t> whole(std::uint64_t value) {
  if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return {};
  return static_cast<std::int64_t>(value);
}

/// The value of an attribute of any numeric kind; nothing for other kinds, fractions and what 63 bits do not hold.
std::optional<std::int64_t> whole_number(const AttributeProto& attribute) {
  switch (attribute.value_case()) {
    case AttributeProto::kDoubleVal: return whole(attribute.double_val());
    case AttributeProto::kFloatVal: return whole(static_cast<double>(attribute.float_val()));
    case AttributeProto::kInt32Val: return attribute.int32_val();
    case AttributeProto::kInt64Val: return attribute.int64_val();
    case AttributeProto::kUint32Val: return attribute.uint32_val();
    case AttributeProto::kUint64Val: return whole(attribute.uint64_val());
    case AttributeProto::kSint32Val: return attribute.sint32_val();
    case AttributeProto::kSint64Val: return attribute.sint64_val();
    case AttributeProto::kFixed32Val: return attribute.fixed32_val();
    case AttributeProto::kFixed64Val: return whole(attribute.fixed64_val());
    case AttributeProto::kSfixed32Val: return attribute.sfixed32_val();
    case AttributeProto::kSfixed64Val: return attribute.sfixed64_val();
    case AttributeProto::kBoolVal: return attribute.bool_val() ? 1 : 0;
    default: return {};
  }
}

/// Fills one node; knows which attributes it has seen.
class NodeReader {
 public:
  NodeReader(TraceNode& node, const std::string& file, TraceFindings& findings)
      : node_(node), file_(file), findings_(findings) {}

  void read(const AttributeProto& attribute);
  void check_type(int type);

 private:
  enum Known {
    kHost,
    kOperations,
    kTensorSize,
    kCommType,
    kCommSize,
    kSource,
    kDestination,
    kTag,
    kGroup,
    kDimensions,
    kKnown
  };
  static constexpr std::array<std::string_view, kKnown> kNames = {
      "is_cpu_op", "num_ops",  "tensor_size", "comm_type", "comm_size",
      "comm_src",  "comm_dst", "comm_tag",    "pg_name",   "involved_dim"};

  void error(std::string text, std::string hint = {}) {
    findings_.add({file_, node_.offset, node_.id, std::move(text), std::move(hint)});
  }
  void set(Known which, const AttributeProto& attribute);
  void set_number(Known which, std::int64_t value);
  void set_collective(std::int64_t value);
  void set_group(const AttributeProto& attribute);
  void set_dimensions(const AttributeProto& attribute);
  void need(Known which);
  void need_communication_size();
  void need_time();

  TraceNode& node_;
  const std::string& file_;
  TraceFindings& findings_;
  std::array<bool, kKnown> seen_{};
  bool has_size_ = false;  ///< a comm_size that was refused is not reported again as missing
};

void NodeReader::read(const AttributeProto& attribute) {
  for (int which = 0; which < kKnown; ++which) {
    const auto index = static_cast<std::size_t>(which);
    if (attribute.name() != kNames[index]) continue;
    if (seen_[index]) error(fmt::format("the attribute {} is given twice", kNames[index]), "leave one of them out");
    seen_[index] = true;
    set(static_cast<Known>(which), attribute);
    return;
  }
}

void NodeReader::set(Known which, const AttributeProto& attribute) {
  if (which == kGroup) return set_group(attribute);
  if (which == kDimensions) return set_dimensions(attribute);
  const std::optional<std::int64_t> value = whole_number(attribute);
  const std::string_view name = kNames[static_cast<std::size_t>(which)];
  if (!value) {
    error(fmt::format("{} is not a whole number", name), "write it as int64_val or uint64_val, below 2^63");
    return;
  }
  if (*value < 0 && which != kTag && which != kCommType) {
    error(fmt::format("{} is {}; it must not be negative", name, *value));
    return;
  }
  set_number(which, *value);
}

void NodeReader::set_number(Known which, std::int64_t value) {
  const auto amount = static_cast<double>(value);
  switch (which) {
    case kHost: node_.is_host = value != 0; break;
    case kOperations: node_.operations = Flops(amount); break;
    case kTensorSize: node_.tensor_size = Bytes(amount); break;
    case kCommType: set_collective(value); break;
    case kCommSize:
      node_.communication_size = Bytes(amount);
      has_size_ = true;
      break;
    case kSource: node_.source = value; break;
    case kDestination: node_.destination = value; break;
    case kTag: node_.tag = value; break;
    default: break;
  }
}

void NodeReader::set_collective(std::int64_t value) {
  if (value < 0 || value >= kTraceCollectives)
    return error(fmt::format("unknown comm_type {}", value), kCollectiveNames);
  node_.collective = static_cast<TraceCollective>(value);
}

void NodeReader::set_group(const AttributeProto& attribute) {
  if (attribute.value_case() == AttributeProto::kStringVal) {
    node_.group = printable_name(attribute.string_val());
  } else if (const auto number = whole_number(attribute)) {
    node_.group = fmt::format("{}", *number);
  } else {
    error("pg_name is not a name", "write it as string_val");
  }
}

void NodeReader::set_dimensions(const AttributeProto& attribute) {
  if (attribute.value_case() != AttributeProto::kBoolList) {
    return error("involved_dim is not a list of true and false", "write it as bool_list, one entry a dimension");
  }
  const auto& values = attribute.bool_list().values();
  if (values.size() > kMostDimensions) {
    return error(fmt::format("involved_dim has {} entries; at most {} are read", values.size(), kMostDimensions));
  }
  node_.dimensions = std::vector<bool>(values.begin(), values.end());
}

void NodeReader::need(Known which) {
  const auto index = static_cast<std::size_t>(which);
  if (seen_[index]) return;
  error(fmt::format("a {} needs the attribute {}", name_of(node_.type), kNames[index]));
}

void NodeReader::need_communication_size() {
  need(kCommSize);
  if (has_size_ && node_.communication_size.value() == 0.0) error("comm_size is 0; nothing would be sent");
}

void NodeReader::need_time() {
  if (node_.duration.value() > 0.0 || node_.tensor_size.value() > 0.0) return;
  const bool is_memory = node_.type == TraceNodeType::kMemoryLoad || node_.type == TraceNodeType::kMemoryStore;
  error(fmt::format("a {} needs {}", name_of(node_.type),
                    is_memory ? "a tensor_size or duration_micros above 0" : "duration_micros above 0"));
}

void NodeReader::check_type(int type) {
  if (type < 1 || type >= kTraceNodeTypes) {
    return error(type == 0 ? std::string("the node has no type") : fmt::format("unknown node type {}", type),
                 "type is one of METADATA 1, MEM_LOAD 2, MEM_STORE 3, COMP 4, COMM_SEND 5, COMM_RECV 6, COMM_COLL 7, "
                 "STORAGE 8, BATCH 9, CHECKPOINT 10");
  }
  switch (node_.type) {
    case TraceNodeType::kCollective:
      need(kCommType);
      if (node_.collective != TraceCollective::kBarrier) need_communication_size();
      break;
    case TraceNodeType::kSend:
      need(kDestination);
      need_communication_size();
      break;
    case TraceNodeType::kReceive:
      need(kSource);
      need_communication_size();
      break;
    case TraceNodeType::kMemoryLoad:
    case TraceNodeType::kMemoryStore:
    case TraceNodeType::kStorage:
    case TraceNodeType::kCheckpoint: need_time(); break;
    default: break;
  }
}

}  // namespace

std::string printable_name(const std::string& bytes) {
  std::string name = bytes.substr(0, kLongestName);
  // A character of several bytes is kept whole or left out.
  if (bytes.size() > kLongestName) {
    while (!name.empty() && (static_cast<unsigned char>(bytes[name.size()]) & 0xC0U) == 0x80U) name.pop_back();
  }
  for (char& c : name) {
    if (static_cast<unsigned char>(c) < 0x20U || c == 0x7F) c = '?';
  }
  return name;
}

TraceNode read_node(const message::Node& message, const std::string& file, std::size_t offset,
                    TraceFindings& findings) {
  TraceNode node;
  node.id = message.id();
  node.offset = offset;
  node.name = printable_name(message.name());
  node.duration = Seconds(1e-6 * static_cast<double>(message.duration_micros()));
  const int type = message.type();
  if (type >= 1 && type < kTraceNodeTypes) node.type = static_cast<TraceNodeType>(type);
  const std::string& values = message.inputs().values();
  if (node.type == TraceNodeType::kMetadata && values.find("pg_name") != std::string::npos) {
    node.process_groups = values;
  }
  NodeReader reader(node, file, findings);
  for (const AttributeProto& attribute : message.attr()) reader.read(attribute);
  reader.check_type(type);
  return node;
}

}  // namespace gigapod
