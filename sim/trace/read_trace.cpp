/// Reader of Chakra execution traces (execution_trace.proto): messages behind their lengths, first GlobalMetadata,
/// then nodes. Memory stays within a small multiple of the file: a length is believed only as far as the file goes,
/// and no message may be larger than 4 MiB.
#include "sim/trace/read_trace.hpp"

#include "sim/trace/read_node.hpp"
#include "sim/trace/wire_fault.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <execution_trace.pb.h>
#include <fstream>
#include <google/protobuf/io/coded_stream.h>
#include <unordered_map>

namespace gigapod {

namespace {

constexpr std::size_t kLargestMessage = std::size_t{4} << 20;
constexpr std::size_t kLargestFile = (std::size_t{2} << 30) - 1;
constexpr const char* kMetadataHint = "a trace opens with GlobalMetadata, as Chakra's converters write it";

/// One message of the file: where its length stands and its bytes.
struct Frame {
  std::size_t offset = 0;
  std::size_t body = 0;
  std::string_view bytes;
};

class TraceReader {
 public:
  TraceReader(std::string_view bytes, RankTrace& trace, TraceFindings& findings)
      : bytes_(bytes), trace_(trace), findings_(findings) {}

  void read();

 private:
  std::optional<Frame> next_frame();
  void read_metadata(const Frame& frame);
  void read_node_of(const Frame& frame);
  void resolve_dependencies();
  bool has_metadata_layout(const Frame& frame);
  void error(std::size_t offset, std::string text, std::string hint = {}) {
    findings_.add({trace_.file, offset, {}, std::move(text), std::move(hint)});
  }

  std::string_view bytes_;
  RankTrace& trace_;
  TraceFindings& findings_;
  std::size_t position_ = 0;
  bool has_lost_nodes_ = false;  ///< what depends on them is no fault of its own
  message::Node message_;        // one for all nodes: its memory is used again
  std::unordered_map<std::uint64_t, std::size_t> position_of_;
  std::vector<std::uint64_t> dependency_ids_;
};

std::optional<Frame> TraceReader::next_frame() {
  if (position_ >= bytes_.size()) return {};
  const std::size_t offset = position_;
  const std::size_t rest = bytes_.size() - offset;
  google::protobuf::io::CodedInputStream input(reinterpret_cast<const std::uint8_t*>(bytes_.data()) + offset,
                                               static_cast<int>(std::min<std::size_t>(rest, 16)));
  std::uint64_t length = 0;
  if (!input.ReadVarint64(&length)) {
    has_lost_nodes_ = true;
    error(offset,
          rest < 10 ? "the length of a message is cut short" : "the length of a message has more than ten bytes",
          rest < 10 ? "the file ends too early; copy it again" : "this is not a Chakra execution trace");
    return {};
  }
  const std::size_t body = offset + static_cast<std::size_t>(input.CurrentPosition());
  if (length > bytes_.size() - body) {
    has_lost_nodes_ = true;
    error(offset,
          fmt::format("a message of {} bytes runs past the end of the file, {} bytes away", length,
                      bytes_.size() - body),
          "the file is cut short, or this is not a Chakra execution trace");
    return {};
  }
  position_ = body + length;
  return Frame{offset, body, bytes_.substr(body, length)};
}

bool TraceReader::has_metadata_layout(const Frame& frame) {
  if (find_wire_fault(frame.bytes, *message::GlobalMetadata::descriptor())) return false;
  message::GlobalMetadata metadata;
  if (!metadata.ParseFromArray(frame.bytes.data(), static_cast<int>(frame.bytes.size()))) return false;
  // A node whose id is 0 looks like metadata until its type.
  if (!metadata.GetReflection()->GetUnknownFields(metadata).empty()) return false;
  trace_.version = printable_name(metadata.version());
  return true;
}

void TraceReader::read_metadata(const Frame& frame) {
  if (has_metadata_layout(frame)) return;
  if (!find_wire_fault(frame.bytes, *message::Node::descriptor())) {
    error(frame.offset, "missing metadata: the first message is a node", kMetadataHint);
    read_node_of(frame);
    return;
  }
  const auto fault = find_wire_fault(frame.bytes, *message::GlobalMetadata::descriptor());
  error(frame.body + (fault ? fault->offset : 0),
        fmt::format("missing metadata: {}", fault ? fault->message : "unknown fields in the first message"),
        kMetadataHint);
}

void TraceReader::read_node_of(const Frame& frame) {
  auto fault = find_wire_fault(frame.bytes, *message::Node::descriptor());
  const bool is_read = message_.ParseFromArray(frame.bytes.data(), static_cast<int>(frame.bytes.size()));
  if (fault || !is_read) {
    has_lost_nodes_ = true;
    if (!fault) fault = WireFault{0, "the message is not a node"};
    const auto id = message_.id();  // what was read before the fault; 0 may mean nothing was
    findings_.add({trace_.file, frame.body + fault->offset, id > 0 ? std::optional(id) : std::nullopt, fault->message,
                   "the file is damaged, or was made with another schema than Chakra's et_def.proto"});
    return;
  }
  TraceNode node = read_node(message_, trace_.file, frame.offset, findings_);
  const auto [known, is_new] = position_of_.emplace(node.id, trace_.nodes.size());
  if (!is_new) {
    findings_.add({trace_.file, frame.offset, node.id,
                   fmt::format("the id is used twice; first at byte {}", trace_.nodes[known->second].offset),
                   "give every node an id of its own"});
  }
  node.first_dependency = dependency_ids_.size();
  dependency_ids_.insert(dependency_ids_.end(), message_.ctrl_deps().begin(), message_.ctrl_deps().end());
  dependency_ids_.insert(dependency_ids_.end(), message_.data_deps().begin(), message_.data_deps().end());
  node.dependency_count = dependency_ids_.size() - node.first_dependency;
  trace_.nodes.push_back(std::move(node));
}

void TraceReader::resolve_dependencies() {
  trace_.dependencies.reserve(dependency_ids_.size());
  std::vector<std::size_t> found;
  for (TraceNode& node : trace_.nodes) {
    found.clear();
    for (std::size_t i = 0; i < node.dependency_count; ++i) {
      const std::uint64_t id = dependency_ids_[node.first_dependency + i];
      const auto known = position_of_.find(id);
      if (known != position_of_.end()) {
        found.push_back(known->second);
      } else if (!has_lost_nodes_) {
        findings_.add({trace_.file, node.offset, node.id,
                       fmt::format("depends on node {}, which the trace does not have", id),
                       "add the node or remove its id from ctrl_deps and data_deps"});
      }
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    node.first_dependency = trace_.dependencies.size();
    node.dependency_count = found.size();
    trace_.dependencies.insert(trace_.dependencies.end(), found.begin(), found.end());
  }
}

void TraceReader::read() {
  if (bytes_.empty()) return error(0, "missing metadata: the file is empty", kMetadataHint);
  bool is_first = true;
  while (const std::optional<Frame> frame = next_frame()) {
    if (frame->bytes.size() > kLargestMessage) {
      has_lost_nodes_ = true;
      error(frame->offset,
            fmt::format("a message of {} bytes; at most {} are read", frame->bytes.size(), kLargestMessage));
    } else if (is_first) {
      read_metadata(*frame);
    } else {
      read_node_of(*frame);
    }
    is_first = false;
  }
  if (trace_.nodes.empty() && !has_lost_nodes_) error(bytes_.size(), "the trace has no nodes");
  resolve_dependencies();
}

}  // namespace

RankTrace read_trace(std::string_view bytes, const std::string& file, TraceFindings& findings) {
  RankTrace trace;
  trace.file = file;
  if (bytes.size() > kLargestFile) {
    findings.add(
        {file, {}, {}, fmt::format("the file has {} bytes; at most {} are read", bytes.size(), kLargestFile), {}});
    return trace;
  }
  if (bytes.substr(0, 2) == "\x1f\x8b") {
    findings.add({file, 0, {}, "the file is compressed with gzip", "unpack it first, such as with gunzip"});
    return trace;
  }
  TraceReader(bytes, trace, findings).read();
  return trace;
}

RankTrace read_trace_file(const std::filesystem::path& file, TraceFindings& findings) {
  std::error_code failure;
  const auto size = std::filesystem::file_size(file, failure);
  std::ifstream stream(file, std::ios::binary);
  if (failure || !stream) {
    findings.add(
        {file.string(), {}, {}, "the file can't be read", "name a Chakra execution trace, such as trace.et"});
    return {};
  }
  std::string bytes(std::min<std::size_t>(size, kLargestFile + 1), '\0');
  stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(stream.gcount(), 0)));
  return read_trace(bytes, file.string(), findings);
}

}  // namespace gigapod
