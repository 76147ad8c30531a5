#pragma once

#include "sim/engine/chip_flows/check_collective.hpp"
#include "sim/fabric/slice.hpp"
#include "sim/hardware/chip.hpp"
#include "sim/hardware/pod.hpp"
#include "sim/hardware/shape.hpp"
#include "sim/model/collective/collective.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gigapod::app {

/// One collective, asked for and answered.
struct CollectiveAnswer {
  std::string kind_name;
  std::unique_ptr<Collective> kind;
  Bytes bytes;
  ChipSpec chip;
  std::string pod;
  Shape shape;            ///< of the slice
  SliceTopology group;    ///< the axes that take part
  std::vector<int> axes;  ///< their numbers in the slice
  LinkRate link;
  Seconds closed_form;
  std::optional<Seconds> bound;  ///< not for switched domains
  std::optional<FlowCheck> flows;
};

/// An amount of data such as `1GiB`; refuses other text.
[[nodiscard]] Bytes collective_bytes(const std::string& text);
/// Amounts of a list whose items are such as `1GiB` or, doubling, `64KiB..1GiB`; refuses other text.
[[nodiscard]] std::vector<Bytes> collective_sizes(const std::vector<std::string>& items);

/// The slice in a pod, its rings closed as a twisted torus or not; refuses what the pod does not have.
[[nodiscard]] SliceTopology collective_slice(const Shape& shape, const PodSpec& pod, bool is_twisted);

/// Fills in link, closed form and bound from kind, bytes, chip and group; refuses switches when the kind has no
/// closed form there.
void add_closed_form(CollectiveAnswer& answer);

/// Plays the collective as flows; refuses what is too large for them.
void add_flows(CollectiveAnswer& answer);

/// Closed form over flows, less one: 0.01 when the closed form is 1% slower.
[[nodiscard]] double closed_form_error(const CollectiveAnswer& answer);

}  // namespace gigapod::app
