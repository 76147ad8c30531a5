#include "analysis/json_csv.hpp"

#include "analysis/csv_table.hpp"

namespace gigapod {

namespace {

/// Texts quoted where they have to be, nothing for null.
std::string csv_cell(const nlohmann::ordered_json& value) {
  if (value.is_null()) return {};
  return value.is_string() ? csv_field(value.get<std::string>()) : value.dump();
}

}  // namespace

std::string csv_rows(const std::vector<nlohmann::ordered_json>& rows) {
  std::string heading;
  std::string lines;
  for (const auto& row : rows) {
    const bool is_first = lines.empty();
    const char* separator = "";
    for (const auto& [name, value] : row.items()) {
      if (is_first) heading += separator + csv_field(name);
      lines += separator + csv_cell(value);
      separator = ",";
    }
    lines += "\n";
  }
  return heading + "\n" + lines;
}

}  // namespace gigapod
