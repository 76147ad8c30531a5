#pragma once

#include "sim/engine/chip_flows/check_collective.hpp"
#include "sim/fabric/slice.hpp"
#include "sim/hardware/chip.hpp"
#include "sim/hardware/shape.hpp"
#include "sim/model/collective/collective.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gigapod::app {

/// One collective, asked for and answered.
struct CollectiveAnswer {
  std::string kind_name;
  Collective kind = Collective::kAllReduce;
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

/// Closed form over flows, less one: 0.01 when the closed form is 1% slower.
[[nodiscard]] double closed_form_error(const CollectiveAnswer& answer);
/// What `gigapod collective` prints for people.
[[nodiscard]] std::string collective_text(const CollectiveAnswer& answer);
/// The same as one JSON object with a unit in every name.
[[nodiscard]] std::string collective_json(const CollectiveAnswer& answer);

}  // namespace gigapod::app
