#include "sim/app/collective_answer.hpp"

#include "sim/app/catalog_choice.hpp"
#include "sim/base/dimension.hpp"
#include "sim/model/step/step_constants.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <string_view>
#include <variant>

namespace gigapod::app {

Bytes collective_bytes(const std::string& text) {
  const auto amount = parse_amount(text);
  if (const auto* fault = std::get_if<AmountError>(&amount)) {
    if (*fault == AmountError::kMissingUnit) {
      refuse(fmt::format("'{}' has no unit; write --bytes {}B, or with one of {}", text, text,
                         unit_names(Dimension::kData)));
    }
    refuse(fmt::format("'{}' is not an amount of data; write such as 1GiB, with one of {}", text,
                       unit_names(Dimension::kData)));
  }
  const Amount& found = std::get<Amount>(amount);
  if (found.dimension != Dimension::kData) {
    refuse(fmt::format("'{}' is an amount of {}, not of data", text, dimension_name(found.dimension)));
  }
  if (!(found.base_value > 0.0)) refuse("--bytes must be more than nothing");
  return Bytes(found.base_value);
}

std::vector<Bytes> collective_sizes(const std::vector<std::string>& items) {
  constexpr std::string_view kTo = "..";
  std::vector<Bytes> sizes;
  for (const std::string& item : items) {
    const std::size_t to = item.find(kTo);
    if (to == std::string::npos) {
      sizes.push_back(collective_bytes(item));
      continue;
    }
    const Bytes last = collective_bytes(item.substr(to + kTo.size()));
    const Bytes first = collective_bytes(item.substr(0, to));
    if (last < first) refuse(fmt::format("'{}' ends before it starts; write the smaller size first", item));
    for (Bytes size = first; size <= last; size = 2.0 * size) sizes.push_back(size);
  }
  return sizes;
}

SliceTopology collective_slice(const Shape& shape, const PodSpec& pod, bool is_twisted) {
  if (const std::string fault = slice_shape_fault(shape, pod); !fault.empty()) refuse(fault);
  if (!is_twisted) return slice_topology(shape, pod);
  if (const std::string fault = twist_fault(shape, pod); !fault.empty()) refuse(fault);
  return slice_topology(shape, pod, true);
}

void add_closed_form(CollectiveAnswer& answer) {
  const Seconds launch(step_constants().launch_seconds);
  answer.link = link_rate(answer.chip, launch);
  const SliceTopology& group = answer.group;
  if (!group.is_switched) {
    answer.closed_form = collective_time(*answer.kind, answer.bytes, group.axes, answer.link, group.is_twisted);
    answer.bound = collective_bound(*answer.kind, answer.bytes, group.axes, answer.link, group.is_twisted);
    return;
  }
  const SwitchedRate rate = switched_rate(answer.chip, launch);
  if (!answer.kind->switched_time(answer.bytes, 2, 2, rate)) {
    refuse(fmt::format("'{}' has no closed form for chips behind switches", answer.kind_name));
  }
  answer.link.one_way = rate.in_domain;
  answer.closed_form = switched_collective_time(*answer.kind, answer.bytes, group.chips(), group.domain, rate);
}

void add_flows(CollectiveAnswer& answer) {
  if (const std::string fault = flow_check_fault(*answer.kind, answer.group); !fault.empty()) refuse(fault);
  answer.flows = check_collective(*answer.kind, answer.bytes, answer.group, answer.link);
}

double closed_form_error(const CollectiveAnswer& answer) {
  const Seconds time = answer.flows->time;
  return time.value() > 0.0 ? answer.closed_form / time - 1.0 : 0.0;
}

}  // namespace gigapod::app
