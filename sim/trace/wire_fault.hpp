#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace google::protobuf {
class Descriptor;
}

namespace gigapod {

/// Where and why bytes are not a message of a schema.
struct WireFault {
  std::size_t offset = 0;  ///< from the start of the bytes
  std::string message;
};

/// The first place at which bytes are not a message of that type: a varint cut short or longer than ten bytes, a
/// length that runs past the end, a field of another wire type than the schema's. Nested messages are looked into,
/// fields that the schema does not have are skipped.
///
/// The library's own parser says only yes or no, and lets a known field of another wire type pass as unknown.
[[nodiscard]] std::optional<WireFault> find_wire_fault(std::string_view bytes,
                                                       const google::protobuf::Descriptor& type);

}  // namespace gigapod
