#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace gigapod {

/// A number of a row over another of it, as the page of a report shows it.
struct RowQuotient {
  std::string row;  ///< `grid`, `chat/paid`
  std::string figure;
  std::string of;
  double value = 0.0;
};

/// Those of the rows of a run's page: loads of power nodes, what became of the requests of fleets, classes and
/// tenants, causes of a step, joules of a token, reasons of waits. One over zero is left out.
[[nodiscard]] std::vector<RowQuotient> row_quotients(const nlohmann::json& page);

}  // namespace gigapod
