#include "sim/app/collective_answer.hpp"

#include "sim/app/catalog_choice.hpp"
#include "sim/base/dimension.hpp"
#include "sim/model/step/step_constants.hpp"

#include <fmt/format.h>

#include <variant>

namespace gigapod::app {

const std::map<std::string, Collective>& collective_kinds() {
  static const std::map<std::string, Collective> all = {{"all_gather", Collective::kAllGather},
                                                        {"all_reduce", Collective::kAllReduce},
                                                        {"all_to_all", Collective::kAllToAll},
                                                        {"reduce_scatter", Collective::kReduceScatter}};
  return all;
}

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
    answer.closed_form = collective_time(answer.kind, answer.bytes, group.axes, answer.link, group.is_twisted);
    answer.bound = collective_bound(answer.kind, answer.bytes, group.axes, answer.link, group.is_twisted);
    return;
  }
  const SwitchedRate rate = switched_rate(answer.chip, launch);
  answer.link.one_way = rate.in_domain;
  answer.closed_form = switched_collective_time(answer.kind, answer.bytes, group.chips(), group.domain, rate);
}

void add_flows(CollectiveAnswer& answer) {
  if (const std::string fault = flow_check_fault(answer.kind, answer.group); !fault.empty()) refuse(fault);
  answer.flows = check_collective(answer.kind, answer.bytes, answer.group, answer.link);
}

double closed_form_error(const CollectiveAnswer& answer) {
  const Seconds time = answer.flows->time;
  return time.value() > 0.0 ? answer.closed_form / time - 1.0 : 0.0;
}

}  // namespace gigapod::app
