#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace gigapod::test {

/// Bytes of a protobuf message, field by field, by the rules of the wire format only: the reader is not checked
/// against the schema it was made from.
class WireMessage {
 public:
  WireMessage& varint(int field, std::uint64_t value) {
    put(static_cast<std::uint64_t>(field) << 3U);
    put(value);
    return *this;
  }
  WireMessage& text(int field, const std::string& bytes) {
    put(static_cast<std::uint64_t>(field) << 3U | 2U);
    put(bytes.size());
    bytes_ += bytes;
    return *this;
  }
  WireMessage& message(int field, const WireMessage& inner) { return text(field, inner.bytes_); }
  /// Behind its length, as it stands in a trace.
  [[nodiscard]] std::string framed() const {
    WireMessage frame;
    frame.put(bytes_.size());
    return frame.bytes_ + bytes_;
  }
  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  void put(std::uint64_t value) {
    for (; value >= 0x80U; value >>= 7U) bytes_ += static_cast<char>((value & 0x7FU) | 0x80U);
    bytes_ += static_cast<char>(value);
  }
  std::string bytes_;
};

// Field numbers and enumerators as MLCommons Chakra publishes them (et_def.proto).
inline constexpr int kInt64Value = 9;
inline constexpr int kUint64Value = 13;
inline constexpr int kBoolValue = 27;
inline constexpr int kBoolList = 28;
inline constexpr int kStringValue = 29;

/// One node to be written; setters return the node, so that a trace reads as a list.
class WrittenNode {
 public:
  WrittenNode(std::uint64_t id, const std::string& name, int type, const std::vector<std::uint64_t>& after = {}) {
    if (id > 0) node_.varint(1, id);
    node_.text(2, name);
    if (type != 0) node_.varint(3, static_cast<std::uint64_t>(type));
    for (const std::uint64_t dependency : after) node_.varint(5, dependency);
  }
  WrittenNode& control(std::uint64_t id) {
    node_.varint(4, id);
    return *this;
  }
  WrittenNode& micros(std::uint64_t duration) {
    node_.varint(7, duration);
    return *this;
  }
  WrittenNode& number(const std::string& name, std::int64_t value) {
    WireMessage attribute;
    attribute.text(1, name).varint(kInt64Value, static_cast<std::uint64_t>(value));
    return add(attribute);
  }
  WrittenNode& word(const std::string& name, const std::string& value) {
    WireMessage attribute;
    attribute.text(1, name).text(kStringValue, value);
    return add(attribute);
  }
  WrittenNode& dimensions(const std::vector<bool>& involved) {
    std::string packed;
    for (const bool is_in : involved) packed += static_cast<char>(is_in ? 1 : 0);
    WireMessage list;
    list.text(1, packed);
    WireMessage attribute;
    attribute.text(1, "involved_dim").message(kBoolList, list);
    return add(attribute);
  }
  WrittenNode& inputs(const std::string& values) {
    node_.message(8, WireMessage().text(1, values));
    return *this;
  }
  WrittenNode& add(const WireMessage& attribute) {
    node_.message(10, attribute);
    return *this;
  }
  [[nodiscard]] std::string framed() const { return node_.framed(); }

 private:
  WireMessage node_;
};

using Ids = std::vector<std::uint64_t>;

inline WrittenNode compute(std::uint64_t id, const std::string& name, const Ids& after, std::int64_t operations,
                           std::int64_t bytes) {
  return WrittenNode(id, name, 4, after).number("num_ops", operations).number("tensor_size", bytes);
}
inline WrittenNode measured(std::uint64_t id, const std::string& name, const Ids& after, std::uint64_t micros) {
  return WrittenNode(id, name, 4, after).micros(micros);
}
inline WrittenNode collective(std::uint64_t id, const std::string& name, const Ids& after, int kind,
                              std::int64_t bytes) {
  return WrittenNode(id, name, 7, after).number("comm_type", kind).number("comm_size", bytes);
}
inline WrittenNode send(std::uint64_t id, const Ids& after, int from, int to, std::int64_t bytes,
                        std::int64_t tag = 0) {
  return WrittenNode(id, "send", 5, after)
      .number("comm_src", from)
      .number("comm_dst", to)
      .number("comm_size", bytes)
      .number("comm_tag", tag);
}
inline WrittenNode receive(std::uint64_t id, const Ids& after, int from, int to, std::int64_t bytes,
                           std::int64_t tag = 0) {
  return WrittenNode(id, "receive", 6, after)
      .number("comm_src", from)
      .number("comm_dst", to)
      .number("comm_size", bytes)
      .number("comm_tag", tag);
}

inline constexpr int kAllReduce = 0;
inline constexpr int kAllGather = 2;
inline constexpr int kAllToAll = 6;
inline constexpr int kReduceScatter = 7;

[[nodiscard]] inline std::string written_metadata() { return WireMessage().text(1, "0.0.4").framed(); }

/// The bytes of a trace.
[[nodiscard]] inline std::string written_trace(const std::vector<WrittenNode>& nodes) {
  std::string bytes = written_metadata();
  for (const WrittenNode& node : nodes) bytes += node.framed();
  return bytes;
}

}  // namespace gigapod::test
