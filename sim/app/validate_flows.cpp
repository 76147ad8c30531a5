#include "sim/app/validate_flows.hpp"

#include "sim/app/catalog_choice.hpp"
#include "sim/app/collective_answer.hpp"
#include "sim/app/plugin_options.hpp"
#include "sim/model/step/published_model.hpp"

#include <fmt/format.h>

namespace gigapod::app {
namespace {

CollectiveAnswer answer_of(const MeasuredRow& cells, const Catalog& catalog) {
  const std::string kind(cell_text(cells, "collective"));
  CollectiveAnswer answer;
  answer.kind_name = kind;
  answer.kind = chosen_plugin<Collective>("collective", kind).make({});
  const PodSpec& pod =
      chosen_pod(std::string(cell_text(cells, "pod")), std::string(cell_text(cells, "chip")), catalog);
  answer.pod = pod.name;
  answer.chip = catalog.chips.at(pod.chip);
  answer.shape = chosen_shape(std::string(cell_text(cells, "slice")));
  answer.bytes = collective_bytes(std::string(cell_text(cells, "bytes")));
  answer.group = collective_slice(answer.shape, pod, cell_text(cells, "twisted") == "yes");
  add_closed_form(answer);
  add_flows(answer);
  return answer;
}

ValidationRow row_of(const std::string& id, const MeasuredRow& cells, const CollectiveAnswer& answer) {
  const std::string slice = to_text(answer.shape) + (answer.group.is_twisted ? " twisted" : "");
  ValidationRow row{id,
                    answer.kind_name + " flows",
                    fmt::format("{} on {} {}", answer.kind_name, answer.chip.name, slice),
                    "",
                    answer.chip.name,
                    "SimGrid flows of this program"};
  row.subject = fmt::format("{} of {} on {}", answer.kind_name, cell_text(cells, "bytes"), slice);
  row.measured = answer.flows->time.value() * 1e6;
  row.simulated = answer.closed_form.value() * 1e6;
  row.unit = "us";
  const Seconds moving = answer.bound.value_or(Seconds(0.0));
  row.dominant = moving > 0.5 * answer.closed_form ? "busiest link" : "latency";
  row.kind = RowKind::kFlows;
  return row;
}

/// The sentence of a refusal without `error: ` and the line's end.
std::string reason_of(const InvalidInput& refusal) {
  std::string text = refusal.what();
  if (text.starts_with("error: ")) text.erase(0, 7);
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

}  // namespace

Validation validate_flows(const std::vector<TableRow>& rows, const Catalog& catalog) {
  Validation validation;
  for (const TableRow& row : rows) {
    const std::string id = fmt::format("flows {}", row.line);
    try {
      validation.rows.push_back(row_of(id, row.cells, answer_of(row.cells, catalog)));
    } catch (const InvalidInput& refusal) {
      LeftOutRow left_out{id, "SimGrid", std::string(cell_text(row.cells, "collective")), reason_of(refusal)};
      left_out.family = left_out.subject + " flows";
      left_out.chip = cell_text(row.cells, "chip");
      validation.left_out.push_back(std::move(left_out));
    }
  }
  return validation;
}

}  // namespace gigapod::app
