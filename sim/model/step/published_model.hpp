#pragma once

#include "sim/model/step/measured_run.hpp"

namespace gigapod {

/// The model of a row: its dimensions, and what the row has no column for (MLP form, windows, shared experts, latent
/// attention) from the model's public description or, for the MLP, from the published parameter count.
[[nodiscard]] TransformerSpec published_model(const MeasuredRow& row);

/// A number from a row; 0 when the cell is empty or text.
[[nodiscard]] double cell_number(const MeasuredRow& row, std::string_view column);
[[nodiscard]] std::string_view cell_text(const MeasuredRow& row, std::string_view column);

}  // namespace gigapod
