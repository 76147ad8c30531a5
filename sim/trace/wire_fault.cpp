#include "sim/trace/wire_fault.hpp"

#include <fmt/format.h>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

namespace gigapod {

namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedInputStream;

constexpr int kDeepest = 8;  // the schema itself nests three deep

const char* name_of_wire_type(int wire_type) {
  switch (wire_type) {
    case WireFormatLite::WIRETYPE_VARINT: return "varint";
    case WireFormatLite::WIRETYPE_FIXED64: return "64-bit";
    case WireFormatLite::WIRETYPE_LENGTH_DELIMITED: return "length-delimited";
    case WireFormatLite::WIRETYPE_FIXED32: return "32-bit";
    default: return "group";
  }
}

/// A walk over the bytes of one message; stops at the first fault.
class WireWalk {
 public:
  WireWalk(std::string_view bytes, std::size_t start)
      : bytes_(bytes),
        start_(start),
        input_(reinterpret_cast<const std::uint8_t*>(bytes.data()), static_cast<int>(bytes.size())) {}

  std::optional<WireFault> fault_of(const Descriptor& type, int depth) {
    while (position() < bytes_.size()) {
      const std::size_t at = position();
      std::uint64_t tag = 0;
      if (!input_.ReadVarint64(&tag)) return cut_varint(at);
      const int wire_type = static_cast<int>(tag & 7U);
      const std::uint64_t number = tag >> 3U;
      if (number == 0 || number > FieldDescriptor::kMaxNumber) {
        return fault(at, fmt::format("field number {} is not one of a message", number));
      }
      if (wire_type == 3 || wire_type == 4 || wire_type > 5) {
        return fault(at, fmt::format("bad wire type {} of field {}", wire_type, number));
      }
      const FieldDescriptor* field = type.FindFieldByNumber(static_cast<int>(number));
      if (auto found = mismatch(at, wire_type, field)) return found;
      if (auto found = value_fault(wire_type, field, depth)) return found;
    }
    return {};
  }

 private:
  std::size_t position() const { return static_cast<std::size_t>(input_.CurrentPosition()); }
  WireFault fault(std::size_t at, std::string message) const { return {start_ + at, std::move(message)}; }
  WireFault cut_varint(std::size_t at) const {
    return fault(at, bytes_.size() - at < 10 ? "varint is cut short" : "varint is longer than ten bytes");
  }

  std::optional<WireFault> mismatch(std::size_t at, int wire_type, const FieldDescriptor* field) const {
    if (field == nullptr) return {};
    const int expected = WireFormatLite::WireTypeForFieldType(static_cast<WireFormatLite::FieldType>(field->type()));
    const bool is_packed = field->is_packable() && wire_type == WireFormatLite::WIRETYPE_LENGTH_DELIMITED;
    if (wire_type == expected || is_packed) return {};
    return fault(at, fmt::format("field '{}' has wire type {} ({}), not {} ({})", field->name(), wire_type,
                                 name_of_wire_type(wire_type), expected, name_of_wire_type(expected)));
  }

  std::optional<WireFault> value_fault(int wire_type, const FieldDescriptor* field, int depth) {
    const std::size_t at = position();
    std::uint64_t value = 0;
    if (wire_type == WireFormatLite::WIRETYPE_VARINT) {
      if (!input_.ReadVarint64(&value)) return cut_varint(at);
      return {};
    }
    if (wire_type == WireFormatLite::WIRETYPE_LENGTH_DELIMITED) {
      if (!input_.ReadVarint64(&value)) return cut_varint(at);
      if (value > bytes_.size() - position()) {
        return fault(at, fmt::format("length {} runs past the end of its message, {} bytes away", value,
                                     bytes_.size() - position()));
      }
    } else {
      value = wire_type == WireFormatLite::WIRETYPE_FIXED64 ? 8 : 4;
      if (value > bytes_.size() - position()) return fault(at, fmt::format("{}-bit number is cut short", 8 * value));
    }
    const std::size_t from = position();
    input_.Skip(static_cast<int>(value));
    if (wire_type != WireFormatLite::WIRETYPE_LENGTH_DELIMITED || field == nullptr) return {};
    return content_fault(from, bytes_.substr(from, value), *field, depth);
  }

  std::optional<WireFault> content_fault(std::size_t from, std::string_view content, const FieldDescriptor& field,
                                         int depth) const {
    WireWalk inner(content, start_ + from);
    if (field.type() == FieldDescriptor::TYPE_MESSAGE) {
      if (depth >= kDeepest) return fault(from, "messages are nested too deep");
      return inner.fault_of(*field.message_type(), depth + 1);
    }
    if (!field.is_packable()) return {};
    return inner.packed_fault(
        WireFormatLite::WireTypeForFieldType(static_cast<WireFormatLite::FieldType>(field.type())));
  }

  std::optional<WireFault> packed_fault(int wire_type) {
    while (position() < bytes_.size()) {
      if (auto found = value_fault(wire_type, nullptr, 0)) return found;
    }
    return {};
  }

  std::string_view bytes_;
  std::size_t start_;
  CodedInputStream input_;
};

}  // namespace

std::optional<WireFault> find_wire_fault(std::string_view bytes, const Descriptor& type) {
  return WireWalk(bytes, 0).fault_of(type, 0);
}

}  // namespace gigapod
