// Published serving runs against the models.

#include "analysis/serving/serving_prediction.hpp"
#include "analysis/validation/validation.hpp"
#include "sim/model/step/published_model.hpp"

#include <fmt/format.h>

#include <utility>

namespace gigapod {
namespace {

const char* phase_name(ServingPhase phase) {
  switch (phase) {
    case ServingPhase::kPrefill: return "prefill";
    case ServingPhase::kDecode: return "decode";
    case ServingPhase::kBatch: return "batch";
    case ServingPhase::kTurn: return "turn";
    case ServingPhase::kClosedLoop: return "closed loop";
    case ServingPhase::kOffline: return "offline";
    case ServingPhase::kServer: return "server";
  }
  return "";
}

std::string family_of(const ServingMeasurement& m) {
  if (m.chip.name.empty()) return "serving";
  return fmt::format("{} serving {}", m.chip.name, m.is_roofline ? "roofline" : phase_name(m.phase));
}

ValidationRow scored(const ServingMeasurement& m, const ServingPrediction& prediction) {
  ValidationRow row{m.id, family_of(m), m.system, m.subject, m.chip.name, m.source};
  row.measured = m.value;
  row.simulated = prediction.value;
  row.unit = m.unit;
  row.dominant = prediction.dominant;
  row.kind = m.is_roofline ? RowKind::kServingRoofline : RowKind::kServing;
  row.ranking_group = fmt::format("{} {} {}", m.plan.model.name, static_cast<int>(m.figure), m.unit);
  row.is_less_better = m.figure == ServingFigure::kTime || m.figure == ServingFigure::kStep ||
                       m.figure == ServingFigure::kTtft || m.figure == ServingFigure::kTpot ||
                       m.figure == ServingFigure::kItl;
  row.exclusion = m.uncounted;
  if (!m.uncounted.empty()) row.warnings.push_back("excluded: " + m.uncounted);
  for (const std::string& assumed : m.assumed) row.warnings.push_back("assumed " + assumed);
  return row;
}

}  // namespace

Validation validate_serving(const std::vector<TableRow>& rows, const std::map<std::string, ChipSpec>& chips,
                            const std::map<std::string, TransformerSpec>& models) {
  Validation validation;
  for (const TableRow& row : rows) {
    const ServingMeasurement m = serving_measurement(row, chips, models);
    std::string reason = m.exclusion;
    if (reason.empty()) {
      const ServingPrediction prediction = predicted_serving(m);
      reason = prediction.exclusion;
      if (reason.empty()) validation.rows.push_back(scored(m, prediction));
    }
    if (reason.empty()) continue;
    for (const std::string& note : row.notes) reason += "; " + note;
    validation.left_out.push_back(
        {m.id, m.system, m.subject, std::move(reason), family_of(m), m.chip.name, m.source});
  }
  return validation;
}

}  // namespace gigapod
